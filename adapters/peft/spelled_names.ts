// How a model's modules and weights may be spelled in an adapter's file, and which of ours each one is.
//
// transformers 5 renamed ViT's modules and maps them back when it saves a model; `peft` does not. So an
// adapter made under version 4 has the files' names, one made under version 5 has these.
import { linearTargets } from "../../models/mod.ts";
import type { NamedModule } from "./adapted_modules.ts";
import type { Architecture, Config, Target, Task } from "../../models/mod.ts";

/** The model that an adapter is for; its weights are not looked at. */
export interface AdaptedModel {
  readonly architecture: Architecture<Config>;
  readonly config: Config;
  readonly task: Task;
}

/** Spelling → our name. */
export type Spellings = ReadonlyMap<string, string>;

/** Every linear map of the model. */
const linearMaps = ({ architecture, config, task }: AdaptedModel): Target[] =>
  linearTargets(architecture, config, task);

/** The modules that an adapter may change, by every spelling; ours are the hub's. */
export function moduleSpellings(model: AdaptedModel): Spellings {
  const { architecture } = model;
  const modules = linearMaps(model).map(({ module }) => module);
  const ofWeights = spellings(architecture, modules.map((module) => `${module}.weight`));
  // A checkpoint may keep one weight in another's place (an untied readout under the words); an adapter not.
  const others = new Set(architecture.weights(model.config, model.task).map(({ name }) => name));
  const own = [...ofWeights].filter(([spelled, name]) => spelled === name || !others.has(spelled));
  return new Map(own.map(([spelled, name]) => [bare(spelled), bare(name)]));
}

/** The heads of classifiers that `peft` knows. */
const headNames = ["score", "classifier"];

const isMatrix = (name: string) => name.endsWith(".weight");
const bare = (name: string) => name.replace(/\.weight$/, "");

/** The names by which the library itself knows its linear maps, that of tied words among them. */
export function moduleNames(model: AdaptedModel, taskType: string | null): NamedModule[] {
  const { architecture, config, task } = model;
  const isOfWords = task.kind === "masked_lm" || task.kind === "causal_lm";
  const tied = isOfWords ? Object.keys(architecture.tied(config)).filter(isMatrix).map(bare) : [];
  const readout = tied.length > 0 ? tied : architecture.head(config, task).readout.map(bare);
  const outputs = new Set(isOfWords ? readout : taskType === "SEQ_CLS" ? headNames : []);
  const own = [...moduleSpellings(model)].map(([name, module]) => (
    { name, isOutput: outputs.has(module) }
  ));
  return [...own, ...tied.map((name) => ({ name, isOutput: true }))];
}

/** Whether the library itself calls the module so; files of bare base models leave its prefix out. */
export function isLiveName({ architecture }: AdaptedModel, name: string, module: string): boolean {
  return liveNames(architecture.name, module).includes(name);
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
  const target = linearMaps(model).find((each) => each.module === module);
  const [out = 0, width = 0] = target?.transposed ? shape.toReversed() : shape;
  return { in: width, out };
}

type Renaming = readonly (readonly [RegExp, string])[];

/** In the files' names → in transformers 5, by `model_type`; what is not listed is the same in both. */
const renamings: Readonly<Record<string, Renaming>> = {
  vit: [
    [/(^|\.)encoder\.layer\./, "$1layers."],
    [/\.attention\.attention\.query(?=\.|$)/, ".attention.q_proj"],
    [/\.attention\.attention\.key(?=\.|$)/, ".attention.k_proj"],
    [/\.attention\.attention\.value(?=\.|$)/, ".attention.v_proj"],
    [/\.attention\.output\.dense(?=\.|$)/, ".attention.o_proj"],
    [/\.intermediate\.dense(?=\.|$)/, ".mlp.fc1"],
    [/(\.layers\.\d+)\.output\.dense(?=\.|$)/, "$1.mlp.fc2"],
  ],
};

/** The name in the files, and the one of transformers 5 where that is another. */
export function liveNames(architecture: string, name: string): readonly string[] {
  const live = (renamings[architecture] ?? []).reduce(
    (renamed, [from, to]) => renamed.replace(from, to),
    name,
  );
  return live === name ? [name] : [name, live];
}
