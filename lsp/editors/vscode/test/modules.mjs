// The extension's modules that need no editor, as Node can import them.
import { build } from "esbuild";
import { join } from "node:path";
import { EXTENSION } from "./tokenizer.mjs";

/** A module below `src`, by its path. */
export async function load(path) {
  const { outputFiles } = await build({
    entryPoints: [join(EXTENSION, "src", path)],
    bundle: true,
    format: "esm",
    platform: "neutral",
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}
