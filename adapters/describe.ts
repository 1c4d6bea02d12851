// An attachment in words and numbers: the `adapter.json` beside its tensors and graphs.
import type { Group, TensorSpec, Trained } from "../engine/mod.ts";
import type { Target } from "../models/mod.ts";
import type { Attachment, Method, MethodName } from "./method.ts";

/** All that a trainer or an analysis must know of an adapter, as JSON. */
export interface Description {
  readonly method: MethodName;
  readonly trained: readonly Trained[];
  readonly state: readonly TensorSpec[];
  readonly groups: readonly Group[];
  readonly links: number;
  readonly merges: readonly string[];
  readonly adapted: readonly Target[];
  readonly parameters: Attachment["parameters"];
}

/** The plain-data part of an attachment. */
export function describe(method: Method, attachment: Attachment): Description {
  const { trained, state, groups, merges, adapted, parameters } = attachment;
  const links = attachment.draws.length + 1;
  return { method: method.name, trained, state, groups, links, merges, adapted, parameters };
}
