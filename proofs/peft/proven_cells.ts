// The cells that are exported for the proof: of each architecture one model, with every method that the study has.
import { plan } from "../../pipeline/mod.ts";
import {
  failure,
  type FileRef,
  type Node,
  nodeOf,
  type Result,
  success,
} from "../../pipeline/mod.ts";
import { type Cell, cells } from "../../studies/mod.ts";
import type { Workspace } from "../../cli/workspace.ts";

/** One folder to export, and where what belongs to it lies. */
export interface ProvenCell {
  readonly name: string;
  readonly cell: Cell;
  readonly merged: boolean;
  /** Inputs and outputs of the node that evaluated it, as paths. */
  readonly evaluated: Readonly<Record<string, string>>;
}

/** Methods that are exported a second time, folded in. */
const alsoMerged: readonly string[] = ["lora", "c3la"];

/** Reasons of refusal: `not-fresh`. */
export async function provenCells(workspace: Workspace): Promise<Result<ProvenCell[]>> {
  const { graph, context, study } = workspace;
  const chosen = chosenCells(study);
  const wanted = new Set(chosen.map(({ id }) => `evaluate:${id}`));
  const planned = await plan(graph, context, { only: wanted });
  const stale = planned.find(({ state }) => state !== "fresh");
  if (stale !== undefined) {
    const message = `Cannot prove anything of ${study.name} as ${stale.node} is not fresh: ` +
      `run 'deno task reproduce ${study.name}' first`;
    return failure("not-fresh", message);
  }
  const outputs = new Map(planned.map((each) => [each.node, each.outputs ?? {}]));
  const pathOf = ({ node, file }: FileRef): string => {
    const object = outputs.get(node)?.[file];
    if (object === undefined) throw new Error(`Node ${node} has no ${file}`);
    return context.store.objectPath(object.digest);
  };
  const proven = chosen.flatMap((cell) => {
    const evaluated = filesOf(nodeOf(graph, `evaluate:${cell.id}`), pathOf);
    const forms = alsoMerged.includes(cell.method) ? [false, true] : [false];
    return forms.map((merged) => ({ name: nameOf(cell, merged), cell, merged, evaluated }));
  });
  return success(proven);
}

function nameOf({ model, method }: Cell, merged: boolean): string {
  return merged ? `${model}-${method}-merged` : `${model}-${method}`;
}

function filesOf(node: Node, pathOf: (file: FileRef) => string): Record<string, string> {
  const inputs = Object.entries(node.inputs).map(([name, ref]) => [name, pathOf(ref)]);
  const outputs = node.stage.outputs.map((file) => [file, pathOf({ node: node.name, file })]);
  return Object.fromEntries([...inputs, ...outputs]);
}

/** The first model of each architecture that a study names, at its first seed. */
function chosenCells(study: Workspace["study"]): Cell[] {
  const firsts = new Map<string, Cell>();
  for (const cell of cells(study)) {
    const architecture = study.models[cell.model]?.architecture ?? "";
    if (!firsts.has(architecture)) firsts.set(architecture, cell);
  }
  return [...firsts.values()].flatMap(({ model, data, seed }) =>
    cells(study).filter((cell) => cell.model === model && cell.data === data && cell.seed === seed)
  );
}
