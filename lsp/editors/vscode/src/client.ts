/** The options of the client: which documents it is about, what the server is told, and who shows its commands' answers. */
import { workspace, type Disposable } from "vscode";
import {
  DidChangeConfigurationNotification,
  State,
  type BaseLanguageClient,
  type LanguageClientOptions,
  type Middleware,
} from "vscode-languageclient";
import { LIBRARY_SCHEME } from "./protocol";
import { SECTION, serverSettings } from "./settings";

/** The options with which every client is made. */
export function clientOptions(executeCommand: NonNullable<Middleware["executeCommand"]>): LanguageClientOptions {
  return {
    documentSelector: [
      { scheme: "file", language: "kohort" },
      { scheme: "untitled", language: "kohort" },
      { scheme: LIBRARY_SCHEME, language: "kohort" },
    ],
    initializationOptions: serverSettings(),
    markdown: { isTrusted: false, supportHtml: false },
    middleware: { executeCommand },
  };
}

/** Tells the server of changed settings: it need not ask, and so never waits for an answer. */
export function followSettings(client: BaseLanguageClient): Disposable {
  return workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(SECTION) && client.state === State.Running) {
      const settings = { [SECTION]: serverSettings() };
      void client.sendNotification(DidChangeConfigurationNotification.type, { settings });
    }
  });
}
