// Leases: the right to run one action, held by one process at a time and dropped by the system when it ends.
import { join } from "node:path";
import type { Key } from "../digest.ts";
import { type Lock, lockFile } from "./locked.ts";

/** The lease of a key, or undefined while another process has it. Its file goes with it. */
export function takeLease(store: string, key: Key): Lock | undefined {
  const path = join(store, "leases", key);
  Deno.mkdirSync(join(store, "leases"), { recursive: true });
  const lock = lockFile(path);
  return lock && { release: () => lock.release(() => Deno.removeSync(path)) };
}
