// A study as one graph of nodes: its data, its models, its cells, its exhibits, one report.
import { type Graph, type Json, makeGraph, type Node, type Result } from "../pipeline/mod.ts";
import { methodCards } from "../adapters/mod.ts";
import * as stages from "../stages/mod.ts";
import { unreadKeys } from "./check_study.ts";
import { cellNodes, dataNode, landscapeNode, modelNodes, nodeName } from "./recipe.ts";
import { type Cell, cells, type LandscapeRow, type Study } from "./study.ts";

/** The graph of a whole study; its last node is the report, which says on what engine the others ran. */
export function graphOf(
  study: Study,
  engine: stages.EngineName = stages.defaultEngine,
): Result<Graph> {
  const all = cells(study);
  const landscapes = landscapeNodes(study, all);
  const models = [...new Set(all.map((cell) => cell.model))];
  const nodes = [
    ...Object.keys(study.data).map((id) => dataNode(study, id)),
    ...models.flatMap((id) => modelNodes(study, id)),
    ...all.flatMap((cell) => cellNodes(study, cell)),
    ...landscapes,
  ];
  const report = reportNode(study, all, { landscapes, engine });
  return makeGraph(studyOn(study.name, engine), [...nodes, report]);
}

/** What a study on an engine goes by in the store and among the results: `mini`, `mini@tfjs-cpu`. */
function studyOn(name: string, engine: stages.EngineName): string {
  return engine === stages.defaultEngine ? name : `${name}@${engine}`;
}

function landscapeNodes(study: Study, all: readonly Cell[]): Node[] {
  return study.exhibits.landscapes.flatMap((row) =>
    all.filter((cell) => isAsked(cell, row)).map((cell) => landscapeNode(study, cell, row))
  );
}

function isAsked(cell: Cell, { model, data, methods, seed }: LandscapeRow): boolean {
  return cell.model === model && cell.data === data && cell.seed === seed &&
    methods.includes(cell.method);
}

interface Reported {
  readonly landscapes: readonly Node[];
  readonly engine: stages.EngineName;
}

/** The report reads what every cell measured, and what the data say of themselves. */
function reportNode(study: Study, all: readonly Cell[], { landscapes, engine }: Reported): Node {
  const files = [
    ...all.flatMap(cellFiles),
    ...landscapes.map(({ name }) => [name, "landscape.json"] as const),
    ...[...new Set(all.map((cell) => cell.model))].map((model) =>
      [nodeName("analyze_spectrum", model), "spectrum.json"] as const
    ),
    ...Object.keys(study.data).map((id) => [nodeName("prepare_data", id), "data.json"] as const),
  ];
  return {
    name: nodeName("report", study.name),
    stage: stages.report,
    parameters: reportParameters(study, all, engine),
    inputs: Object.fromEntries(files.map(([node, file]) => [node, { node, file }])),
  };
}

/** An input of the report is called by the node that makes it: a number's source is then its name. */
function cellFiles({ id }: Cell): (readonly [string, string])[] {
  return [
    [nodeName("inject_adapter", id), "adapter.json"],
    [nodeName("train", id), "metrics.json"],
    [nodeName("evaluate", id), "evaluation.json"],
    [nodeName("compute_bounds", id), "bounds.json"],
    [nodeName("analyze_spectrum", id), "spectrum.json"],
  ];
}

/** A study's own words, without the keys that it leaves open. */
function reportParameters(
  { name, title, claim, exhibits, models, data }: Study,
  cells: readonly Cell[],
  engine: stages.EngineName,
): Json {
  const methods = methodCards(cells.map(({ method }) => method));
  const told = { name, title, claim, exhibits, models, data, cells, methods, engine };
  const unread = unreadKeys({ models });
  if (Object.keys(unread).length > 0) Object.assign(told, { unread });
  return JSON.parse(JSON.stringify(told));
}
