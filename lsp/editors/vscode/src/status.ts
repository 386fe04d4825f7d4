/** What the status bar says of the server. */
import { LanguageStatusSeverity, languages, type Disposable, type LanguageStatusItem } from "vscode";
import { State, type BaseLanguageClient } from "vscode-languageclient";

/** The item in the status bar of Kohort's documents. */
export class Status implements Disposable {
  private readonly item: LanguageStatusItem;
  private watched: Disposable | undefined;

  constructor() {
    this.item = languages.createLanguageStatusItem("kohort.server", { language: "kohort" });
    this.item.name = "Kohort";
    this.item.command = { command: "kohort.restartServer", title: "Restart" };
  }

  /** Follows a client from now on. */
  follow(client: BaseLanguageClient): void {
    this.watched?.dispose();
    this.watched = client.onDidChangeState(({ newState }) => {
      this.say(newState, client);
    });
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
    this.watched?.dispose();
    this.item.dispose();
  }
}
