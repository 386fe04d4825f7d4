/**
 * The server's commands: with progress that can be cancelled, and with an answer that is shown.
 *
 * Invariant: a command that is asked for without a study, as the command palette does, is about the study that is being
 * edited; what the server is asked is the same wherever it was asked for.
 */
import {
  CancellationError,
  ProgressLocation,
  Uri,
  window,
  workspace,
  type CancellationToken,
  type Progress,
} from "vscode";
import {
  ExecuteCommandRequest,
  LSPErrorCodes,
  ResponseError,
  WorkDoneProgress,
  type BaseLanguageClient,
  type WorkDoneProgressBegin,
  type WorkDoneProgressEnd,
  type WorkDoneProgressReport,
} from "vscode-languageclient";
import type { ShownTexts } from "./documents";
import { Command, allPassed, readAttrition, readShownText, type Attrition } from "./protocol";
import { serverSettings } from "./settings";

/** What a command's answers are given to. */
export interface Answers {
  readonly shown: ShownTexts;
  counted(study: Uri, attrition: Attrition): void;
}

interface Shape {
  /** What the progress says. */
  readonly title: string;
  /** The name of the document that is shown. */
  readonly shownAs?: string;
  /** Whether it is about the file and not about the text in the editor. */
  readonly saved?: boolean;
}

const SHAPES: Readonly<Record<string, Shape>> = {
  [Command.runTests]: { title: "Running the tests", shownAs: "tests", saved: true },
  [Command.attrition]: { title: "Counting invented people", saved: true },
  [Command.showPlan]: { title: "Writing the plan", shownAs: "plan" },
  [Command.showProtocol]: { title: "Writing the protocol", shownAs: "protocol.md" },
  [Command.diffWithLastCommit]: { title: "Comparing with the last commit", shownAs: "changes.md" },
};

/** The study that is being edited. */
function activeStudy(): Uri | undefined {
  const document = window.activeTextEditor?.document;
  return document?.languageId === "kohort" ? document.uri : undefined;
}

/** What a command is told: the study that is named or edited, and what else was said. */
function argument(given: readonly unknown[]): { uri: string } | undefined {
  const [first] = given;
  if (typeof first === "object" && first !== null && "uri" in first && typeof first.uri === "string") {
    return { ...first, uri: first.uri };
  }
  const study = activeStudy();
  return study === undefined ? undefined : { uri: study.toString() };
}

/** Asks the server to execute a command, shows its progress and then its answer. */
export async function execute(
  client: BaseLanguageClient,
  answers: Answers,
  command: string,
  given: readonly unknown[],
): Promise<unknown> {
  const shape = SHAPES[command];
  if (shape === undefined) {
    return client.sendRequest(ExecuteCommandRequest.type, { command, arguments: [...given] });
  }
  const told = argument(given);
  if (told === undefined) {
    void window.showInformationMessage("Open a study first: the command is about the one that is being edited.");
    return undefined;
  }
  const study = Uri.parse(told.uri);
  if (shape.saved === true && !(await saved(study))) {
    return undefined;
  }
  const people = command === Command.attrition ? serverSettings().synthetic : {};
  const options = { location: ProgressLocation.Notification, title: shape.title, cancellable: true };
  try {
    const answer: unknown = await window.withProgress(options, (progress, cancelled) =>
      asked(client, command, { ...people, ...told }, progress, cancelled),
    );
    await show(answers, study, shape, answer);
    return answer;
  } catch (error) {
    if (!isCancelled(error)) {
      void window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
    return undefined;
  }
}

/** Saves the study, and tells whether it now is. */
async function saved(study: Uri): Promise<boolean> {
  const document = workspace.textDocuments.find((open) => open.uri.toString() === study.toString());
  return document?.isDirty !== true || document.save();
}

async function show(answers: Answers, study: Uri, shape: Shape, answer: unknown): Promise<void> {
  const attrition = readAttrition(answer);
  if (attrition !== undefined) {
    answers.counted(study, attrition);
  }
  const shown = readShownText(answer);
  if (shown === undefined || shape.shownAs === undefined) {
    return;
  }
  if (allPassed(answer)) {
    // Nothing that one would read twice.
    void window.showInformationMessage(shown.text.trim());
  } else {
    await answers.shown.show(study, shape.shownAs, shown);
  }
}

function isCancelled(error: unknown): boolean {
  return (
    error instanceof CancellationError ||
    (error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled)
  );
}

let asks = 0;

async function asked(
  client: BaseLanguageClient,
  command: string,
  told: object,
  progress: Progress<{ message?: string; increment?: number }>,
  cancelled: CancellationToken,
): Promise<unknown> {
  asks += 1;
  const workDoneToken = `${command}/${asks.toString()}`;
  let done = 0;
  const report = (value: WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd): void => {
    const percentage = "percentage" in value ? (value.percentage ?? done) : done;
    progress.report({
      ...(value.message === undefined ? {} : { message: value.message }),
      increment: percentage - done,
    });
    done = percentage;
  };
  const reports = client.onProgress(WorkDoneProgress.type, workDoneToken, report);
  const parameters = { command, arguments: [told], workDoneToken };
  try {
    return await client.sendRequest(ExecuteCommandRequest.type, parameters, cancelled);
  } finally {
    reports.dispose();
  }
}
