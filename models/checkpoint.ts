// Finds a model's weights in a checkpoint whose names may be older, shorter or more than the model's, and
// refuses by name what contradicts the model: a checkpoint is believed as a whole or not at all.
import type { Value } from "../engine/mod.ts";
import { printable } from "./expectation.ts";
import type { Architecture, Result, Weight } from "./model.ts";

/** The tensors of a checkpoint, by its own names: enough of the engine's `Checkpoint` to match. */
export interface Contents {
  readonly tensors: ReadonlyMap<string, StoredWeight>;
  read(name: string): Value;
}

interface StoredWeight {
  readonly shape: readonly number[];
  /** As safetensors calls it: `F32`. */
  readonly dtype: string;
}

/** A model whose weights are looked for. */
export interface Configured<C> {
  readonly architecture: Architecture<C>;
  readonly config: C;
}

/** Where a checkpoint keeps a model's weights. */
export interface Match {
  /** Weight name → the checkpoint's name for it. */
  readonly found: ReadonlyMap<string, string>;
  /** Sentences for whoever loads it: tensors that nobody knows, a weight that starts as another. */
  readonly remarks: readonly string[];
}

/** Element types of weights; of others, such as I8, the numbers mean nothing without their scales. */
const weightTypes: readonly string[] = ["F32", "F16", "BF16", "F64"];

/** What hub files hold beside weights: buffers, and modules that no task here reads. */
const harmless: readonly RegExp[] = [
  /(^|\.)position_ids$/,
  /(^|\.)token_type_ids$/,
  /(^|\.)attn\.(masked_)?bias$/, // GPT-2's triangle of what each word sees
  /(^|\.)rotary_emb\.inv_freq$/, // Llama's, which its config gives
  /(^|\.)embeddings\.mask_token$/, // ViT's, of masked pictures
  /(^|\.)embeddings\.position_embeddings\._?weight$/, // DeBERTa's, which its config turns off
  /(^|\.)pooler\./,
];

/** Modules of heads for other tasks. */
const heads = /^(classifier|score|lm_head|cls|qa_outputs|lm_predictions|mask_predictions)\./;

/**
 * Matches each weight with a tensor. Two tensors for one weight must hold the same numbers: older and
 * newer names, with and without prefix, and what the config ties.
 * Errors: `missing-weight`, `wrong-shape`, `wrong-type`, `two-values`, `mixed-prefix` and, for a tensor
 * inside the base model that the config has no place for, `surplus-weight`; each names the first at fault.
 */
export function matchCheckpoint<C>(
  model: Configured<C>,
  weights: readonly Weight[],
  contents: Contents,
): Result<Match> {
  const found = new Map<string, string>();
  /** The file's name → the first weight that it holds. */
  const owners = new Map<string, string>();
  for (const weight of weights) {
    const names = namesOf(model, weight.name).filter((name) => contents.tensors.has(name));
    // An untied map to words may lie under the words' name, and is another weight all the same.
    const copies = names.filter((name, place) => place === 0 || !owners.has(name));
    const fault = weightFault(weight, copies, contents);
    if (fault !== undefined) return fault;
    for (const name of copies) owners.set(name, owners.get(name) ?? weight.name);
    found.set(weight.name, copies[0] as string);
  }
  const surplus = surplusOf(model, owners, contents);
  const fault = prefixFault(model, found) ?? surplusFault(model, weights, surplus);
  const remarks = [...borrowed(found, owners), ...unread(surplus.filter(isNobodys))];
  return fault ?? { ok: true, value: { found, remarks } };
}

function surplusOf<C>(
  { architecture, config }: Configured<C>,
  owners: ReadonlyMap<string, string>,
  { tensors }: Contents,
): string[] {
  const repeats = architecture.tied(config);
  return [...tensors.keys()].filter((name) => !owners.has(name) && !Object.hasOwn(repeats, name));
}

function borrowed(
  found: ReadonlyMap<string, string>,
  owners: ReadonlyMap<string, string>,
): string[] {
  return [...found].filter(([weight, name]) => owners.get(name) !== weight).map(([weight, name]) =>
    `The checkpoint lacks ${weight}, which its config does not tie: it starts as ${name}`
  );
}

function unread(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const [few, more] = [names.slice(0, 3).join(", "), names.length - 3];
  const all = `${printable(few)}${more > 0 ? ` and ${more} more` : ""}`;
  return [`No model here reads ${all} of the checkpoint`];
}

