// The extension in VS Code's workbench drives the language server: an example is opened, damaged, repaired, asked about,
// renamed and formatted, by the keys that a user presses.
//
// Run by compiler/cli/tests/clients.rs: KOHORT=… PROJECT=… node run.mjs, where PROJECT is a copy of
// examples/early_onset_colorectal. It prints a line for each step, and ends with exit code 1 at the first that fails.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Workbench } from "./workbench.mjs";

const STUDY = "early_onset_colorectal.kohort";
const folder = process.env.PROJECT;
const study = await readFile(join(folder, STUDY), "utf8");
const protocol = [];

const steps = {
  async "the study opens and is clean"(workbench) {
    await workbench.show(STUDY);
    await workbench.until("the server", () => window.kohort.extension.client.isRunning());
    await workbench.until("all to be checked", async () => {
      const { quiescent } = await window.kohort.extension.client.sendRequest("kohort/status");
      return quiescent;
    });
    await workbench.diagnostics([]);
  },

  async "words are coloured by the grammar"(workbench) {
    const classes = await workbench.until("colours", () => {
      const word = (text) => [...document.querySelectorAll(".view-line span span")].find((span) => span.textContent === text);
      const [keyword, name] = [word("study"), word("early_onset_colorectal")];
      return keyword && name && keyword.className !== name.className ? [keyword.className, name.className] : undefined;
    });
    assert.notEqual(classes[0], "mtk1");
  },

  async "a misspelt name is underlined"(workbench) {
    await workbench.select("code in colorectal during accrual", "colorectal");
    await workbench.type("colorectl");
    await workbench.page.keyboard.press("Escape");
    const { found } = await workbench.diagnostics([["K0201", "colorectl"]]);
    assert.equal(found[0].severity, "Error");
    assert.match(found[0].message, /colorectal/);
    await workbench.page.locator(".squiggly-error").first().waitFor({ state: "attached" });
  },

  async "the quick fix repairs it"(workbench) {
    await workbench.select("colorectl during", "colorectl");
    await workbench.page.keyboard.press("ArrowLeft");
    await workbench.page.keyboard.press("Control+.");
    const menu = workbench.page.locator(".action-widget");
    await menu.waitFor();
    assert.match(await menu.innerText(), /colorectal/);
    await workbench.page.keyboard.press("Enter");
    await workbench.becomes(study);
    await workbench.diagnostics([]);
  },

  async "completion offers the attributes behind a dot"(workbench) {
    await workbench.select("include stage_iv: cancer.stage", ".stage");
    await workbench.type(".");
    const list = workbench.page.locator(".suggest-widget.visible .monaco-list-rows");
    await list.waitFor();
    const offered = await workbench.until("the attributes", () => {
      const rows = [...document.querySelectorAll(".suggest-widget.visible .monaco-list-row .label-name")];
      const names = rows.map((row) => row.textContent);
      return names.includes("stage") ? names : undefined;
    });
    assert.ok(!offered.includes("cohort"), offered.join(" "));
    await workbench.type("stag");
    await workbench.until("the one that is meant", () =>
      document.querySelector(".suggest-widget.visible .monaco-list-row.focused .label-name")?.textContent === "stage",
    );
    await workbench.page.keyboard.press("Enter");
    await workbench.becomes(study);
  },

  async "hover tells about an attribute"(workbench) {
    await workbench.select("include stage_iv: cancer.stage", "stage");
    await workbench.select("cancer.stage >= stage_iv", "stage");
    await workbench.page.keyboard.press("Control+K");
    await workbench.page.keyboard.press("Control+I");
    const hover = workbench.page.locator(".monaco-hover:not(.hidden) .hover-contents").first();
    await hover.waitFor();
    const shown = await workbench.until("the text", () => {
      const texts = [...document.querySelectorAll(".monaco-hover:not(.hidden) .hover-contents")];
      const text = texts.map((part) => part.innerText).join("\n");
      return text.includes("Group stage") ? text : undefined;
    });
    for (const word of ["stage", "Group stage at diagnosis", "us", "uk", "de", "jp"]) {
      assert.ok(shown.includes(word), `\`${word}\` is not in what is shown:\n${shown}`);
    }
    await workbench.page.keyboard.press("Escape");
  },

  async "a definition is jumped to"(workbench) {
    await workbench.select("not before last_visit", "last_visit");
    await workbench.page.keyboard.press("ArrowLeft");
    await workbench.page.keyboard.press("F12");
    const line = study.split("\n").findIndex((line) => line.startsWith("let last_visit"));
    await workbench.until("the jump", (line) => window.kohort.vscode.window.activeTextEditor?.selection.start.line === line, line);
  },

  async "a definition of the library is shown, and cannot be written"(workbench) {
    await workbench.select("code in colorectal during", "colorectal");
    await workbench.page.keyboard.press("ArrowLeft");
    await workbench.page.keyboard.press("F12");
    const shown = await workbench.until("the library", () => {
      const editor = window.kohort.vscode.window.activeTextEditor;
      if (editor?.document.uri.scheme !== "kohort-std") {
        return undefined;
      }
      const { document, selection } = editor;
      return { path: document.uri.path, line: document.lineAt(selection.start.line).text, language: document.languageId };
    });
    assert.deepEqual(shown, { path: "/std/codes/cancers.kohort", line: "codes colorectal {", language: "kohort" });
    const before = await workbench.text();
    await workbench.type("x");
    assert.equal(await workbench.text(), before);
    await workbench.command("workbench.action.closeActiveEditor");
    await workbench.show(STUDY);
  },

  async "a definition is renamed everywhere"(workbench) {
    await workbench.select("let last_visit", "last_visit");
    await workbench.page.keyboard.press("ArrowLeft");
    await workbench.page.keyboard.press("F2");
    const box = workbench.page.locator(".rename-box input");
    await box.waitFor();
    await box.fill("last_seen");
    await workbench.page.keyboard.press("Enter");
    await workbench.becomes(study.replaceAll(/\blast_visit\b/g, "last_seen"));
    await workbench.diagnostics([]);
    await workbench.command("undo");
    await workbench.becomes(study);
  },

  async "formatting restores the style"(workbench) {
    await workbench.select("parameter cutoff = 2024-06-30");
    await workbench.type("parameter   cutoff=2024-06-30");
    await workbench.page.keyboard.press("Escape");
    assert.notEqual(await workbench.text(), study);
    await workbench.page.keyboard.press("Control+Shift+I");
    await workbench.becomes(study);
  },

  async "the plan is shown beside the study"(workbench) {
    await workbench.command("kohort.showPlan", {
      uri: await workbench.page.evaluate(() => window.kohort.vscode.window.activeTextEditor.document.uri.toString()),
    });
    const plan = await workbench.until("the plan", () => {
      const { vscode } = window.kohort;
      const shown = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === "kohort-shown");
      return shown?.getText();
    });
    assert.match(plan, /colorectal_cancer/);
    await workbench.show(STUDY);
  },

  async "the view lists cohorts and criteria"(workbench) {
    await workbench.command("workbench.view.extension.kohort");
    const rows = await workbench.until("the rows", () => {
      const rows = [...document.querySelectorAll(".pane-body .monaco-list-row")].map((row) => row.innerText.replaceAll("\n", " "));
      return rows.some((row) => row.includes("early_onset")) ? rows : undefined;
    });
    for (const name of ["Show the plan", "colorectal_cancer", "adult", "haemoglobin"]) {
      assert.ok(rows.some((row) => row.includes(name)), `${name} is not in the view: ${rows.join(" | ")}`);
    }
  },

  async "the server ends when it is told"(workbench) {
    await workbench.page.evaluate(() => window.kohort.extension.stop());
    await workbench.until("the end", () => !window.kohort.extension.client.isRunning());
  },
};

const workbench = await Workbench.open({
  kohort: process.env.KOHORT,
  folder,
  settings: { "editor.formatOnType": false, "workbench.startupEditor": "none" },
  log: (line) => protocol.push(line),
});
let step;
try {
  for (step of Object.keys(steps)) {
    await steps[step](workbench);
    assert.deepEqual(workbench.faults, [], "errors in the page");
    console.log(`ok ${step}`);
  }
} catch (error) {
  console.log(`FAILED ${step}\n${error.stack}\n${protocol.slice(-30).map((line) => line.slice(0, 600)).join("\n")}`);
  if (process.env.PICTURE !== undefined) {
    await workbench.page.screenshot({ path: process.env.PICTURE });
  }
  process.exitCode = 1;
} finally {
  await workbench.end();
}
