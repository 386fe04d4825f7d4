import { defineConfig } from "vite";

// Rollup is the one in WebAssembly (`overrides` in package.json): one package for every machine, so that the lock file is
// whole whatever a registry has of those for each.
export default defineConfig({
  base: "./",
  build: {
    target: "es2022",
    outDir: "../dist",
    emptyOutDir: true,
    minify: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 100_000,
  },
  worker: { format: "es" },
  esbuild: { target: "es2022" },
  // The extension's sources stand outside; what they import is what is installed here.
  resolve: { dedupe: ["vscode", "vscode-languageclient", "vscode-languageserver-protocol", "vscode-jsonrpc"] },
});
