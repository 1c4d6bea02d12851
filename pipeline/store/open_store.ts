// The local store: one folder (its layout is in artifacts/README.md), safe against crashes and shared by runs.
import { join, resolve } from "node:path";
import type { Key } from "../digest.ts";
import { takeLease } from "./leases.ts";
import { openNotes } from "./notes.ts";
import { openObjects } from "./objects.ts";
import { partialFolder, removeFinishedPartials, removePartial } from "./partials.ts";
import { readRecords, recordPath } from "./records.ts";
import { openScratch, removeDeadScratch, type Scratch } from "./scratch.ts";
import { openStatMemo, type StatMemo } from "./stat_memo.ts";
import type { Store } from "./store.ts";
import { writeWhole } from "./write_whole.ts";

/** The store of a folder, which need not exist; nothing is touched before the first call that writes. */
export function openStore(path: string, clock: () => number = Date.now): Store {
  // Absolute, since workers, which stand elsewhere, read objects by their paths.
  const folder = resolve(path);
  const lazy = lazyParts(folder);
  const objects = openObjects({ folder, memo: lazy.memo, clock });
  const write = (path: string, text: string) =>
    writeWhole(join(folder, path), text, lazy.scratch().next());
  return {
    folder,
    objectPath: objects.path,
    check: objects.check,
    put: objects.put,
    quarantine: objects.quarantine,
    ...openNotes(folder, write),
    records: (stage, key) => readRecords(folder, stage, key),
    record: (record) => write(recordPath(record), JSON.stringify(record, null, 1) + "\n"),
    lease: (key) => takeLease(folder, key),
    partial: (key) => madePartial(folder, key),
    dropPartial: (key) => removePartial(folder, key),
    scratch: () => lazy.scratch().next(),
    write,
    clean: () => clean(folder),
    async close(settle = true) {
      if (settle && lazy.hasMemo()) await objects.settle();
      lazy.close(write);
    },
  };
}

/** The memo and the scratch folder, opened when first asked for. */
function lazyParts(folder: string) {
  let memo: StatMemo | undefined;
  let scratch: Scratch | undefined;
  return {
    memo: () => memo ??= openStatMemo(join(folder, "memo", "objects.json")),
    scratch: () => scratch ??= openScratch(folder),
    hasMemo: () => memo !== undefined,
    close(write: (path: string, text: string) => void) {
      const text = memo?.text();
      if (text !== undefined) write("memo/objects.json", text);
      scratch?.close();
      memo = undefined;
      scratch = undefined;
    },
  };
}

function madePartial(folder: string, key: Key): string {
  const partial = partialFolder(folder, key);
  Deno.mkdirSync(partial, { recursive: true });
  return partial;
}

function clean(folder: string): void {
  removeDeadScratch(folder);
  removeFinishedPartials(folder);
}
