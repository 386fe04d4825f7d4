/** What a user may set, and what of it the server is told. */
import { workspace } from "vscode";

/** The section of the settings that belongs to the extension. */
export const SECTION = "kohort";

/** The settings that the server is told when it starts and when they change. */
export interface ServerSettings {
  /** The names of the sources that studies are checked against; all of the project if empty. */
  readonly sources: readonly string[];
  readonly synthetic: {
    /** How many people are invented for the attrition. */
    readonly people: number;
  };
}

/** The path of the executable, as the user gave it. */
export function executable(): string {
  const path = workspace.getConfiguration(SECTION).get("path", "").trim();
  return path === "" ? "kohort" : path;
}

/** What the server is told. */
export function serverSettings(): ServerSettings {
  const settings = workspace.getConfiguration(SECTION);
  return {
    sources: settings.get("sources", []),
    synthetic: { people: settings.get("synthetic.people", 500) },
  };
}
