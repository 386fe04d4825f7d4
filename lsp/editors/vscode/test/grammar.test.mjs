// What VS Code colours: token by token in the fixtures, and some truths about every example and module of the library.
//
// Below each line of a fixture, which begins with `> `, stand its tokens: carets and the innermost scope. `UPDATE_EXPECT=1 npm test`
// writes them again.
import assert from "node:assert/strict";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { EXTENSION, loadGrammar, tokenise } from "./tokenizer.mjs";

const REPOSITORY = join(EXTENSION, "../../..");
const grammar = await loadGrammar();

async function files(folder, ending) {
  const entries = await readdir(folder, { recursive: true });
  return entries.filter((name) => name.endsWith(ending)).map((name) => join(folder, name)).sort();
}

/** A text with its tokens below each line; neighbours of one scope are shown as one. */
function annotated(text) {
  const lines = text.split("\n");
  return tokenise(grammar, text)
    .flatMap((tokens, at) => {
      const shown = [];
      for (const { start, end, scopes } of tokens) {
        const scope = scopes.at(-1);
        const last = shown.at(-1);
        if (last !== undefined && last.scope === scope && last.end === start) {
          last.end = end;
        } else if (scope !== undefined) {
          shown.push({ start, end, scope });
        }
      }
      const carets = ({ start, end, scope }) => `# ${" ".repeat(start)}${"^".repeat(end - start)} ${scope}`;
      return [`> ${lines[at]}`.trimEnd(), ...shown.map(carets)];
    })
    .join("\n");
}

for (const path of await files(join(EXTENSION, "test/fixtures"), ".txt")) {
  test(`the scopes of ${path.replace(/^.*\//, "")}`, async () => {
    const kept = await readFile(path, "utf8");
    const lines = kept.trimEnd().split("\n").filter((line) => line.startsWith(">"));
    const text = lines.map((line) => line.slice(2)).join("\n");
    if (process.env.UPDATE_EXPECT) {
      await writeFile(path, `${annotated(text)}\n`);
    } else {
      assert.equal(kept, `${annotated(text)}\n`);
    }
  });
}

const words = JSON.parse(await readFile(join(EXTENSION, "syntaxes/kohort-words.tmLanguage.json"), "utf8"));
const reserved = Object.entries(words.repository)
  .filter(([name]) => name.startsWith("reserved-"))
  .flatMap(([, rule]) => /\(\?:([\w|]+)\)/.exec(rule.match)[1].split("|"));

const KEYWORD = /^(keyword|support\.function|constant\.language)/;

test("every reserved word is known", () => {
  assert.ok(reserved.includes("where") && reserved.includes("include") && reserved.length > 20, reserved.join(" "));
});

test("a plan is coloured line by line", async () => {
  const plan = await loadGrammar("source.kohort-plan");
  const text = "study s\n  about   Who is treated before?\n  let cancer = first diagnosis\n";
  const scopes = tokenise(plan, text).map((tokens) => tokens.flatMap((token) => token.scopes.slice(-1)));
  assert.deepEqual(scopes.slice(0, 2), [
    ["markup.heading.kohort-plan"],
    ["keyword.other.kohort-plan", "comment.line.documentation.kohort-plan"],
  ]);
  assert.ok(scopes[2].includes("support.function.pick"), scopes[2].join(" "));
});

for (const folder of ["examples", "stdlib/std"]) {
  for (const path of await files(join(REPOSITORY, folder), ".kohort")) {
    test(`the tokens of ${path.slice(REPOSITORY.length)}`, async () => {
      const text = await readFile(path, "utf8");
      tokenise(grammar, text).forEach((tokens, at) => {
        const line = text.split("\n")[at];
        const place = `line ${at + 1}: ${line}`;
        for (const token of tokens) {
          const scope = token.scopes[0] ?? "";
          if (reserved.includes(token.text) && !/^(string|comment)/.test(scope)) {
            // `from` may be the name of an endpoint's parameter, where it is followed by a mark.
            const parameter = token.text === "from" && /^\s*[:=.,)]/.test(line.slice(token.end));
            const field = line[token.start - 1] === ".";
            assert.ok(KEYWORD.test(scope) || parameter || field, `\`${token.text}\` is ${scope}, ${place}`);
          }
          // Texts and comments end with their line at the latest, and no word is cut into pieces.
          assert.ok(!(scope.startsWith("string") && token.end === line.length && !line.endsWith('"')), place);
          const cut = /[\p{L}\p{N}_]$/u.test(line.slice(0, token.start)) && /^[\p{L}\p{N}_]/u.test(token.text);
          assert.ok(!cut || /^(string|comment|keyword\.other\.unit)/.test(scope) || scope === "", `${token.text}, ${place}`);
        }
        const comment = /^\s*(\/\/\/?)/.exec(line);
        if (comment) {
          assert.ok(tokens.some((token) => (token.scopes[0] ?? "").startsWith("comment")), place);
        }
      });
    });
  }
}
