/** The cohorts of a study and their criteria, from the outline that the server gives of its document. */
import { Range, commands, type DocumentSymbol, type TextDocument } from "vscode";
import type { OutlinedCohort, OutlinedCriterion } from "./model";

/** The keyword before a symbol's name. */
function keyword(document: TextDocument, symbol: DocumentSymbol): string | undefined {
  const name = symbol.selectionRange.start;
  const before = document.getText(new Range(name.with({ character: 0 }), name));
  return /\b(cohort|include|exclude)\s+$/.exec(before)?.[1];
}

/** The outline of a document. */
export async function outline(document: TextDocument): Promise<OutlinedCohort[]> {
  const symbols = await commands.executeCommand<DocumentSymbol[] | undefined>(
    "vscode.executeDocumentSymbolProvider",
    document.uri,
  );
  return (symbols ?? [])
    .filter((symbol) => keyword(document, symbol) === "cohort")
    .map((symbol) => ({
      name: symbol.name,
      doc: symbol.detail,
      line: symbol.selectionRange.start.line,
      criteria: symbol.children.flatMap((child): OutlinedCriterion[] => {
        const word = keyword(document, child);
        return word === undefined
          ? []
          : [
              {
                name: child.name,
                includes: word === "include",
                doc: child.detail,
                line: child.selectionRange.start.line,
              },
            ];
      }),
    }));
}
