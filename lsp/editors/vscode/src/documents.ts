/**
 * Documents that are in no file: modules of the standard library and pages of codes, which the server has, and texts that a
 * command gave.
 *
 * Invariant: they are read-only, and a text that is shown again takes the place of the one before it.
 */
import {
  EventEmitter,
  Uri,
  ViewColumn,
  languages,
  window,
  workspace,
  type CancellationToken,
  type Disposable,
  type TextDocumentContentProvider,
} from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { LIBRARY_SCHEME, PAGE_SCHEME, TEXT_REQUEST, readText, type ShownText } from "./protocol";

/** The scheme of what commands show. */
const SHOWN_SCHEME = "kohort-shown";

/** The texts that the server has: modules of the standard library, and the pages of codes. */
class ServerTexts implements TextDocumentContentProvider {
  constructor(private readonly client: () => BaseLanguageClient) {}

  async provideTextDocumentContent(uri: Uri, cancelled: CancellationToken): Promise<string> {
    const answer: unknown = await this.client().sendRequest(TEXT_REQUEST, { uri: uri.toString() }, cancelled);
    const text = readText(answer);
    if (text === undefined) {
      throw new Error(`the server has no text for ${uri.path}`);
    }
    return text;
  }
}

/** The texts that commands gave, by their address. */
export class ShownTexts implements TextDocumentContentProvider, Disposable {
  private readonly changed = new EventEmitter<Uri>();
  private readonly texts = new Map<string, string>();
  readonly onDidChange = this.changed.event;

  provideTextDocumentContent(uri: Uri): string {
    return this.texts.get(uri.toString()) ?? "";
  }

  /** Shows a text about a study beside it, under a name such as `plan`. */
  async show(study: Uri, name: string, shown: ShownText): Promise<void> {
    const stem = study.path.replace(/^.*\//, "").replace(/\.kohort$/, "");
    const uri = Uri.from({ scheme: SHOWN_SCHEME, path: `/${stem}.${name}`, query: study.toString() });
    this.texts.set(uri.toString(), shown.text);
    this.changed.fire(uri);
    const document = await workspace.openTextDocument(uri);
    // The name says more than that it is plain: a plan has a language of its own.
    const known = shown.language !== "plaintext" && (await languages.getLanguages()).includes(shown.language);
    const spoken = known
      ? await languages.setTextDocumentLanguage(document, shown.language)
      : document;
    await window.showTextDocument(spoken, { viewColumn: ViewColumn.Beside, preserveFocus: true, preview: true });
  }

  dispose(): void {
    this.changed.dispose();
  }
}

/** Registers the providers of both kinds. */
export function registerDocuments(client: () => BaseLanguageClient, shown: ShownTexts): Disposable[] {
  const texts = new ServerTexts(client);
  return [
    workspace.registerTextDocumentContentProvider(LIBRARY_SCHEME, texts),
    workspace.registerTextDocumentContentProvider(PAGE_SCHEME, texts),
    workspace.registerTextDocumentContentProvider(SHOWN_SCHEME, shown),
    shown,
  ];
}
