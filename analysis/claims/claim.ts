// A claim of the paper put as a test, and what the study's numbers say to it.
import type { Cell } from "../results.ts";

/** "in part": some of the comparisons hold. "open": nothing was measured that could tell. */
export type Outcome = "holds" | "in part" | "fails" | "open";

/** One verdict: `found` is the number that decides, `text` that number as shown, `of` how many it is out of. */
export interface Claim {
  id: string;
  statement: string;
  /** What the number is. */
  measured: string;
  found: number | null;
  text: string;
  of: number | null;
  outcome: Outcome;
  sources: readonly string[];
}

/** What claims are tested on: the study's own cells, controls left out. */
export type Evidence = readonly Cell[];

/** A claim about a number of comparisons: it holds if all do. */
export function counted(
  claim: Pick<Claim, "id" | "statement" | "measured">,
  wins: readonly boolean[],
  sources: readonly string[],
): Claim {
  const found = wins.filter((win) => win).length;
  const of = wins.length;
  const outcome = of === 0 ? "open" : found === of ? "holds" : found === 0 ? "fails" : "in part";
  return {
    ...claim,
    found: of === 0 ? null : found,
    text: of === 0 ? "–" : String(found),
    of,
    outcome,
    sources,
  };
}
