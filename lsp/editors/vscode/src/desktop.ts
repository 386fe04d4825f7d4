/** The desktop: the server is a child process that speaks over its standard input and output. */
import { execFile } from "node:child_process";
import { LanguageClient, TransportKind } from "vscode-languageclient/node";
import type { Host } from "./host";
import { executable } from "./settings";

/** The machine that VS Code's extensions run on. */
export const desktop: Host = {
  createClient: (options) => {
    const server = { command: executable(), args: ["lsp"], transport: TransportKind.stdio };
    return new LanguageClient("kohort", "Kohort", server, options);
  },
  run: (arguments_, folder, cancelled) =>
    new Promise((resolve, reject) => {
      const limits = { cwd: folder, maxBuffer: 64 * 1024 * 1024 };
      const child = execFile(executable(), [...arguments_], limits, (error, stdout, stderr) => {
        // A code that is no number is that of the system: the executable could not be started.
        if (error !== null && typeof error.code !== "number") {
          reject(new Error(`${executable()} could not be started: ${error.message}`));
        } else {
          resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
        }
      });
      cancelled.onCancellationRequested(() => child.kill());
    }),
};
