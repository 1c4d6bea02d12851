// Evaluated cells as one table, and what their seeds say together.
import { type ColumnTable, op, table } from "arquero";
import type { MethodCard } from "../adapters/mod.ts";
import { inPaperOrder, isRanked } from "./methods.ts";
import type { Metric } from "./metric.ts";
import { type Read, Sourced } from "./sourced.ts";

/** One evaluated (model, data, method, seed), and its numbers by name. */
export interface Cell {
  model: string;
  data: string;
  method: MethodCard;
  seed: number;
  metric: Metric;
  /** `score`, `generalization`, `bound`, `trained` … each with the node that gave it. */
  values: Readonly<Record<string, Sourced<number>>>;
}

/** One measure of one (model, data, method) over its seeds. */
export interface Summary {
  model: string;
  data: string;
  method: MethodCard;
  metric: Metric;
  mean: Sourced<number>;
  /** Over seeds with ddof 0, as the paper's code; null for a single seed, which has no spread. */
  deviation: Sourced<number> | null;
  /** Of the mean: ddof-1 deviation / √seeds; null for a single seed. */
  standardError: Sourced<number> | null;
  points: readonly { seed: number; value: Sourced<number> }[];
}

/** All cells, one row each; a value that a cell lacks is undefined. */
export function resultsTable(cells: readonly Cell[]): ColumnTable {
  const names = [...new Set(cells.flatMap((cell) => Object.keys(cell.values)))].sort();
  const column = (pick: (cell: Cell) => unknown) => cells.map(pick);
  return table({
    model: column((cell) => cell.model),
    data: column((cell) => cell.data),
    metric: column((cell) => cell.metric),
    method: column((cell) => cell.method.id),
    seed: column((cell) => cell.seed),
    ...Object.fromEntries(names.map((name) => [name, column((cell) => cell.values[name])])),
  });
}

/** One summary per (model, data, method) that has the measure, in order of first appearance; seeds sorted. */
export function summarize(cells: readonly Cell[], measure: string): Summary[] {
  const having = cells.filter((cell) => cell.values[measure] !== undefined);
  if (having.length === 0) return [];
  const grouped = resultsTable(having)
    .orderby("seed")
    .groupby("model", "data", "metric", "method")
    .rollup({ values: op.array_agg(measure), seeds: op.array_agg("seed") });
  const cards = new Map(having.map(({ method }) => [method.id, method]));
  const found = (grouped.objects() as Group[]).map((group) =>
    summaryOf(group, cards.get(group.method) as MethodCard)
  );
  return inOrderOf(having, found);
}

interface Group {
  model: string;
  data: string;
  metric: Metric;
  method: string;
  values: Sourced<number>[];
  seeds: number[];
}

function summaryOf({ values, seeds, ...group }: Group, method: MethodCard): Summary {
  const count = values.length;
  const squares = (read: Read) => squaresOf(values.map(read));
  const spread = (root: (squares: number) => number) =>
    count < 2 ? null : Sourced.of((read) => Math.sqrt(root(squares(read))));
  return {
    ...group,
    method,
    mean: Sourced.of((read) => meanOf(values.map(read))),
    deviation: spread((total) => total / count),
    standardError: spread((total) => total / (count - 1) / count),
    points: values.map((value, index) => ({ seed: seeds[index] as number, value })),
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}

function squaresOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((total, value) => total + (value - mean) ** 2, 0);
}

function inOrderOf(cells: readonly Cell[], summaries: readonly Summary[]): Summary[] {
  const name = (of: Cell | Summary) => JSON.stringify([of.model, of.data, of.method.id]);
  const order = new Map([...new Set(cells.map(name))].map((key, index) => [key, index]));
  return summaries.toSorted((a, b) => (order.get(name(a)) ?? 0) - (order.get(name(b)) ?? 0));
}

/** The (model, data) pairs of some summaries: the rows of most tables. `id` is part of an address. */
export interface Setup {
  id: string;
  model: string;
  data: string;
  metric: Metric;
}

/** Distinct setups in order of appearance. */
export function setupsOf(of: readonly (Cell | Summary)[]): Setup[] {
  return bySetup(of).map(([{ model, data, metric }]) => (
    { id: `${model}-${data}`, model, data, metric }
  ));
}

/** What belongs to one model and data set together, in order of appearance. */
export function bySetup<T extends { model: string; data: string }>(
  all: readonly T[],
): [T, ...T[]][] {
  const groups = Map.groupBy(all, ({ model, data }) => JSON.stringify([model, data]));
  return [...groups.values()] as [T, ...T[]][];
}

/** Summaries of one setup by the id of the method. */
export type ByMethod = ReadonlyMap<string, Summary>;

/** See `ByMethod`. */
export function methodsOf(summaries: readonly Summary[], setup: Setup): ByMethod {
  const own = summaries.filter(({ model, data }) => model === setup.model && data === setup.data);
  return new Map(own.map((summary) => [summary.method.id, summary]));
}

/** All of them, in the order of the tables. */
export function shownOf(methods: ByMethod): Summary[] {
  return inPaperOrder([...methods.values()].map(({ method }) => method))
    .map(({ id }) => methods.get(id) as Summary);
}

/** Those that have a rank, no controls among them, in the order of the tables. */
export function rankedOf(methods: ByMethod): Summary[] {
  return shownOf(methods).filter(({ method }) => isRanked(method));
}
