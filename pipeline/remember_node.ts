// Notes, beside the records, where a node stands: what `why` compares with, and where `show` begins.
import { codeIn } from "./code.ts";
import type { StoredRecord } from "./record.ts";
import type { Running, Task } from "./running.ts";

/** Points the node at the record that it came to. */
export function rememberNode(run: Running, { node, key }: Task, record: StoredRecord): void {
  const pointer = { stage: node.stage.name, key, claim: record.name };
  run.context.store.remember(run.graph.study, node.name, pointer);
}

/** Keeps what the stage's code was made of, so that a later difference can be told by its files. */
export function rememberCode(run: Running, { node }: Task): void {
  run.context.store.rememberCode(codeIn(run.codes, node.stage));
}
