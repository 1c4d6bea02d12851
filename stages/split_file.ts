// A split of prepared data as a safetensors file: one tensor a column, rows first.
import type { Column, Split } from "../data/mod.ts";
import { openSafetensors, writeSafetensors } from "../engine/run.ts";
import { expectValue } from "./expect_value.ts";

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
