/** What the status bar says of the server. */
import { LanguageStatusSeverity, languages, type Disposable, type LanguageStatusItem } from "vscode";
import { State, type BaseLanguageClient, type StaticFeature } from "vscode-languageclient";
import { STATUS_CAPABILITY, STATUS_NOTIFICATION, readQuiescent } from "./protocol";

/** Says to the server that it may tell what it does. */
const KNOWS_STATUS: StaticFeature = {
  fillClientCapabilities: (capabilities) => {
    capabilities.experimental = { ...(capabilities.experimental as object | undefined), [STATUS_CAPABILITY]: true };
  },
  initialize: () => undefined,
  getState: () => ({ kind: "static" }),
  clear: () => undefined,
};

/** The item in the status bar of Kohort's documents. */
export class Status implements Disposable {
  private readonly item: LanguageStatusItem;
  private readonly watched: Disposable[] = [];

  constructor() {
    this.item = languages.createLanguageStatusItem("kohort.server", { language: "kohort" });
    this.item.name = "Kohort";
    this.item.command = { command: "kohort.restartServer", title: "Restart" };
  }

  /** Follows a client from now on; before it is started. */
  follow(client: BaseLanguageClient): void {
    client.registerFeature(KNOWS_STATUS);
    this.watched.push(
      client.onDidChangeState(({ newState }) => {
        this.say(newState, client);
      }),
      client.onNotification(STATUS_NOTIFICATION, (told: unknown) => {
        this.item.busy = readQuiescent(told) === false;
      }),
    );
    this.say(client.state, client);
  }

  /** Says why there is no server. */
  failed(reason: string): void {
    this.item.busy = false;
    this.item.text = "Kohort does not run";
    this.item.detail = reason;
    this.item.severity = LanguageStatusSeverity.Error;
  }

  private say(state: State, client: BaseLanguageClient): void {
    const version = client.initializeResult?.serverInfo?.version;
    this.item.busy = state === State.Starting;
    this.item.detail = state === State.Running ? "the language server is running" : "";
    this.item.severity = state === State.Stopped ? LanguageStatusSeverity.Warning : LanguageStatusSeverity.Information;
    this.item.text = {
      [State.Starting]: "Kohort starts",
      [State.Running]: version === undefined ? "Kohort" : `Kohort ${version}`,
      [State.Stopped]: "Kohort has stopped",
    }[state];
  }

  dispose(): void {
    for (const watched of this.watched) {
      watched.dispose();
    }
    this.item.dispose();
  }
}
