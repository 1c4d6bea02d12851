// The files of a reference folder: JSON of an expected shape, and tensors, doubles unrounded.
import type { z } from "zod";
import { readForeignFile } from "../data/mod.ts";
import { readSafetensors, type SafetensorsFile, type Value } from "../engine/run.ts";
import { issueSentence } from "../models/mod.ts";

/** Reads JSON. Errors: throws where the file is missing, no JSON, or not of the schema, naming the field. */
export async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  return parsed(await parsedText(path), { schema, what: path });
}

/** The value of a schema. Errors: throws with the first field at fault; `what` names the whole. */
export function parsed<T>(
  value: unknown,
  { schema, what }: { readonly schema: z.ZodType<T>; readonly what: string },
): T {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const sentence = issue === undefined ? "it is not valid" : issueSentence(issue, "it");
  throw new Error(`Cannot use ${what} as ${sentence}`);
}

async function parsedText(path: string): Promise<unknown> {
  const text = new TextDecoder().decode(unwrap(await readForeignFile(path)));
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`Cannot read ${path} as JSON: ${(error as SyntaxError).message}`);
  }
}

/** The tensors of a file; each is read when it is asked for. */
export interface Tensors {
  readonly names: readonly string[];
  has(name: string): boolean;
  /** As the engine holds it. Errors: throws where there is none of this name. */
  value(name: string): Value;
  /** The elements as they were written: doubles stay doubles. Errors: as `value`. */
  elements(name: string): ArrayLike<number>;
}

/** Opens a safetensors file. Errors: throws where it is missing or malformed. */
export async function openTensors(path: string): Promise<Tensors> {
  const file = await readSafetensors(path);
  return {
    names: [...file.tensors.keys()],
    has: (name) => file.tensors.has(name),
    value: (name) => file.read(name),
    elements: (name) => elementsOf(file, name),
  };
}

function elementsOf(file: SafetensorsFile, name: string): ArrayLike<number> {
  const isDouble = file.tensors.get(name)?.dtype === "F64";
  return isDouble ? file.readDoubles(name) : file.read(name).data;
}

/** The tensors whose names begin with `prefix`, without it: `in.input_ids` → `input_ids`. */
export function valuesUnder(tensors: Tensors, prefix: string): Record<string, Value> {
  const names = tensors.names.filter((name) => name.startsWith(prefix));
  return Object.fromEntries(names.map((name) => [name.slice(prefix.length), tensors.value(name)]));
}

/** The elements under the most exact of two names: the float64 run where the file has one. */
export function bestElements(tensors: Tensors, name: string): ArrayLike<number> {
  const exact = `${name}_f64`;
  return tensors.elements(tensors.has(exact) ? exact : name);
}

/** Whether a name is one of the patterns; `*` stands for any text: `*.key.bias`. */
export function matchesAny(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => expression(pattern).test(name));
}

function expression(pattern: string): RegExp {
  const parts = pattern.split("*").map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}

/** The value of a result. Errors: throws the sentence of a failure. */
export function unwrap<T>(
  result: { ok: true; value: T } | { readonly ok: false; readonly message: string },
): T {
  if (!result.ok) throw new Error(result.message);
  return result.value;
}
