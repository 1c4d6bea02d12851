// A study of the wanted size: one small model, one method, and as many seeds as it takes.
import type { Graph } from "../../pipeline/mod.ts";
import { graphOf, parseStudy, type StudyInput } from "../../studies/mod.ts";
import { smoke } from "../../studies/smoke.ts";

/** Nodes that each seed adds: inject_adapter, train, evaluate, compute_bounds, analyze_spectrum. */
const nodesPerCell = 5;

/** The smoke study with `nodes` nodes or a few more, without landscapes. */
export function wideStudy(nodes: number): StudyInput {
  const seeds = Array.from({ length: Math.ceil(nodes / nodesPerCell) }, (_, seed) => seed);
  const [grid] = smoke.grids;
  if (grid === undefined) throw new Error("Cannot widen a study without a grid");
  return {
    ...smoke,
    name: `wide-${nodes}`,
    grids: [{ ...grid, methods: ["lora"], seeds }],
    exhibits: {},
  };
}

export function wideGraph(nodes: number): Graph {
  const study = parseStudy(wideStudy(nodes), "bench");
  if (!study.ok) throw new Error(study.message);
  const graph = graphOf(study.value);
  if (!graph.ok) throw new Error(graph.message);
  return graph.value;
}
