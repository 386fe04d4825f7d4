/**
 * What the extension needs from the machine that it runs on: a server to talk to.
 *
 * Invariant: nothing else in the extension starts a process or names a module of Node, so that the tests run the same
 * code in a browser against a server at the other end of a socket.
 */
import type { BaseLanguageClient, LanguageClientOptions } from "vscode-languageclient";

/** The machine. */
export interface Host {
  /** A client that starts a server when it is started. */
  createClient(options: LanguageClientOptions): BaseLanguageClient;
}
