// A claim of the paper put as a test, and what the study's numbers say to it.
import type { Cell } from "../results.ts";
import { type Read, Sourced } from "../sourced.ts";
import { count } from "../tables/format.ts";

/** "in part": some of the comparisons hold. "open": nothing was measured that could tell. */
export type Outcome = "holds" | "in part" | "fails" | "open";

/** The number that decides, how it is written, and how many it is out of. */
export interface Tested {
  /** What the number is. */
  measured: string;
  found: number | null;
  of: number | null;
  format: (found: number) => string;
  outcome: Outcome;
}

/** A statement and its test. */
export interface Claim {
  id: string;
  statement: string;
  tested: Sourced<Tested>;
}

/** What claims are tested on: the study's own cells, controls left out. */
export type Evidence = readonly Cell[];

/** What a claim says and what is counted for it, before anything is. */
export interface Stated {
  id: string;
  statement: string;
  measured: string;
}

/** A claim about a number of comparisons: it holds if all do. */
export function counted(
  { id, statement, measured }: Stated,
  winsOf: (read: Read) => readonly boolean[],
  judge: (found: number, of: number) => Outcome = allOrSome,
): Claim {
  const tested = Sourced.of((read): Tested => {
    const wins = winsOf(read);
    const found = wins.filter((win) => win).length;
    const of = wins.length;
    if (of === 0) return { measured, found: null, of, format: count, outcome: "open" };
    return { measured, found, of, format: count, outcome: judge(found, of) };
  });
  return { id, statement, tested };
}

function allOrSome(found: number, of: number): Outcome {
  return found === of ? "holds" : found === 0 ? "fails" : "in part";
}

/** A claim about one number, or about none where there is nothing to compute it from. */
export function judged(
  { id, statement, measured }: Stated,
  compute: (read: Read) => Pick<Tested, "format" | "outcome"> & { found: number } | undefined,
): Claim {
  const open = { found: null, format: count, outcome: "open" } as const;
  const tested = Sourced.of((read): Tested => (
    { measured, of: null, ...(compute(read) ?? open) }
  ));
  return { id, statement, tested };
}
