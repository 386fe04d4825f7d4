/** The command "Show protocol": the study as the section of a protocol, in words. */
import { ProgressLocation, Uri, window, workspace } from "vscode";
import type { ShownTexts } from "../documents";
import type { Host } from "../host";
import { activeStudy } from "./execute";

/** Shows the protocol of the study that is being edited, as it is on disk. */
export async function showProtocol(host: Host, shown: ShownTexts): Promise<void> {
  const study = activeStudy();
  if (study?.scheme !== "file") {
    void window.showInformationMessage("Open a study first: the protocol is written from the file that is being edited.");
    return;
  }
  const document = workspace.textDocuments.find((open) => open.uri.toString() === study.toString());
  if (document?.isDirty === true && !(await document.save())) {
    return;
  }
  const folder = Uri.joinPath(study, "..").fsPath;
  const options = { location: ProgressLocation.Window, title: "Writing the protocol" };
  const { code, stdout, stderr } = await window.withProgress(options, (_, cancelled) =>
    host.run(["explain", study.fsPath], folder, cancelled),
  );
  if (code === 0) {
    await shown.show(study, "protocol.md", { text: stdout, language: "markdown" });
  } else {
    const first = stderr.split("\n").find((line) => line.trim() !== "") ?? `exit code ${code.toString()}`;
    void window.showErrorMessage(`The protocol could not be written: ${first}`);
  }
}
