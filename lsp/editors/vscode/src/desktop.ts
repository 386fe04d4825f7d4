/** The desktop: the server is a child process that speaks over its standard input and output. */
import { LanguageClient, TransportKind } from "vscode-languageclient/node";
import type { Host } from "./host";
import { executable } from "./settings";

/** The machine that VS Code's extensions run on. */
export const desktop: Host = {
  createClient: (options) => {
    const server = { command: executable(), args: ["lsp"], transport: TransportKind.stdio };
    return new LanguageClient("kohort", "Kohort", server, options);
  },
};
