// Which nodes a request is about: `--only method=cla,seed=12` and `--stage train`.
import { type Graph, type Result, upstream } from "../pipeline/mod.ts";
import { cellNodes } from "./recipe.ts";
import { type Cell, cells, type Study } from "./study.ts";

/** `--only`, parsed: for each key the alternatives; a cell must match one of each. */
export type Only = Readonly<
  Partial<Record<"model" | "data" | "method" | "seed", readonly string[]>>
>;

export interface Selection {
  readonly only?: Only;
  readonly stage?: string;
}

/** The nodes asked for and what they need; everything when nothing is asked. */
export function select(study: Study, graph: Graph, selection: Selection): Result<Set<string>> {
  const chosen = cells(study).filter((cell) => matches(cell, selection.only ?? {}));
  if (chosen.length === 0) return noCell(study, selection.only ?? {});
  const wanted = candidates(study, graph, selection.only ? chosen : undefined);
  const named = wanted.filter((name) =>
    selection.stage === undefined || name.startsWith(`${selection.stage}:`)
  );
  return { ok: true, value: upstream(graph, named) };
}

function candidates(study: Study, graph: Graph, chosen: readonly Cell[] | undefined): string[] {
  if (chosen === undefined) return [...graph.nodes.keys()];
  const named = chosen.flatMap((cell) => cellNodes(study, cell).map((node) => node.name));
  const landscapes = chosen.map((cell) => `sample_landscape:${cell.id}`);
  return [...named, ...landscapes.filter((name) => graph.nodes.has(name))];
}

function matches(cell: Cell, only: Only): boolean {
  const of = { model: cell.model, data: cell.data, method: cell.method, seed: String(cell.seed) };
  return Object.entries(of).every(([key, value]) =>
    only[key as keyof Only]?.includes(value) ?? true
  );
}

function noCell(study: Study, only: Only): Result<never> {
  const asked = Object.entries(only).map(([key, values]) => `${key}=${values?.join("|")}`).join(
    ", ",
  );
  const message = `No cell of ${study.name} has ${asked}; 'cairn list studies' shows what there is`;
  return { ok: false, reason: "no-cell", message };
}
