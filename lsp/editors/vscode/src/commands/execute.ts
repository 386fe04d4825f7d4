/**
 * The server's commands: with progress that can be cancelled, and with an answer that is shown.
 *
 * Invariant: a command that is asked for without a study, as the command palette does, is about the study that is being
 * edited; what the server is asked is the same wherever it was asked for.
 */
import { ProgressLocation, Uri, window, type CancellationToken, type Progress } from "vscode";
import {
  ExecuteCommandRequest,
  WorkDoneProgress,
  type BaseLanguageClient,
  type WorkDoneProgressBegin,
  type WorkDoneProgressEnd,
  type WorkDoneProgressReport,
} from "vscode-languageclient";
import { Command, readAttrition, readShownText, type Attrition } from "../protocol";
import type { ShownTexts } from "../documents";

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
}

const SHAPES: Readonly<Record<string, Shape>> = {
  [Command.runTests]: { title: "Running the tests", shownAs: "tests" },
  [Command.attrition]: { title: "Counting invented people" },
  [Command.showPlan]: { title: "Writing the plan", shownAs: "plan" },
  [Command.diffWithLastCommit]: { title: "Comparing with the last commit", shownAs: "changes.md" },
};

/** The study that is being edited. */
export function activeStudy(): Uri | undefined {
  const document = window.activeTextEditor?.document;
  return document?.languageId === "kohort" ? document.uri : undefined;
}

/** The study that a command's arguments name, or else the one that is being edited. */
function studyOf(arguments_: readonly unknown[]): Uri | undefined {
  const [first] = arguments_;
  const named = typeof first === "object" && first !== null && "uri" in first ? first.uri : undefined;
  return typeof named === "string" ? Uri.parse(named) : activeStudy();
}

/** Asks the server to execute a command, shows its progress and then its answer. */
export async function execute(
  client: BaseLanguageClient,
  answers: Answers,
  command: string,
  given: readonly unknown[],
): Promise<unknown> {
  const shape = SHAPES[command];
  const study = studyOf(given);
  if (shape === undefined) {
    return client.sendRequest(ExecuteCommandRequest.type, { command, arguments: [...given] });
  }
  if (study === undefined) {
    void window.showInformationMessage("Open a study first: the command is about the one that is being edited.");
    return undefined;
  }
  const arguments_ = given.length > 0 ? [...given] : [{ uri: study.toString() }];
  const options = { location: ProgressLocation.Notification, title: shape.title, cancellable: true };
  const answer: unknown = await window.withProgress(options, (progress, cancelled) =>
    asked(client, command, arguments_, progress, cancelled),
  );
  const attrition = readAttrition(answer);
  const shown = readShownText(answer);
  if (attrition !== undefined) {
    answers.counted(study, attrition);
  }
  if (shown !== undefined && shape.shownAs !== undefined) {
    await answers.shown.show(study, shape.shownAs, shown);
  }
  return answer;
}

let asks = 0;

async function asked(
  client: BaseLanguageClient,
  command: string,
  arguments_: unknown[],
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
  const parameters = { command, arguments: arguments_, workDoneToken };
  try {
    return await client.sendRequest(ExecuteCommandRequest.type, parameters, cancelled);
  } finally {
    reports.dispose();
  }
}
