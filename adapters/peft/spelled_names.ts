// How a model's modules and weights may be spelled in an adapter's file, and which of ours each one is.
import type { Architecture, Config, Task } from "../../models/mod.ts";
import { liveNames } from "./live_names.ts";

/** The model that an adapter is for; its weights are not looked at. */
export interface AdaptedModel {
  readonly architecture: Architecture<Config>;
  readonly config: Config;
  readonly task: Task;
}

/** Spelling → our name. */
export type Spellings = ReadonlyMap<string, string>;

/** The modules that an adapter may change, by every spelling; ours are the hub's. */
export function moduleSpellings({ architecture, config }: AdaptedModel): Spellings {
  const modules = architecture.targets(config).map(({ module }) => module);
  const ofWeights = spellings(architecture, modules.map((module) => `${module}.weight`));
  const bare = (name: string) => name.replace(/\.weight$/, "");
  return new Map([...ofWeights].map(([spelled, name]) => [bare(spelled), bare(name)]));
}

/** Every weight; under a wrapper of `peft` its module may be called `base_layer` once more. */
export function weightSpellings({ architecture, config, task }: AdaptedModel): Spellings {
  const names = architecture.weights(config, task).map(({ name }) => name);
  const plain = spellings(architecture, names);
  const wrapped = [...plain].map(([spelled, name]) =>
    [spelled.replace(/\.(\w+)$/, ".base_layer.$1"), name] as const
  );
  return new Map([...wrapped, ...plain]);
}

function spellings(architecture: Architecture<Config>, names: readonly string[]): Spellings {
  const found = new Map<string, string>();
  for (const name of names) {
    const spelled = [name, ...architecture.checkpointNames(name)]
      .flatMap((each) => liveNames(architecture.name, each));
    // Of two that may be spelled alike, the earlier is meant: an untied decoder may lie under the words.
    for (const each of spelled) if (!found.has(each)) found.set(each, name);
  }
  return found;
}

/** Of the whole module, whichever way its weight lies. */
export function sizesOf(module: string, model: AdaptedModel): { in: number; out: number } {
  const { architecture, config, task } = model;
  const weights = architecture.weights(config, task);
  const shape = weights.find(({ name }) => name === `${module}.weight`)?.shape ?? [];
  const target = architecture.targets(config).find((each) => each.module === module);
  const [out = 0, width = 0] = target?.transposed ? shape.toReversed() : shape;
  return { in: width, out };
}
