/** Where VS Code begins and ends: the extension on a desktop. */
import type { ExtensionContext } from "vscode";
import { desktop } from "./desktop";
import { start, type Extension } from "./start";

let running: Extension | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  running = await start(context, desktop);
}

export async function deactivate(): Promise<void> {
  await running?.stop();
}
