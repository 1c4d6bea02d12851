// The paper's claims and their outcomes as a table.
import type { Claim, Outcome } from "../claims/claim.ts";
import type { Table, TableCell, Tone } from "./table.ts";

const tones: Record<Outcome, Tone> = {
  "holds": "good",
  "in part": "mixed",
  "fails": "bad",
  "open": "open",
};

/** Out of how many; nothing where no cell of the study could be counted. */
function countOf(
  of: number | null,
  sources: readonly string[],
): Pick<TableCell, "value" | "text" | "sources"> {
  if (of === null || sources.length === 0) return { value: null, text: "–" };
  return { value: of, text: String(of), sources };
}

/** One row per claim; numbered as in the study's list of claims. */
export function claimsTable(claims: readonly Claim[]): Table {
  return {
    exhibit: "table_claims",
    title: "Claims of the paper, put to these numbers",
    caption:
      "Each claim as a test that can fail. The outcome is this study's alone: its models are small, and a claim that fails here may " +
      "hold at the paper's size.",
    stubs: ["no.", "claim"],
    columns: [
      { id: "measured", label: "what is counted", kind: "text" },
      { id: "found", label: "found" },
      { id: "of", label: "of" },
      { id: "outcome", label: "outcome", kind: "text" },
    ],
    rows: claims.map(({ id, statement, measured, found, text, of, outcome, sources }) => ({
      id,
      heads: [id.toUpperCase(), statement],
      cells: [
        { column: "measured", value: null, text: measured },
        { column: "found", value: found, text, sources },
        { column: "of", ...countOf(of, sources) },
        { column: "outcome", value: null, text: outcome, tone: tones[outcome] },
      ],
    })),
  };
}
