// Parameter groups: which learning rate and which weight decay each trained tensor has.
import type { Group, Trained } from "../engine/mod.ts";
import type { Decay } from "./design.ts";
import type { FactorTensor, Rates } from "./method.ts";

/** A trained tensor before it has a group. */
export interface Ungrouped {
  readonly name: string;
  readonly shape: readonly number[];
  /** A factor of an adapter, the task's head, or a weight of the backbone. */
  readonly role: FactorTensor["role"] | "head" | "base";
}

/** What decides a tensor's group beside its role. */
export interface Grouping {
  readonly weightDecay: number;
  readonly decay: Decay;
  /** Multiplier of the head's rate. */
  readonly headRate: number;
  readonly rates: Rates | undefined;
}

/** Groups in order of first use, and each tensor with the index of its group. */
export function grouped(
  tensors: readonly Ungrouped[],
  grouping: Grouping,
): { readonly groups: Group[]; readonly trained: Trained[] } {
  const groups: Group[] = [];
  const trained = tensors.map((tensor) => {
    const group = groupOf(tensor, grouping);
    const known = groups.findIndex(({ name }) => name === group.name);
    const index = known === -1 ? groups.push(group) - 1 : known;
    return { name: tensor.name, shape: tensor.shape, group: index };
  });
  return { groups, trained };
}

function groupOf(tensor: Ungrouped, grouping: Grouping): Group {
  if (tensor.role === "head") return headGroup(tensor, grouping);
  if (tensor.role === "base") return baseGroup(tensor, grouping);
  return factorGroup(tensor, grouping);
}

/** Factors have no weight decay, unless everything has. */
function factorGroup({ role }: Ungrouped, grouping: Grouping): Group {
  const weightDecay = grouping.decay === "everything" ? grouping.weightDecay : 0;
  if (grouping.rates === undefined) return { name: "adapter", rate: 1, weightDecay };
  if (role === "A") return { name: "A", rate: grouping.rates.a, weightDecay };
  return { name: "B", rate: grouping.rates.b, weightDecay };
}

function headGroup({ shape }: Ungrouped, { headRate: rate, weightDecay, rates }: Grouping): Group {
  if (rates?.headBias === undefined || shape.length > 1) return { name: "head", rate, weightDecay };
  return { name: "head_bias", rate: rate * rates.headBias, weightDecay: 0 };
}

/** Biases, norms, positions and the class token have no decay (docs/paper.md, Table M). */
const undecayed = /bias$|norm|position_embeddings|pos_embed|cls_token/i;

function baseGroup({ name }: Ungrouped, { decay, weightDecay }: Grouping): Group {
  const spared = decay === "recipe" && undecayed.test(name);
  if (spared) return { name: "no_decay", rate: 1, weightDecay: 0 };
  return { name: "decay", rate: 1, weightDecay };
}
