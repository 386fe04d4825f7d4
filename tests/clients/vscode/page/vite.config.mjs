import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  build: { target: "es2022", outDir: "../dist", emptyOutDir: true, minify: false, sourcemap: false, reportCompressedSize: false, chunkSizeWarningLimit: 100_000 },
  worker: { format: "es" },
  esbuild: { target: "es2022" },
  // The extension's sources stand outside; what they import is what is installed here.
  resolve: { dedupe: ["vscode", "vscode-languageclient", "vscode-languageserver-protocol", "vscode-jsonrpc"] },
});
