// Safetensors files that stages hand to each other: adapters and checkpoints as maps, splits one tensor a column.
import type { Column, Split } from "../data/mod.ts";
import { openSafetensors, type Value, writeSafetensors } from "../engine/run.ts";
import { expectValue } from "./expect_value.ts";

export type Tensors = Readonly<Record<string, Value>>;

/** Every tensor of a file, or those whose name begins with `prefix`, the prefix removed. */
export async function readTensors(path: string | undefined, prefix = ""): Promise<Tensors> {
  if (path === undefined) throw new Error("A stage asks for tensors that its node does not name");
  const file = expectValue(await openSafetensors(path));
  const names = [...file.tensors.keys()].filter((name) => name.startsWith(prefix));
  return Object.fromEntries(names.map((name) => [name.slice(prefix.length), file.read(name)]));
}

/** Names the tensors anew, each behind `prefix`. */
export function prefixed(prefix: string, tensors: Tensors): Tensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, value]) => [prefix + name, value]));
}

/** Writes a split; a column [count, ...shape] is a tensor of its name. */
export async function writeSplit(path: string, split: Split): Promise<void> {
  const tensors = Object.entries(split.columns).map(([name, { dtype, shape, data }]) =>
    [name, { dtype, shape: [split.count, ...shape], data }] as const
  );
  await writeSafetensors(path, Object.fromEntries(tensors));
}

/** Reads a split back whole. */
export async function readSplit(path: string | undefined): Promise<Split> {
  if (path === undefined) throw new Error("A stage asks for a split that its node does not name");
  const file = expectValue(await openSafetensors(path));
  const columns: Record<string, Column> = {};
  let count = 0;
  for (const name of file.tensors.keys()) {
    const { dtype, shape, data } = file.read(name);
    [count = 0] = shape;
    columns[name] = { dtype, shape: shape.slice(1), data } as Column;
  }
  return { count, columns };
}
