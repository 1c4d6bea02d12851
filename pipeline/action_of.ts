// A node with its inputs known becomes an action: a frozen description with a key.
import { codeDigests } from "./code_identity.ts";
import { codeIn, type Codes } from "./code.ts";
import type { Digest } from "./digest.ts";
import type { Environments } from "./context.ts";
import type { Action, CodeDigests } from "./fingerprint.ts";
import type { Outputs } from "./record.ts";
import type { AnyStage, FileRef, Node } from "./stage.ts";

/** What an action needs beside its node. */
export interface Known {
  readonly codes: Codes;
  readonly environments: Environments;
  /** What a node that is done gives. */
  outputs(node: string): Outputs | undefined;
}

/** The action of a node whose inputs are all there. */
export function actionOf(node: Node, known: Known): Action {
  const inputs = Object.entries(node.inputs)
    .map(([name, ref]) => [name, digestAt(ref, known)] as const);
  return {
    stage: node.stage.name,
    parameters: node.parameters,
    inputs: Object.fromEntries(inputs),
    code: stageDigests(known.codes, node.stage),
    environment: known.environments[node.stage.environment],
  };
}

/** The content that a reference stands for. */
export function digestAt(ref: FileRef, known: Pick<Known, "outputs">): Digest {
  const object = known.outputs(ref.node)?.[ref.file];
  if (object === undefined) throw new RangeError(`Cannot find ${ref.file} of ${ref.node}`);
  return object.digest;
}

// One identity object per stage and run, so its digests are worked out once for all its nodes.
const digests = new WeakMap<object, CodeDigests>();

function stageDigests(codes: Codes, stage: AnyStage): CodeDigests {
  const identity = codeIn(codes, stage);
  const found = digests.get(identity) ?? codeDigests(identity);
  digests.set(identity, found);
  return found;
}
