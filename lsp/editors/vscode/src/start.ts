/** Puts the parts together: the client, what shows its answers, the view and the commands. */
import { commands, window, type ExtensionContext } from "vscode";
import { State, type BaseLanguageClient } from "vscode-languageclient";
import { clientOptions, followSettings } from "./client";
import { ShownTexts, registerDocuments } from "./documents";
import { execute } from "./execute";
import type { Host } from "./host";
import { executable } from "./settings";
import { Status } from "./status";
import { AttritionView } from "./view/tree";

/** The extension while it runs. */
export interface Extension {
  readonly client: BaseLanguageClient;
  stop(): Promise<void>;
}

/** Starts the extension on a machine. */
export async function start(context: ExtensionContext, host: Host): Promise<Extension> {
  const status = new Status();
  const shown = new ShownTexts();
  const view = new AttritionView();
  const answers = { shown, counted: view.counted.bind(view) };
  const client = host.createClient(
    clientOptions((command, given: unknown[]) => execute(client, answers, command, given)),
  );
  status.follow(client);
  context.subscriptions.push(
    status,
    view,
    followSettings(client),
    ...registerDocuments(() => client, shown),
    commands.registerCommand("kohort.restartServer", () => restart(client, status, view)),
  );
  await begin(client, status, view);
  return { client, stop: () => (client.state === State.Running ? client.stop() : Promise.resolve()) };
}

async function begin(client: BaseLanguageClient, status: Status, view: AttritionView): Promise<void> {
  try {
    await client.start();
    await commands.executeCommand("setContext", "kohort.running", true);
    view.refresh();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    status.failed(reason);
    // Nobody waits for the answer: the extension has started, though its server has not.
    void offerSettings(reason);
  }
}

async function offerSettings(reason: string): Promise<void> {
  const settings = "Open the setting";
  const chosen = await window.showErrorMessage(
    `The server could not be started as \`${executable()} lsp\` (${reason}). ` +
      "Install Kohort, or set where its executable is.",
    settings,
  );
  if (chosen === settings) {
    await commands.executeCommand("workbench.action.openSettings", "kohort.path");
  }
}

async function restart(client: BaseLanguageClient, status: Status, view: AttritionView): Promise<void> {
  if (client.state === State.Running) {
    await client.stop();
  }
  await begin(client, status, view);
}