/** Every name under which a checkpoint may hold that weight, best first. */
function namesOf<C>({ architecture, config }: Configured<C>, weight: string): string[] {
  const repeats = Object.entries(architecture.tied(config)).filter(([, other]) => other === weight);
  return [...architecture.checkpointNames(weight), ...repeats.map(([name]) => name)];
}

function weightFault(
  { name, shape: wanted }: Weight,
  [first, ...others]: readonly string[],
  contents: Contents,
): Result<never> | undefined {
  if (first === undefined) return missing(name, contents);
  const { dtype, shape } = contents.tensors.get(first) as StoredWeight;
  if (!weightTypes.includes(dtype)) {
    const known = `weights are of ${weightTypes.join(", ")}, and quantised ones are not read`;
    return refuse("wrong-type", `${first} is of type ${dtype}: ${known}`);
  }
  if (String(shape) !== String(wanted)) {
    const sizes = `must have shape [${wanted}]: current value is [${shape}]`;
    return refuse("wrong-shape", `${first} ${sizes}`);
  }
  const other = others.find((each) => !areEqual(contents, first, each));
  if (other === undefined) return undefined;
  return refuse("two-values", `${other} and ${first} are one weight and hold different numbers`);
}

/** Says also what is there in its place: `query.qweight`. */
function missing(name: string, { tensors }: Contents): Result<never> {
  const module = name.replace(/\.\w+$/, ".");
  const beside = [...tensors].find(([each, { dtype }]) =>
    each.startsWith(module) && !weightTypes.includes(dtype)
  );
  if (beside === undefined) return refuse("missing-weight", `it lacks ${name}`);
  const instead = `it has ${beside[0]} of type ${beside[1].dtype}, and quantised ones are not read`;
  return refuse("missing-weight", `it lacks ${name}: ${instead}`);
}

/** By their numbers, bit by bit; files may keep a copy in another precision. */
function areEqual({ tensors, read }: Contents, one: string, other: string): boolean {
  const [a, b] = [tensors.get(one), tensors.get(other)];
  if (String(a?.shape) !== String(b?.shape) || !weightTypes.includes(b?.dtype ?? "")) return false;
  const [numbers, others] = [read(one).data, read(other).data];
  return numbers.every((element, place) => Object.is(element, others[place]));
}

/** A base model has its prefix everywhere or nowhere; the rest of a mixed one would not be loaded. */
function prefixFault<C>(
  { architecture: { prefix, tied }, config }: Configured<C>,
  found: ReadonlyMap<string, string>,
): Result<never> | undefined {
  const base = [...found].filter(([weight]) => weight.startsWith(prefix)).map(([, name]) => name)
    .filter((name) => !Object.hasOwn(tied(config), name));
  const [long, short] = [true, false].map((has) =>
    base.find((name) => name.startsWith(prefix) === has)
  );
  if (long === undefined || short === undefined) return undefined;
  return refuse("mixed-prefix", `${long} has the prefix ${prefix} and ${short} has not`);
}

/** What lies inside the base model, or beside a weight, and has no place there changes what is computed. */
function surplusFault<C>(
  model: Configured<C>,
  weights: readonly Weight[],
  surplus: readonly string[],
): Result<never> | undefined {
  const { architecture: { prefix, tied }, config } = model;
  const bare = (name: string) => name.startsWith(prefix) ? name.slice(prefix.length) : name;
  const base = weights.filter(({ name }) => name.startsWith(prefix));
  const modules = new Set(base.map(({ name }) => bare(name).split(".")[0]));
  const beside = [...weights.map(({ name }) => name), ...Object.keys(tied(config))]
    .map((name) => name.replace(/\w+$/, ""));
  const found = surplus.find((name) =>
    !isHarmless(name) &&
    (modules.has(bare(name).split(".")[0]) || beside.some((module) => isIn(name, module)))
  );
  if (found === undefined) return undefined;
  return refuse("surplus-weight", `it has ${found}, for which the config has no place`);
}

function isIn(name: string, module: string): boolean {
  return module !== "" && name.startsWith(module);
}

function isHarmless(name: string): boolean {
  return harmless.some((pattern) => pattern.test(name));
}

function isNobodys(name: string): boolean {
  return !isHarmless(name) && !heads.test(name);
}

function refuse(reason: string, why: string): Result<never> {
  return { ok: false, reason, message: `Cannot load the checkpoint as ${printable(why)}` };
}
