// The weights that every task of a model shares.
import type { Architecture, Config, Task, Weight } from "../models/mod.ts";

/** Any task has the same backbone; this one is the first that each architecture knows. */
const anyTask: Record<Architecture<Config>["name"], Task> = {
  vit: { kind: "image_classification", labels: 1 },
  roberta: { kind: "sequence_classification", labels: 1 },
};

/** All weights but the head's. */
export function backboneWeights(architecture: Architecture<Config>, config: Config): Weight[] {
  const weights = architecture.weights(config, anyTask[architecture.name]);
  return weights.filter(({ name }) => !architecture.isHead(name));
}
