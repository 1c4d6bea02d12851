// Whole safetensors files as maps of values: adapters, checkpoints.
import { openSafetensors, type Value } from "../engine/run.ts";
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
