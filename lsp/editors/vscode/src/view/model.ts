/**
 * The rows of the view "Plan and attrition", from a study's outline and from the counts that were made of it.
 *
 * Invariant: pure; every criterion of the outline is a row whether it was counted or not, and every step that was
 * counted is one too, at the place where it was counted.
 */
import type { Attrition, Step } from "../protocol";

/** A criterion as it stands in the text. */
export interface OutlinedCriterion {
  readonly name: string;
  readonly includes: boolean;
  readonly doc: string;
  readonly line: number;
}

/** A cohort as it stands in the text. */
export interface OutlinedCohort {
  readonly name: string;
  readonly doc: string;
  readonly line: number;
  readonly criteria: readonly OutlinedCriterion[];
}

/** How many are left in one source. */
export interface Count {
  readonly source: string;
  readonly kept: string;
}

/** A row below a cohort. */
export interface StepRow {
  readonly name: string;
  readonly doc: string;
  /** Where it stands; nothing if it is a step that no criterion makes, such as the index date. */
  readonly line: number | undefined;
  readonly includes: boolean | undefined;
  /** Of every source in which the cohort was counted, in one order; empty if it was not. */
  readonly counts: readonly Count[];
}

/** A cohort with its rows. */
export interface CohortRow {
  readonly name: string;
  readonly doc: string;
  readonly line: number;
  /** Those after its last step. */
  readonly counts: readonly Count[];
  readonly steps: readonly StepRow[];
}

/** What stands where a source has no such step. */
const NONE = "–";

/** All rows of a study. */
export function rows(outline: readonly OutlinedCohort[], attrition: Attrition | undefined): CohortRow[] {
  return outline.map((cohort) => {
    const counted = (attrition?.sources ?? []).flatMap(({ source, cohorts }) =>
      cohorts.filter((found) => found.cohort === cohort.name).map(({ steps }) => ({ source, steps })),
    );
    const written = new Map(cohort.criteria.map((criterion) => [criterion.name, criterion]));
    const names = order(
      [...written.keys()],
      counted.map(({ steps }) => steps.map(({ name }) => name)),
    );
    const steps = names.map((name): StepRow => {
      const criterion = written.get(name);
      const kept = (step: Step): boolean => step.name === name;
      return {
        name,
        doc: criterion?.doc ?? "",
        line: criterion?.line,
        includes: criterion?.includes,
        counts: counted.map(({ source, steps }) => ({ source, kept: steps.find(kept)?.kept ?? NONE })),
      };
    });
    const counts = counted.map(({ source, steps }) => ({ source, kept: steps.at(-1)?.kept ?? NONE }));
    return { name: cohort.name, doc: cohort.doc, line: cohort.line, counts, steps };
  });
}

/** The names in the order written, with those that only the sources have before what follows them there. */
function order(written: readonly string[], counted: readonly (readonly string[])[]): string[] {
  const names = [...written];
  for (const source of counted) {
    source.forEach((name, at) => {
      if (names.includes(name)) {
        return;
      }
      const follower = source.slice(at + 1).find((later) => names.includes(later));
      names.splice(follower === undefined ? names.length : names.indexOf(follower), 0, name);
    });
  }
  return names;
}

/** The sources in one line, as a heading of what `brief` says. */
export function heading(counts: readonly Count[]): string {
  return counts.map(({ source }) => source).join(" · ");
}

/** The counts in one line, in the order of the heading. */
export function brief(counts: readonly Count[]): string {
  return counts.map(({ kept }) => kept).join(" · ");
}

/** The counts as a table in Markdown. */
export function table(counts: readonly Count[]): string {
  const lines = counts.map(({ source, kept }) => `| ${source} | ${kept} |`);
  return counts.length === 0 ? "" : ["| source | left |", "|---|--:|", ...lines].join("\n");
}
