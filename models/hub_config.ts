// Reads a hub `config.json`: each known key is judged by its effect, what cannot be honoured is refused by name.
import { z } from "zod";
import { issueSentence, printable } from "./expectation.ts";
import { type HarmlessKeys, harmlessKeys } from "./hub_keys.ts";
import type { Architecture, Result } from "./model.ts";

/** Some converters write a label's number as text. */
const labelNumber = z.preprocess(
  (value) => typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value,
  z.int(),
);

/** Some labels are numbers. */
const labelName = z.preprocess(
  (value) => ["number", "boolean"].includes(typeof value) ? String(value) : value,
  z.string(),
);

/** What any config may have. The labels' names give their number; `num_labels` must agree. */
const common = {
  "id2label": z.record(z.string(), labelName).nullable().optional(),
  "label2id": z.record(z.string(), labelNumber).nullable().optional(),
  "num_labels": z.int().positive().nullable().optional(),
};

type Labelled = z.infer<z.ZodObject<typeof common>>;

/** A config object of `shape` and what any config may have. */
export function hubConfig<S extends z.ZodRawShape>(shape: S): z.ZodObject<S & typeof common> {
  return z.strictObject({ ...common, ...shape }) as unknown as z.ZodObject<S & typeof common>;
}

/** What is wrong between keys: the key to blame and the rule it breaks; `undefined` when all is well. */
export type Contradiction = { readonly key: string; readonly rule: string } | undefined;

/** How the configs of one architecture are read. */
export interface ConfigReader<C> {
  readonly model: string;
  /** The keys with an effect. */
  readonly schema: z.ZodType<C> & { readonly shape: Readonly<Record<string, unknown>> };
  /** Keys of its files without an effect, beside those that any config may have. */
  readonly harmless?: HarmlessKeys;
  /** Another name of a key, which the hub's classes take as well. */
  readonly aliases?: Readonly<Record<string, string>>;
  readonly contradiction: (config: C) => Contradiction;
}

/** What an architecture says of its configs: the keys that it knows, and how they are read. */
export function hubConfigs<C extends Labelled>(
  reader: ConfigReader<C>,
): Pick<Architecture<C>, "keys" | "parseConfig"> {
  const harmless = { ...harmlessKeys, ...reader.harmless };
  const { aliases = {}, schema } = reader;
  const keys = new Set([schema.shape, harmless, aliases].flatMap(Object.keys));
  return { keys, parseConfig: (json) => readHubConfig({ ...reader, harmless, aliases }, json) };
}

/** The keys of a config that its architecture does not know, in the file's order. */
export function unknownKeys(
  { keys }: Pick<Architecture<never>, "keys">,
  json: Readonly<Record<string, unknown>>,
): string[] {
  return Object.keys(json).filter((key) => !keys.has(key));
}

/** What to tell of a config with such keys; nothing where there are none. */
export function unknownKeysRemark(
  architecture: Pick<Architecture<never>, "keys">,
  json: Readonly<Record<string, unknown>>,
): string[] {
  const keys = unknownKeys(architecture, json);
  if (keys.length === 0) return [];
  return [`The config has keys that nothing here reads: ${printable(keys.join(", "))}`];
}

/**
 * Parses, fills in defaults and checks; leaves unknown keys out.
 * Errors: `invalid-config` with a sentence that names the first key at fault.
 */
function readHubConfig<C extends Labelled>(
  reader: Required<ConfigReader<C>>,
  json: unknown,
): Result<C> {
  const { model, schema, contradiction } = reader;
  const fault = harmful(json, reader);
  if (fault !== undefined) return refuse(model, fault);
  const parsed = schema.safeParse(ownKeys(json, reader), { reportInput: true });
  if (!parsed.success) return refuse(model, sentence(parsed.error, []));
  const found = aliasContradiction(json, reader) ?? dtypeContradiction(json) ??
    labelContradiction(parsed.data) ?? contradiction(parsed.data);
  if (found !== undefined) return refuse(model, `${found.key} must ${found.rule}`);
  return { ok: true, value: parsed.data };
}

type Known = Pick<Required<ConfigReader<never>>, "harmless" | "aliases"> & {
  readonly schema: { readonly shape: Readonly<Record<string, unknown>> };
};

/** The first key that nothing here reads, and that has a value at which something should. */
function harmful(json: unknown, { harmless, schema }: Known): string | undefined {
  for (const [key, value] of Object.entries(isObject(json) ? json : {})) {
    const judged = Object.hasOwn(schema.shape, key) || !Object.hasOwn(harmless, key)
      ? undefined
      : harmless[key]?.safeParse(value, { reportInput: true });
    if (judged?.error) return sentence(judged.error, [key]);
  }
  return undefined;
}

/** The keys with an effect, under their own names. */
function ownKeys(json: unknown, { schema, aliases }: Known): unknown {
  if (!isObject(json)) return json;
  const named = Object.entries(json).map(([key, value]) =>
    [Object.hasOwn(aliases, key) ? aliases[key] as string : key, value] as const
  );
  return Object.fromEntries(named.filter(([key]) => Object.hasOwn(schema.shape, key)));
}

function aliasContradiction(json: unknown, { aliases }: Known): Contradiction {
  const given = json as Readonly<Record<string, unknown>>;
  const [other, key] =
    Object.entries(aliases).find(([other, key]) =>
      Object.hasOwn(given, other) && Object.hasOwn(given, key) && given[other] !== given[key]
    ) ?? [];
  return other === undefined ? undefined : { key: other, rule: `agree with ${key}` };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sentence({ issues: [issue] }: z.ZodError, within: readonly string[]): string {
  if (issue === undefined) return "it is not valid";
  if (issue.code !== "unrecognized_keys") {
    return issueSentence({ ...issue, path: [...within, ...issue.path] }, "it");
  }
  return `it has the unknown key ${[...issue.path, issue.keys[0]].join(".")}`;
}

/** transformers 4 and 5 have a key each for the precision of the file's tensors. */
function dtypeContradiction(json: unknown): Contradiction {
  const { dtype, torch_dtype: older } = json as Readonly<Record<string, unknown>>;
  const [one, other] = [dtype ?? older, older ?? dtype].map((name) =>
    String(name ?? null).replace("torch.", "")
  );
  return one === other ? undefined : { key: "torch_dtype", rule: "agree with dtype" };
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
    message: `Cannot read the config of ${model} as ${printable(why)}`,
  };
}
