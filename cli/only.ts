// `--only model=…,data=…,method=…,seed=…`: parsed; a repeated key gives alternatives.
import { unknownName } from "./spoken.ts";
import type { Result } from "../pipeline/mod.ts";

const keys = ["model", "data", "method", "seed"] as const;
type Key = typeof keys[number];

/** For each key the alternatives, in the order of the command line. */
export type Only = Readonly<Partial<Record<Key, readonly string[]>>>;

/** A cell as far as `--only` looks at it. */
export type Selectable = Readonly<Record<"model" | "data" | "method", string>> & {
  readonly seed: number;
};

/** Reads every `--only` given. Refuses an unknown key, a key without a value, and an empty part. */
export function parseOnly(texts: readonly string[]): Result<Only> {
  const only: Partial<Record<Key, string[]>> = {};
  for (const part of texts.flatMap((text) => text.split(","))) {
    const pair = parsePair(part.trim());
    if (!pair.ok) return pair;
    const [key, value] = pair.value;
    only[key] = [...(only[key] ?? []), value];
  }
  return { ok: true, value: only };
}

function parsePair(part: string): Result<readonly [Key, string]> {
  const [key = "", ...rest] = part.split("=");
  const value = rest.join("=");
  if (value === "") {
    return refused(
      `Cannot read '${part}' in --only as it is no key=value; write for example --only method=cla`,
    );
  }
  const known = keys.find((candidate) => candidate === key);
  return known
    ? { ok: true, value: [known, value] }
    : refused(unknownName("key of --only", key, keys));
}

/** Refuses a value that no cell of the study has, and suggests the nearest that one has. */
export function checkOnly(only: Only, cells: readonly Selectable[]): Result<Only> {
  for (const key of keys) {
    const known = new Set(cells.map((cell) => String(cell[key])));
    const unknown = only[key]?.find((value) => !known.has(value));
    if (unknown !== undefined) return refused(`${unknownName(key, unknown, known)} (in --only)`);
  }
  return { ok: true, value: only };
}

function refused(message: string): Result<never> {
  return { ok: false, reason: "wrong-only", message };
}
