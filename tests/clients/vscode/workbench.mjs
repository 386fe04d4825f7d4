// VS Code's workbench in headless Chromium, driven by keys; what it holds is asked of the extension's own interface.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";
import { serve } from "./bridge.mjs";

/** How long anything may take. */
const LIMIT = 30_000;

/** The browser: the `chromium` of the PATH, unless another one is named. */
function browser() {
  const named = process.env.CHROMIUM ?? "chromium";
  const folders = process.env.PATH.split(delimiter);
  return folders.map((folder) => join(folder, named)).find((path) => existsSync(path)) ?? named;
}

/** A workbench with a project. */
export class Workbench {
  static async open({ kohort, folder, settings, size = { width: 1200, height: 760 }, scale = 1, log }) {
    const bridge = await serve({ kohort, folder, settings, log });
    const launched = await chromium.launch({ executablePath: browser(), args: ["--no-sandbox", "--disable-gpu"] });
    const page = await launched.newPage({ viewport: size, deviceScaleFactor: scale });
    page.setDefaultTimeout(LIMIT);
    const faults = [];
    // What VS Code calls a bug is one of its own, as when a document's language changes while it is being shown.
    page.on("pageerror", (error) => {
      if (!String(error).startsWith("BugIndicatingError")) {
        faults.push(String(error));
      }
    });
    const workbench = new Workbench(bridge, launched, page, faults);
    await page.goto(bridge.address);
    await workbench.until("the workbench", () => window.kohort !== undefined);
    return workbench;
  }

  constructor(bridge, launched, page, faults) {
    this.bridge = bridge;
    this.browser = launched;
    this.page = page;
    this.faults = faults;
  }

  async end() {
    await this.browser.close();
    await this.bridge.end();
  }

  /** Waits until a function of the page gives something that is true, and gives it. */
  async until(what, condition, argument) {
    try {
      const handle = await this.page.waitForFunction(condition, argument, { polling: 50 });
      return await handle.jsonValue();
    } catch (error) {
      throw new Error(`waited in vain for ${what}: ${error.message}`);
    }
  }

  /** Opens a file of the project in the editor. */
  async show(path) {
    await this.page.evaluate(async (path) => {
      const { vscode, folder } = window.kohort;
      const document = await vscode.workspace.openTextDocument(vscode.Uri.file(`${folder}/${path}`));
      await vscode.window.showTextDocument(document, { preview: false });
    }, path);
  }

  /** The text that is being edited. */
  text() {
    return this.page.evaluate(() => window.kohort.vscode.window.activeTextEditor.document.getText());
  }

  /** Selects a part of a text where it stands first: `context` is looked for, `part` in it is selected. */
  async select(context, part = context) {
    await this.page.evaluate(
      ([context, part]) => {
        const { vscode } = window.kohort;
        const editor = vscode.window.activeTextEditor;
        const text = editor.document.getText();
        const start = text.indexOf(context) + context.indexOf(part);
        if (!text.includes(context) || !context.includes(part)) {
          throw new Error(`the text has no ${context}`);
        }
        const [from, to] = [editor.document.positionAt(start), editor.document.positionAt(start + part.length)];
        editor.selection = new vscode.Selection(from, to);
        editor.revealRange(new vscode.Range(from, to), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
      },
      [context, part],
    );
    await this.page.locator(".monaco-editor.focused, .part.editor .monaco-editor").first().waitFor();
    await this.command("workbench.action.focusActiveEditorGroup");
  }

  /** Puts the cursor behind a part. */
  async after(context, part = context) {
    await this.select(context, part);
    await this.page.keyboard.press("ArrowRight");
  }

  /** Replaces what is selected by typing. */
  async type(text) {
    await this.page.keyboard.type(text, { delay: 15 });
  }

  command(name, ...rest) {
    return this.page.evaluate(([name, rest]) => window.kohort.vscode.commands.executeCommand(name, ...rest).then(() => undefined), [
      name,
      rest,
    ]);
  }

  /** Waits until what is wrong with the text that is being edited is as wanted: codes, each with what is underlined. */
  diagnostics(wanted) {
    return this.until(
      `the findings ${JSON.stringify(wanted)}`,
      (wanted) => {
        const { vscode } = window.kohort;
        const { document } = vscode.window.activeTextEditor;
        const found = vscode.languages.getDiagnostics(document.uri).map(({ code, message, range, severity }) => ({
          code: [code?.value ?? code, document.getText(range)],
          message,
          severity: vscode.DiagnosticSeverity[severity],
        }));
        return JSON.stringify(found.map(({ code }) => code)) === JSON.stringify(wanted) ? { found } : undefined;
      },
      wanted,
    );
  }

  /** Waits until the text that is being edited is as wanted. */
  becomes(wanted) {
    return this.until(
      "the wanted text",
      (wanted) => window.kohort.vscode.window.activeTextEditor?.document.getText() === wanted,
      wanted,
    );
  }
}
