// Tokenises Kohort as VS Code does: with vscode-textmate and Oniguruma, from the grammars that the extension ships.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const { Registry, INITIAL, parseRawGrammar } = require("vscode-textmate");
const oniguruma = require("vscode-oniguruma");

/** Where the extension is. */
export const EXTENSION = fileURLToPath(new URL("..", import.meta.url));

let loaded;

/** The grammar of a scope, with whatever it includes. */
export async function loadGrammar(scope = "source.kohort") {
  const { contributes } = JSON.parse(await readFile(`${EXTENSION}/package.json`, "utf8"));
  const wasm = await readFile(require.resolve("vscode-oniguruma/release/onig.wasm"));
  loaded ??= oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  await loaded;
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope) => {
      const declared = contributes.grammars.find((grammar) => grammar.scopeName === scope);
      if (declared === undefined) {
        throw new Error(`no grammar is declared for ${scope}`);
      }
      return parseRawGrammar(await readFile(`${EXTENSION}/${declared.path}`, "utf8"), declared.path);
    },
  });
  return registry.loadGrammar(scope);
}

/** The tokens of a text: line by line, each with its columns and its scopes but for the language's own. */
export function tokenise(grammar, text) {
  let state = INITIAL;
  return text.split("\n").map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return tokens.map(({ startIndex, endIndex, scopes }) => ({
      start: startIndex,
      end: Math.min(endIndex, line.length),
      text: line.slice(startIndex, endIndex),
      scopes: scopes.slice(1).map((scope) => scope.replace(/\.kohort$/, "")),
    }));
  });
}
