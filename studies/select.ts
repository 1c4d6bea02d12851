// Which nodes a request is about: `--only method=cla,seed=12` and `--stage train`.
import { type Graph, type Result, upstream } from "../pipeline/mod.ts";
import { cellNodes } from "./recipe.ts";
import { type Cell, cells, type Study } from "./study.ts";

/** `--only`, parsed: for each key the alternatives; a cell must match one of each. */
export type Only = Readonly<
  Partial<Record<"model" | "data" | "method" | "seed", readonly string[]>>
>;

/** What a request narrows a study to. */
export interface Selection {
  readonly only?: Only;
  readonly stage?: string;
}

/** The nodes asked for and what they need; everything when nothing is asked. */
export function select(study: Study, graph: Graph, selection: Selection): Result<Set<string>> {
  const chosen = cells(study).filter((cell) => matches(cell, selection.only ?? {}));
  if (chosen.length === 0) return noCell(study, selection.only ?? {});
  const wanted = candidates(study, graph, selection.only ? chosen : undefined);
  const { stage } = selection;
  if (stage === undefined) return { ok: true, value: wanted };
  const named = [...wanted].filter((name) => name.startsWith(`${stage}:`));
  if (named.length === 0) return noNode(study, stage);
  return { ok: true, value: upstream(graph, named) };
}

/** The nodes of the chosen cells and what they need: the stage asked for may be one of a model or of data. */
function candidates(
  study: Study,
  graph: Graph,
  chosen: readonly Cell[] | undefined,
): Set<string> {
  if (chosen === undefined) return new Set(graph.nodes.keys());
  const named = chosen.flatMap((cell) => cellNodes(study, cell).map((node) => node.name));
  const landscapes = chosen.map((cell) => `sample_landscape:${cell.id}`);
  return upstream(graph, [...named, ...landscapes.filter((name) => graph.nodes.has(name))]);
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

function noNode(study: Study, stage: string): Result<never> {
  const message = `No node of stage ${stage} in ${study.name} belongs to the cells asked for`;
  return { ok: false, reason: "no-node", message };
}
