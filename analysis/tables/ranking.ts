// What the tables that compare methods share: a column for each, and best, second and third of a row.
import { familyLabels, inPaperOrder, isRanked } from "../methods.ts";
import type { Summary } from "../results.ts";
import type { Column, Mark } from "./table.ts";

/** A method's number as displayed: ties on the page are ties in rank. */
export interface Ranked {
  id: string;
  text: string;
}

const names: readonly Mark[] = ["best", "second", "third"];

/** The top three by displayed value; equal numbers share a place, and the next place is skipped. */
export function marks(row: readonly Ranked[], lowerIsBetter: boolean): Map<string, Mark> {
  const values = row.map(({ id, text }) => ({ id, value: Number(text) }))
    .filter(({ value }) => Number.isFinite(value));
  const better = (a: number, b: number) => lowerIsBetter ? a < b : a > b;
  return new Map(values.flatMap(({ id, value }) => {
    const place = names[values.filter((other) => better(other.value, value)).length];
    return place === undefined ? [] : [[id, place] as const];
  }));
}

/** |best − x| / |best| · 100: the arrow's percentage behind a sparse method in Table 2. */
export function change(best: number, value: number): number {
  return best === 0 ? 0 : Math.abs(best - value) / Math.abs(best) * 100;
}

/** A column per method that occurs; controls only if asked for. */
export function methodColumns(summaries: readonly Summary[], controls = false): Column[] {
  return inPaperOrder(summaries.map((summary) => summary.method))
    .filter((method) => controls || isRanked(method))
    .map(({ id, label, family, meaning }) => ({
      id,
      label,
      group: familyLabels[family],
      note: meaning,
    }));
}
