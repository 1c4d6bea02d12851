// The weights that a base model brings to any task.
import type { Architecture, Weight } from "./model.ts";

/** All weights of the usual task but those that are the task's own: what a checkpoint must have. */
export function backbone<C>(architecture: Architecture<C>, config: C): Weight[] {
  const task = architecture.usualTask;
  const own = new Set(architecture.head(config, task).own);
  return architecture.weights(config, task).filter(({ name }) => !own.has(name));
}
