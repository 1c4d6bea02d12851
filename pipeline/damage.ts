// The ledger of wrong and missing objects: noted when seen, put aside, struck off when their bytes are back.
import type { Broken } from "./freshness.ts";
import type { Outputs } from "./record.ts";
import type { Running } from "./running.ts";

/** Notes what is broken in the records of a node. */
export function noteDamage(run: Running, node: string, broken: readonly Broken[]): void {
  for (const item of broken) run.damage.set(item.object.digest, { ...item, node });
}

/** Puts the wrong objects of a node aside, so that nobody reads them and the right ones have room. */
export async function quarantineWrong(run: Running, node: string): Promise<void> {
  const { store } = run.context;
  for (const damage of [...run.damage.values()].filter((item) => item.node === node)) {
    const { file, object } = damage;
    if (await store.check(object) !== "wrong") continue;
    const path = store.quarantine(object.digest);
    run.emit({ event: "quarantined", node, file, digest: object.digest, path });
  }
}

/** Strikes off what is whole again: these outputs were just verified. */
export function mend(run: Running, outputs: Outputs): void {
  for (const { digest } of Object.values(outputs)) {
    const damage = run.damage.get(digest);
    if (damage === undefined) continue;
    run.damage.delete(digest);
    run.emit({ event: "repaired", node: damage.node, file: damage.file, digest });
  }
}

/** One line for each object that could not be rebuilt. */
export function unrepaired(run: Running): string[] {
  return [...run.damage.values()].map(({ node, file, object, state }) =>
    `${node}: ${file} is ${state} (${object.digest})`
  ).sort();
}
