// The `config.json` with which stock `transformers` builds the same model: the hub's keys, its class, the labels.
import type { Tokens } from "../data/mod.ts";
import type { Result, Task } from "../models/mod.ts";

/** Class names of transformers: for `architectures`, and for the lines that load a model. */
export interface HubClass {
  readonly model: string;
  readonly auto: string;
}

type Classes = Partial<Record<Task["kind"], HubClass>>;

const classifier = (family: string): HubClass => (
  { model: `${family}ForSequenceClassification`, auto: "AutoModelForSequenceClassification" }
);
const words = (family: string): HubClass => (
  { model: `${family}ForMaskedLM`, auto: "AutoModelForMaskedLM" }
);
const causal = (model: string): HubClass => ({ model, auto: "AutoModelForCausalLM" });

function encoder(family: string): Classes {
  return {
    "sequence_classification": classifier(family),
    regression: classifier(family),
    "masked_lm": words(family),
  };
}

/** By `model_type` and task. */
const classes: Readonly<Record<string, Classes>> = {
  vit: {
    "image_classification": {
      model: "ViTForImageClassification",
      auto: "AutoModelForImageClassification",
    },
  },
  roberta: encoder("Roberta"),
  bert: encoder("Bert"),
  "deberta-v2": encoder("DebertaV2"),
  gpt2: { "causal_lm": causal("GPT2LMHeadModel") },
  llama: {
    "causal_lm": causal("LlamaForCausalLM"),
    "sequence_classification": classifier("Llama"),
    regression: classifier("Llama"),
  },
};

/**
 * The class that has the architecture with the task's head.
 * Errors: `no-hub-class` for a head that transformers has no class for.
 */
export function hubClass(architecture: string, task: Task): Result<HubClass> {
  const ownHead = "head" in task && task.head !== undefined;
  const found = ownHead ? undefined : classes[architecture]?.[task.kind];
  if (found !== undefined) return { ok: true, value: found };
  const head = ownHead ? `the head ${task.head}` : `a head for ${task.kind}`;
  const message =
    `Cannot export the model as transformers has no class of ${architecture} with ${head}`;
  return { ok: false, reason: "no-hub-class", message };
}

/** A model's configuration: as its own file has it, and as its architecture understood that. */
export interface Configured {
  readonly json: Readonly<Record<string, unknown>>;
  readonly config: object;
}

/** What of the data is in a configuration. */
export interface Asked {
  readonly task: Task;
  readonly labelNames: readonly string[];
  readonly tokens?: Pick<Tokens, "begin" | "end">;
}

/** The document; what the model's own file leaves out has our default written out. */
export function hubDocument(
  { json, config }: Configured,
  { model }: HubClass,
  { task, labelNames, tokens }: Asked,
): Record<string, unknown> {
  return {
    ...(tokens ? { "bos_token_id": tokens.begin, "eos_token_id": tokens.end } : {}),
    ...config,
    ...json,
    ...labelKeys(task, labelNames),
    architectures: [model],
  };
}

function labelKeys(task: Task, names: readonly string[]): Record<string, unknown> {
  if (task.kind === "masked_lm" || task.kind === "causal_lm") return {};
  const numbered = (task.kind === "regression" ? ["LABEL_0"] : names)
    .map((name, index) => [name, index] as const);
  return {
    "id2label": Object.fromEntries(numbered.map(([name, index]) => [index, name])),
    "label2id": Object.fromEntries(numbered),
    "problem_type": task.kind === "regression" ? "regression" : "single_label_classification",
  };
}
