// Reads a hub `config.json`: what a model does not know or cannot honour is refused by name.
import { z } from "zod";
import { issueSentence } from "./expectation.ts";
import type { Result } from "./model.ts";

/** Keys of hub files that change nothing of what these models compute. */
const harmless = new Set([
  "_attn_implementation",
  "_name_or_path",
  "architectures",
  "bos_token_id",
  "dtype", // transformers 5
  "encoder_stride",
  "eos_token_id",
  "finetuning_task",
  "gradient_checkpointing",
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
  "transformers_version",
  "use_cache",
]);

/** The labels' names give their number; `num_labels`, where given too, must agree. */
const labels = {
  "id2label": z.record(z.string(), z.string()).optional(),
  "label2id": z.record(z.string(), z.int()).optional(),
  "num_labels": z.int().positive().optional(),
};

type Labelled = z.infer<z.ZodObject<typeof labels>>;

/** A config object of `shape` and the label keys; every other key is unknown. */
export function hubConfig<S extends z.ZodRawShape>(shape: S): z.ZodObject<S & typeof labels> {
  return z.strictObject({ ...labels, ...shape }) as unknown as z.ZodObject<S & typeof labels>;
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
  const found = labelContradiction(parsed.data) ?? reader.contradiction(parsed.data);
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

function labelContradiction(config: Labelled): Contradiction {
  const { id2label, label2id, num_labels: count } = config;
  const sizes = [id2label, label2id].flatMap((map) => map ? [Object.keys(map).length] : []);
  const told = count ?? sizes[0];
  if (sizes.every((size) => size === told)) return undefined;
  return { key: count === undefined ? "label2id" : "num_labels", rule: "agree with id2label" };
}

function refuse(model: string, why: string): Result<never> {
  return {
    ok: false,
    reason: "invalid-config",
    message: `Cannot read the config of ${model} as ${why}`,
  };
}
