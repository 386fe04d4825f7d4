/**
 * What the server says beyond the Language Server Protocol; docs/lsp.md is its description.
 *
 * Invariant: an answer is believed only after it has been read by a function of this file. A server of another version
 * that answers otherwise gives `undefined`, and never a value that is not of its type.
 */

/** The commands that the server executes. Each takes one object with the address of the study. */
export const Command = {
  runTests: "kohort.runTests",
  attrition: "kohort.attrition",
  showPlan: "kohort.showPlan",
  showProtocol: "kohort.showProtocol",
  diffWithLastCommit: "kohort.diffWithLastCommit",
  cancel: "kohort.cancel",
} as const;

/** The request for the text of a document that is in no file. */
export const TEXT_REQUEST = "kohort/text";

/** The notification of whether everything is checked; sent to clients that say that they know it. */
export const STATUS_NOTIFICATION = "kohort/status";

/** The capability by which a client says so, below `experimental`. */
export const STATUS_CAPABILITY = "kohortStatus";

/** The scheme of the standard library's documents. */
export const LIBRARY_SCHEME = "kohort-std";

/** The scheme of the pages that explain codes, to which diagnostics link. */
export const PAGE_SCHEME = "kohort-explain";

/** A text to be shown, and the language that it is in. */
export interface ShownText {
  readonly text: string;
  readonly language: string;
}

/** How many are left after one step of a cohort. Withheld counts are words, so a count is not always a number. */
export interface Step {
  readonly name: string;
  readonly kept: string;
}

/** The steps of one cohort. */
export interface CohortSteps {
  readonly cohort: string;
  readonly steps: readonly Step[];
}

/** The attrition of a study's cohorts in one source. */
export interface SourceAttrition {
  readonly source: string;
  readonly cohorts: readonly CohortSteps[];
}

/** The attrition of a study. */
export interface Attrition {
  readonly study: string;
  readonly sources: readonly SourceAttrition[];
}

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown): Fields | undefined {
  return typeof value === "object" && value !== null ? (value as Fields) : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The list of what `read` makes of each element; nothing if one of them cannot be read. */
function list<T>(value: unknown, read: (element: unknown) => T | undefined): T[] | undefined {
  if (!Array.isArray(value)) {
    return undefined;
  }
  const elements: T[] = [];
  for (const element of value) {
    const it = read(element);
    if (it === undefined) {
      return undefined;
    }
    elements.push(it);
  }
  return elements;
}

function readStep(value: unknown): Step | undefined {
  const step = fields(value);
  const name = text(step?.["name"]);
  const kept = step?.["kept"];
  if (name === undefined || (typeof kept !== "number" && typeof kept !== "string")) {
    return undefined;
  }
  return { name, kept: String(kept) };
}

function readCohort(value: unknown): CohortSteps | undefined {
  const cohort = text(fields(value)?.["cohort"]);
  const steps = list(fields(value)?.["steps"], readStep);
  return cohort === undefined || steps === undefined ? undefined : { cohort, steps };
}

function readSource(value: unknown): SourceAttrition | undefined {
  const source = text(fields(value)?.["source"]);
  const cohorts = list(fields(value)?.["cohorts"], readCohort);
  return source === undefined || cohorts === undefined ? undefined : { source, cohorts };
}

/** The answer to `kohort.attrition`. */
export function readAttrition(value: unknown): Attrition | undefined {
  const study = text(fields(value)?.["study"]);
  const sources = list(fields(value)?.["sources"], readSource);
  return study === undefined || sources === undefined ? undefined : { study, sources };
}

/** The answer to a command that gives a text to be shown. */
export function readShownText(value: unknown): ShownText | undefined {
  const shown = text(fields(value)?.["text"]);
  const language = text(fields(value)?.["language"]) ?? "plaintext";
  return shown === undefined ? undefined : { text: shown, language };
}

/** Whether everything is checked, as the server says it; nothing is known if it cannot be read. */
export function readQuiescent(value: unknown): boolean | undefined {
  const quiescent = fields(value)?.["quiescent"];
  return typeof quiescent === "boolean" ? quiescent : undefined;
}

/** Whether an answer is that of tests which all passed. */
export function allPassed(value: unknown): boolean {
  const failures = fields(value)?.["failures"];
  return Array.isArray(failures) && failures.length === 0;
}

/** The answer to the request for a text: the text itself, or an object with it. */
export function readText(value: unknown): string | undefined {
  return text(value) ?? text(fields(value)?.["text"]);
}
