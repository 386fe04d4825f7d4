// The manifest tells the truth: files are there, commands are handled, settings are read.
import assert from "node:assert/strict";
import { access, readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { load } from "./modules.mjs";
import { EXTENSION } from "./tokenizer.mjs";

const manifest = JSON.parse(await readFile(join(EXTENSION, "package.json"), "utf8"));
const { contributes } = manifest;

test("every file that the manifest names is there", async () => {
  const named = [
    ...contributes.languages.map((language) => language.configuration),
    ...contributes.grammars.map((grammar) => grammar.path),
    ...contributes.snippets.map((snippets) => snippets.path),
    ...contributes.viewsContainers.activitybar.map((container) => container.icon),
  ];
  for (const path of named.filter((path) => path !== undefined)) {
    await access(join(EXTENSION, path));
  }
});

test("every command of the manifest is the server's or is registered, and the other way round", async () => {
  const { Command } = await load("protocol.ts");
  const source = await readFile(join(EXTENSION, "src/start.ts"), "utf8");
  const registered = [...source.matchAll(/registerCommand\("([^"]+)"/g)].map((match) => match[1]);
  const handled = [...Object.values(Command), ...registered].sort();
  assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), handled);
});

test("every setting of the manifest is read", async () => {
  const files = await readdir(join(EXTENSION, "src"), { recursive: true });
  const sources = await Promise.all(
    files.filter((name) => name.endsWith(".ts")).map((name) => readFile(join(EXTENSION, "src", name), "utf8")),
  );
  for (const setting of Object.keys(contributes.configuration.properties)) {
    const name = setting.replace(/^kohort\./, "");
    // The client library reads the setting of its own trace.
    assert.ok(name === "trace.server" || sources.some((text) => text.includes(`"${name}"`)), setting);
  }
});

test("the patterns of the language's configuration are regular expressions that match what they should", async () => {
  const configuration = JSON.parse(await readFile(join(EXTENSION, "language-configuration.json"), "utf8"));
  const { pattern, flags } = configuration.wordPattern;
  const word = new RegExp(pattern, `${flags}g`);
  assert.deepEqual("count 年齢_2 >= 2019-03-04, 7.9 g/dL".match(word), ["count", "年齢_2", "2019-03-04", "7.9", "g", "dL"]);
  const { increaseIndentPattern, decreaseIndentPattern } = configuration.indentationRules;
  assert.match("cohort adults {", new RegExp(increaseIndentPattern));
  assert.match("  patient { // who", new RegExp(increaseIndentPattern));
  assert.doesNotMatch("/// A brace {", new RegExp(increaseIndentPattern));
  assert.match("  }", new RegExp(decreaseIndentPattern));
  assert.match("  /// Aged 18", new RegExp(configuration.onEnterRules[0].beforeText));
});
