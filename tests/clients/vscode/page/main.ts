// VS Code's workbench in a page, with the extension itself: its manifest, its grammar and its code. Only the machine is
// another one: the server is at the other end of a socket, and the files are those that the bridge has in its folder.
import { LogLevel } from "@codingame/monaco-vscode-api";
import { ExtensionHostKind, registerExtension } from "@codingame/monaco-vscode-api/extensions";
import getExplorerService from "@codingame/monaco-vscode-explorer-service-override";
import {
  RegisteredFileSystemProvider,
  RegisteredMemoryFile,
  registerFileSystemOverlay,
} from "@codingame/monaco-vscode-files-service-override";
import { MonacoLanguageClient } from "monaco-languageclient";
import { MonacoVscodeApiWrapper } from "monaco-languageclient/vscodeApiWrapper";
import { configureDefaultWorkerFactory } from "monaco-languageclient/workerFactory";
import * as vscode from "vscode";
import { WebSocketMessageReader, WebSocketMessageWriter, toSocket } from "vscode-ws-jsonrpc";
import { start, type Extension } from "../../../../lsp/editors/vscode/src/start";
import type { Host } from "../../../../lsp/editors/vscode/src/host";

interface Given {
  /** The folder that the server and the page both know. */
  readonly folder: string;
  /** Its files, by their paths in it. */
  readonly files: Readonly<Record<string, string>>;
  /** The extension's manifest, and its files by their paths. */
  readonly manifest: { readonly name: string };
  readonly assets: Readonly<Record<string, string>>;
  /** The user's settings. */
  readonly settings: Readonly<Record<string, unknown>>;
}

declare global {
  interface Window {
    kohort?: { vscode: typeof vscode; extension: Extension; folder: string };
  }
}

async function connected(): Promise<WebSocket> {
  const socket = new WebSocket(`ws://${location.host}/server`);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => {
      reject(new Error("the bridge does not answer"));
    };
  });
  return socket;
}

const given = (await (await fetch("/given.json")).json()) as Given;

const wrapper = new MonacoVscodeApiWrapper({
  $type: "extended",
  logLevel: LogLevel.Warning,
  viewsConfig: { $type: "WorkbenchService", htmlContainer: document.querySelector<HTMLElement>("#workbench")! },
  serviceOverrides: {
    ...getExplorerService(),
  },
  userConfiguration: { json: JSON.stringify(given.settings) },
  monacoWorkerFactory: configureDefaultWorkerFactory,
  workspaceConfig: {
    workspaceProvider: {
      trusted: true,
      workspace: { folderUri: vscode.Uri.file(given.folder) },
      open: () => Promise.resolve(false),
    },
    productConfiguration: { nameShort: "Kohort", nameLong: "Kohort" },
  },
});

const files = new RegisteredFileSystemProvider(false);
for (const [path, text] of Object.entries(given.files)) {
  files.registerFile(new RegisteredMemoryFile(vscode.Uri.file(`${given.folder}/${path}`), text));
}
registerFileSystemOverlay(1, files);

await wrapper.start();

const registered = registerExtension(given.manifest as never, ExtensionHostKind.LocalProcess);
for (const [path, text] of Object.entries(given.assets)) {
  registered.registerFileUrl(path, `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`);
}
await registered.whenReady();
await registered.setAsDefaultApi();

const socket = toSocket(await connected());
const host: Host = {
  createClient: (clientOptions) =>
    new MonacoLanguageClient({
      id: "kohort",
      name: "Kohort",
      clientOptions,
      messageTransports: {
        reader: new WebSocketMessageReader(socket),
        writer: new WebSocketMessageWriter(socket),
      },
    }) as never,
};

const context = { subscriptions: [] } as unknown as vscode.ExtensionContext;
const extension = await start(context, host);
window.kohort = { vscode, extension, folder: given.folder };
