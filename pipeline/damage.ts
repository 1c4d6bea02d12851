// The ledger of wrong and missing objects: noted when seen, put aside, struck off when their node is whole again.
import type { Broken } from "./freshness.ts";
import type { Running } from "./running.ts";

/** Notes what is broken in the records of a node. */
export function noteDamage(run: Running, node: string, broken: readonly Broken[]): void {
  if (broken.length > 0) run.damage.set(node, broken);
}

/** Puts the wrong objects of a node aside, so that nobody reads them and the right ones have room. */
export async function quarantineWrong(run: Running, node: string): Promise<void> {
  const { store } = run.context;
  for (const { file, object } of run.damage.get(node) ?? []) {
    if (await store.check(object) !== "wrong") continue;
    const path = store.quarantine(object.digest);
    run.emit({ event: "quarantined", node, file, digest: object.digest, path });
  }
}

/**
 * Strikes off the damage of a node that has a whole record. What came back byte for byte is told;
 * what did not is of a record that nobody goes by any more.
 */
export async function mend(run: Running, node: string): Promise<void> {
  const broken = run.damage.get(node);
  if (broken === undefined) return;
  run.damage.delete(node);
  for (const { file, object } of broken) {
    if (await run.context.store.check(object) !== "good") continue;
    run.emit({ event: "repaired", node, file, digest: object.digest });
  }
}

/** One line for each object that could not be rebuilt, by its own node or by another that gives the same bytes. */
export async function unrepaired(run: Running): Promise<string[]> {
  const lines: string[] = [];
  for (const [node, broken] of run.damage) {
    for (const { file, object, state } of broken) {
      if (await run.context.store.check(object) === "good") continue;
      lines.push(`${node}: ${file} is ${state} (${object.digest})`);
    }
  }
  return lines.sort();
}
