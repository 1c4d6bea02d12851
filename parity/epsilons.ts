// The epsilon of each norm, read off the graph: a wrong one may be too small to show in any number.
import type { Graph } from "../engine/mod.ts";
import type { Same } from "./measure.ts";

/**
 * Every norm of the graph, by the weight it reads, with its epsilon and that of the hub config (`layer_norm_eps`,
 * `rms_norm_eps`, `layer_norm_epsilon`); none where the config leaves it to a default.
 */
export function comparedEpsilons(
  { nodes }: Pick<Graph, "nodes">,
  config: Readonly<Record<string, unknown>>,
): Same[] {
  const [told] = Object.entries(config).filter(([key]) => /_eps(ilon)?$/.test(key));
  if (told === undefined) return [];
  return nodes.flatMap(({ inputs: [, weight = "a norm"], attributes: { epsilon } }) => {
    if (epsilon === undefined) return [];
    const actual = typeof epsilon === "object" && "float" in epsilon ? epsilon.float : epsilon;
    return [{ place: weight, actual, expected: told[1] }];
  });
}
