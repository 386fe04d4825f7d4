/** The view "Plan and attrition": the plan, and each cohort with its criteria and what they leave in each country. */
import {
  EventEmitter,
  MarkdownString,
  Range,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  window,
  workspace,
  type Disposable,
  type TextDocument,
  type TreeDataProvider,
  type Uri,
} from "vscode";
import { Command, type Attrition } from "../protocol";
import { brief, heading, rows, table, type CohortRow, type StepRow } from "./model";
import { outline } from "./outline";

type Node =
  | { readonly kind: "command"; readonly command: string; readonly title: string; readonly icon: string; readonly study: Uri }
  | { readonly kind: "cohort"; readonly row: CohortRow; readonly study: Uri }
  | { readonly kind: "step"; readonly row: StepRow; readonly study: Uri };

/** How long after a key the outline is asked for again. */
const QUIET = 400;

/** The view of the study that is being edited, or was last. */
export class AttritionView implements TreeDataProvider<Node>, Disposable {
  private readonly changed = new EventEmitter<undefined>();
  private readonly attritions = new Map<string, Attrition>();
  private readonly disposables: Disposable[] = [];
  private document: TextDocument | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  readonly onDidChangeTreeData = this.changed.event;

  constructor() {
    this.follow(window.activeTextEditor?.document);
    this.disposables.push(
      this.changed,
      window.createTreeView("kohort.attrition", { treeDataProvider: this, showCollapseAll: true }),
      window.onDidChangeActiveTextEditor((editor) => {
        this.follow(editor?.document);
      }),
      workspace.onDidChangeTextDocument(({ document }) => {
        if (document === this.document) {
          clearTimeout(this.timer);
          this.timer = setTimeout(() => {
            this.refresh();
          }, QUIET);
        }
      }),
    );
  }

  /** Shows the rows again. */
  refresh(): void {
    this.changed.fire(undefined);
  }

  /** Takes in the counts of a study. */
  counted(study: Uri, attrition: Attrition): void {
    this.attritions.set(study.toString(), attrition);
    this.refresh();
  }

  getTreeItem(node: Node): TreeItem {
    switch (node.kind) {
      case "command":
        return commandItem(node.title, node.icon, node.command, node.study);
      case "cohort":
        return rowItem(node.row, node.study, "organization", heading(node.row.counts));
      case "step":
        return rowItem(node.row, node.study, stepIcon(node.row), brief(node.row.counts));
    }
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node !== undefined) {
      return node.kind === "cohort" ? node.row.steps.map((row) => ({ kind: "step", row, study: node.study })) : [];
    }
    if (this.document === undefined) {
      return [];
    }
    const study = this.document.uri;
    const cohorts = rows(await outline(this.document), this.attritions.get(study.toString()));
    if (cohorts.length === 0) {
      return [];
    }
    return [
      { kind: "command", command: Command.showPlan, title: "Show the plan", icon: "list-tree", study },
      { kind: "command", command: Command.attrition, title: "Count invented people", icon: "play", study },
      ...cohorts.map((row): Node => ({ kind: "cohort", row, study })),
    ];
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const disposable of this.disposables) {
      disposable.dispose();
    }
  }

  private follow(document: TextDocument | undefined): void {
    // Another kind of document leaves the study in view: the plan itself is one.
    if (document?.languageId === "kohort") {
      this.document = document;
      this.refresh();
    }
  }
}

function stepIcon(row: StepRow): string {
  return row.includes === undefined ? "calendar" : row.includes ? "add" : "remove";
}

function commandItem(title: string, icon: string, command: string, study: Uri): TreeItem {
  const item = new TreeItem(title);
  item.iconPath = new ThemeIcon(icon);
  item.command = { command, title, arguments: [{ uri: study.toString() }] };
  return item;
}

function rowItem(row: CohortRow | StepRow, study: Uri, icon: string, counted: string): TreeItem {
  const state = "steps" in row ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.None;
  const item = new TreeItem(row.name, state);
  item.iconPath = new ThemeIcon(icon);
  item.description = counted === "" ? row.doc : counted;
  item.tooltip = new MarkdownString([row.doc, table(row.counts)].filter((part) => part !== "").join("\n\n"));
  if (row.line !== undefined) {
    const selection = new Range(row.line, 0, row.line, 0);
    item.command = { command: "vscode.open", title: "Open", arguments: [study, { selection }] };
  }
  return item;
}
