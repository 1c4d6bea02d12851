// What a store remembers only to save work or to tell reasons: one door, behind which everything may be lost.
import type { z } from "zod";
import { digestOf } from "../digest.ts";
import { attemptSync, systemCause } from "../system_error.ts";
import type { Folder } from "./folder.ts";
import { utf8 } from "./parse.ts";

/** The memory of a store. Names are paths within it, without an extension. */
export interface Memory {
  /** What was remembered, if it is whole and of the schema. */
  recall<T>(name: string, schema: z.ZodType<T>): T | undefined;
  /** Keeps a value of JSON, where it is news. A disk that refuses costs the memory, and is told by `takeLoss`. */
  remember(name: string, value: unknown): void;
  /** Believes nothing that was remembered before, from here to `trust`. */
  distrust(): void;
  trust(): void;
  /** Why something could not be remembered, the first time since this was last asked. */
  takeLoss(): string | undefined;
}

// {"sha256":"<of the value's text>","value":<the value>}: JSON for people, one slice for us.
const opening = '{"sha256":"';
const middle = '","value":';
const valueAt = opening.length + 64 + middle.length;

/** The memory in a folder; `scratch` gives paths on its file system for what is not whole yet. */
export function openMemory(folder: Folder, scratch: () => string): Memory {
  let loss: string | undefined;
  let trusted = true;
  const read = (name: string) => textOrNothing(folder, `${name}.json`);
  const write = (name: string, text: string) => {
    const temporary = scratch();
    Deno.writeTextFileSync(temporary, text);
    folder.take(temporary, `${name}.json`);
  };
  return {
    recall: (name, schema) => trusted ? unsealed(read(name), schema) : undefined,
    remember(name, value) {
      const text = sealed(value);
      const what = `remember in the store ${folder.path} what spares work`;
      const done = attemptSync(what, () => read(name) === text || write(name, text));
      if (!done.ok) loss ??= done.message;
    },
    distrust: () => void (trusted = false),
    trust: () => void (trusted = true),
    takeLoss() {
      const taken = loss;
      loss = undefined;
      return taken;
    },
  };
}

function sealed(value: unknown): string {
  const text = JSON.stringify(value);
  return `${opening}${digestOf(text)}${middle}${text}}\n`;
}

/** A memory that does not have its own digest is in doubt, and thrown away. */
function unsealed<T>(text: string | undefined, schema: z.ZodType<T>): T | undefined {
  if (text === undefined || !text.startsWith(opening) || !text.endsWith("}\n")) return undefined;
  const value = text.slice(valueAt, -2);
  if (`${digestOf(value)}${middle}` !== text.slice(opening.length, valueAt)) return undefined;
  return schema.safeParse(parsed(value)).data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whatever hinders reading a memory, a failing disk included, makes it a lost one. */
function textOrNothing(folder: Folder, path: string): string | undefined {
  try {
    const bytes = folder.read(path);
    return bytes && utf8(bytes);
  } catch (error) {
    if (systemCause(error) === undefined) throw error;
    return undefined;
  }
}
