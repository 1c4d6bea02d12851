// An adapter with all its links, written in `peft`'s layout and read back.
import { equivalentLoras, loadPeft, methodNamed, writePeft } from "../../adapters/mod.ts";
import type { Attachment, EquivalentLora, LoadedPeft, WrittenPeft } from "../../adapters/mod.ts";
import type { Value } from "../../engine/run.ts";
import { stream } from "../../random/mod.ts";
import { eager } from "./both_engines.ts";
import type { Values } from "./both_engines.ts";
import { mergedWeights } from "../../parity/train.ts";
import { constantsOf, specsOf } from "../../parity/plans.ts";
import type { LoadedModel } from "../../parity/reference_model.ts";
import { attachReading, type Reading, tinySetting } from "./readings.ts";

/** A model with an adapter that was moved, link after link. */
export interface MovedCell {
  readonly reading: Reading;
  readonly model: LoadedModel;
  readonly attachment: Attachment;
  /** Trained tensors and state at the end of each link. */
  readonly links: readonly Values[];
}

/** Every trained number moves in every link; between links the update is folded in. */
export async function movedCell(reading: Reading, model: LoadedModel): Promise<MovedCell> {
  const attachment = attachReading(reading, model);
  const links: Values[] = [];
  let values = moved(attachment, attachment.initial, 0);
  for (const [index, draw] of attachment.draws.entries()) {
    links.push(values);
    const folded = { ...values, ...await ownCopies({ model, attachment }, values) };
    values = moved(attachment, { ...folded, ...draw }, index + 1);
  }
  return { reading, model, attachment, links: [...links, values] };
}

function moved({ trained }: Attachment, values: Values, link: number): Values {
  const entries = trained.map(({ name }) => {
    const draws = stream("moved", link, name);
    const value = values[name] as Value;
    const data = Float32Array.from(value.data, (element) => element + 0.1 * draws.normal());
    return [name, { ...value, data }];
  });
  return { ...values, ...Object.fromEntries(entries) };
}

/** A chain that folds keeps each weight it changes; what is not fed, such as a frozen weight, stays. */
async function ownCopies(
  adapted: Pick<MovedCell, "model" | "attachment">,
  values: Values,
): Promise<Values> {
  const merged = Object.entries(await mergedWeights(adapted, values));
  return Object.fromEntries(merged.filter(([name]) => values[name] !== undefined));
}

/** The update of each target, or why there is none. */
export function lorasOf({ reading, attachment, links }: MovedCell) {
  const method = methodNamed(reading.method);
  const options = method.options.parse(reading.options);
  const { rank, alpha } = tinySetting;
  return equivalentLoras({ method, options, rank, alpha, targets: attachment.adapted, links });
}

/** What an export brings of the model's own weights: those that were trained. */
export function written(cell: MovedCell, loras: readonly EquivalentLora[]): WrittenPeft {
  const { model, attachment, links } = cell;
  const names = new Set(model.names.map(({ name }) => name));
  const saved = attachment.trained.filter(({ name }) => names.has(name))
    .map(({ name }) => [name, links.at(-1)?.[name] as Value] as const);
  const result = writePeft({ loras, saved: Object.fromEntries(saved), base: "base" }, model);
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

/** The loaded adapter. Errors: throws where the reader refuses. */
export function reread(model: LoadedModel, { config, tensors }: WrittenPeft): LoadedPeft {
  const loaded = loadPeft({ config, tensors }, model);
  if (!loaded.ok) throw new Error(loaded.message);
  return loaded.value;
}

/** The logits of the base model with a loaded adapter. */
export async function loadedLogits(
  model: LoadedModel,
  loaded: LoadedPeft,
  batch: Values,
): Promise<Value> {
  const { architecture, config, task } = model;
  const own = model.names.map(({ name }) => name).filter((name) => !loaded.replaced.includes(name));
  const { logits } = await eager.forward({
    batch: specsOf(batch),
    inputs: specsOf(loaded.values),
    frozen: constantsOf(model, own),
    outputs: (values, tensors) => ({
      logits: architecture.forward(config, task, loaded.forward(values), tensors).logits,
    }),
  }, { ...batch, ...loaded.values });
  return logits as Value;
}
