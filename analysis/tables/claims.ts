// The paper's claims and their outcomes as a table.
import type { Claim, Outcome } from "../claims/claim.ts";
import { emptyCell, numberCell, type Row, type Table, textCell, type Tone } from "./table.ts";

const tones: Record<Outcome, Tone> = {
  "holds": "good",
  "in part": "mixed",
  "fails": "bad",
  "open": "open",
};

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
    rows: claims.map(rowOf),
  };
}

/** What a count is out of follows from the study's plan, not from its evidence: it is a text. */
function rowOf({ id, statement, tested }: Claim): Row {
  const found = tested.part((test) => test.found);
  const { measured, of, outcome, format } = tested.open().value;
  return {
    id,
    heads: [id.toUpperCase(), statement],
    cells: [
      textCell("measured", measured),
      found === undefined ? emptyCell("found") : numberCell("found", found, format),
      of === null || of === 0 ? emptyCell("of") : textCell("of", String(of)),
      { ...textCell("outcome", outcome), tone: tones[outcome] },
    ],
  };
}
