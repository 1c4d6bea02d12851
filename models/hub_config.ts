// Reads a hub `config.json`: what a model does not know or cannot honour is refused by name.
import { z } from "zod";
import { issueSentence } from "./expectation.ts";
import type { Result } from "./model.ts";

/** Keys of hub files that change nothing of what these models compute. */
const harmless = new Set([
  "_attn_implementation",
  "_name_or_path",
  "_num_labels",
  "architectures",
  "bos_token_id",
  "dtype", // transformers 5
  "encoder_stride",
  "eos_token_id",
  "finetuning_task",
  "gradient_checkpointing",
  "output_attentions",
  "output_hidden_states",
  "output_past",
  "pooler_act",
  "pooler_output_size",
  "problem_type",
  "summary_activation",
  "summary_first_dropout",
  "summary_proj_to_labels",
  "summary_type",
  "summary_use_proj",
  "task_specific_params",
  "torch_dtype", // transformers 4
  "torchscript",
  "transformers_version",
  "use_bfloat16",
  "use_cache",
]);

/** What any config may have. The labels' names give their number; `num_labels` must agree. */
const common = {
  "id2label": z.record(z.string(), z.string()).optional(),
  "label2id": z.record(z.string(), z.int()).nullable().optional(),
  "num_labels": z.int().positive().optional(),
  "is_encoder_decoder": z.literal(false).optional(),
  "pruned_heads": z.record(z.string(), z.never()).optional(), // none
};

type Labelled = z.infer<z.ZodObject<typeof common>>;

/** A config object of `shape` and what any config may have; every other key is unknown. */
export function hubConfig<S extends z.ZodRawShape>(shape: S): z.ZodObject<S & typeof common> {
  return z.strictObject({ ...common, ...shape }) as unknown as z.ZodObject<S & typeof common>;
}

/** What is wrong between keys: the key to blame and the rule it breaks; `undefined` when all is well. */
export type Contradiction = { readonly key: string; readonly rule: string } | undefined;

export interface ConfigReader<C> {
  readonly model: string;
  readonly schema: z.ZodType<C>;
  readonly contradiction: (config: C) => Contradiction;
}

/**
 * Parses, fills in defaults and checks.
 * Errors: `invalid-config` with a sentence that names the first key at fault.
 */
export function readHubConfig<C extends Labelled>(
  reader: ConfigReader<C>,
  json: unknown,
): Result<C> {
  const parsed = reader.schema.safeParse(withoutHarmless(json), { reportInput: true });
  if (!parsed.success) return refuse(reader.model, sentence(parsed.error));
  const found = dtypeContradiction(json) ?? labelContradiction(parsed.data) ??
    reader.contradiction(parsed.data);
  if (found !== undefined) return refuse(reader.model, `${found.key} must ${found.rule}`);
  return { ok: true, value: parsed.data };
}

function withoutHarmless(json: unknown): unknown {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return json;
  return Object.fromEntries(Object.entries(json).filter(([key]) => !harmless.has(key)));
}

function sentence(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return "it is not valid";
  if (issue.code === "unrecognized_keys") return `it has the unknown key ${issue.keys[0]}`;
  return issueSentence(issue, "it");
}

/** transformers 4 and 5 have a key each for the precision of the file's tensors. */
function dtypeContradiction(json: unknown): Contradiction {
  const { dtype, torch_dtype: older } = json as Readonly<Record<string, unknown>>;
  const agree = dtype === undefined || older === undefined || dtype === older;
  return agree ? undefined : { key: "torch_dtype", rule: "agree with dtype" };
}

/** Two labels may have one name, as two of ImageNet's have: `label2id` then has but one of them. */
function labelContradiction(config: Labelled): Contradiction {
  const { id2label, label2id } = config;
  const [numbers, names] = [Object.keys(id2label ?? {}), Object.keys(label2id ?? {})];
  const count = config.num_labels ?? (id2label ? numbers.length : names.length);
  if (id2label && !numbers.every((number) => isBelow(number, numbers.length))) {
    return { key: "id2label", rule: "number its labels from 0" };
  }
  if (id2label && numbers.length !== count) {
    return { key: "num_labels", rule: "agree with id2label" };
  }
  const distinct = id2label ? new Set(Object.values(id2label)).size : count;
  if (!label2id || names.length === distinct) return undefined;
  return { key: "label2id", rule: `agree with ${id2label ? "id2label" : "num_labels"}` };
}

function isBelow(number: string, count: number): boolean {
  return /^\d+$/.test(number) && Number(number) < count;
}

function refuse(model: string, why: string): Result<never> {
  return {
    ok: false,
    reason: "invalid-config",
    message: `Cannot read the config of ${model} as ${why}`,
  };
}
