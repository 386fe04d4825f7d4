/**
 * What the extension needs from the machine that it runs on: a server to talk to, and the executable.
 *
 * Invariant: nothing else in the extension starts a process or names a module of Node, so that the tests run the same
 * code in a browser against a server at the other end of a socket.
 */
import type { CancellationToken } from "vscode";
import type { BaseLanguageClient, LanguageClientOptions } from "vscode-languageclient";

/** What a run of the executable gave. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The machine. */
export interface Host {
  /** A client that starts a server when it is started. */
  createClient(options: LanguageClientOptions): BaseLanguageClient;
  /** Runs the executable to its end. */
  run(arguments_: readonly string[], folder: string, cancelled: CancellationToken): Promise<Ran>;
}
