// Every linear map of a model as `peft` finds them: what an adapter may change, wherever it stands.
import type { Architecture, Target, Task } from "./model.ts";

/** The library's classes of linear maps keep a matrix; so do embeddings, which are none. */
const embedding = /(embeddings|wte|wpe|embed_tokens)\.weight$/;

/**
 * The architecture's targets, then all other linear maps that a model of the task computes, the task's own
 * among them. A map that is the word embeddings once more is none: nothing of its own could change.
 */
export function linearTargets<C>(
  architecture: Architecture<C>,
  config: C,
  task: Task,
): Target[] {
  const targets = architecture.targets(config);
  const known = new Set(targets.map(({ module }) => `${module}.weight`));
  const unread = new Set(architecture.unread?.(task) ?? []);
  const others = architecture.weights(config, task).filter(({ name, shape }) =>
    name.endsWith(".weight") && shape.length === 2 && !embedding.test(name) &&
    !known.has(name) && !unread.has(name)
  );
  return [...targets, ...others.map(({ name, shape }) => otherTarget(name, shape))];
}

function otherTarget(weight: string, shape: readonly number[]): Target {
  const module = weight.replace(/\.weight$/, "");
  const [out, width] = shape as [number, number];
  return { name: module, module, letter: "other", in: width, out };
}

/** Those that a study may adapt: without the task's own, which are trained whole (`modules_to_save` of `peft`). */
export function backboneTargets<C>(architecture: Architecture<C>, config: C): Target[] {
  const own = new Set(architecture.head(config, architecture.usualTask).own);
  return linearTargets(architecture, config, architecture.usualTask)
    .filter(({ module }) => !own.has(`${module}.weight`));
}
