// The local store: one folder, safe against crashes and shared by runs at the same time.
//
//   objects/ab/ab12…              bytes by digest, read-only
//   records/<stage>/<key>/<result>.json   what a key gave; a second file is measured nondeterminism
//   partial/<key>/                checkpoints of an action that is not done
//   leases/<key>                  locked by the run that is at work on it
//   runs/<id>/                    events.jsonl, machine.json, logs/<node>.log
//   nodes/<study>/<node>.json     the record a node came to last      (a note: may be lost)
//   code/<bundle>-<packages>.json what code digests were made of      (a note: may be lost)
//   memo/                         objects.json, code.json: stats that spare reading   (may be lost)
//   quarantine/<digest>.<random>  wrong bytes, put aside
//   scratch/<process>/            what is not whole yet; removed with its process, or by the next run
import { join, resolve } from "node:path";
import type { Key } from "../digest.ts";
import type { RecordOf } from "../record.ts";
import { takeLease } from "./leases.ts";
import { openNotes } from "./notes.ts";
import { openObjects } from "./objects.ts";
import { partialFolder, removeFinishedPartials, removePartial } from "./partials.ts";
import { readRecords, recordPath } from "./records.ts";
import { openScratch, removeDeadScratch, type Scratch } from "./scratch.ts";
import { openStatMemo, type StatMemo } from "./stat_memo.ts";
import type { Store } from "./store.ts";
import { writeNote, writeWhole } from "./write_whole.ts";

/** The store of a folder, which need not exist; nothing is touched before the first call that writes. */
export function openStore(path: string, clock: () => number = Date.now): Store {
  // Absolute, since workers, which stand elsewhere, read objects by their paths.
  const folder = resolve(path);
  const lazy = lazyParts(folder);
  const objects = openObjects({ folder, memo: lazy.memo, clock });
  const note = (path: string, text: string) =>
    writeNote(join(folder, path), text, lazy.scratch().next());
  return {
    folder,
    objectPath: objects.path,
    check: objects.check,
    put: objects.put,
    quarantine: objects.quarantine,
    ...openNotes(folder, note),
    records: (stage, key) => readRecords(folder, stage, key),
    record: (record) => writeRecord(join(folder, recordPath(record)), record, lazy.scratch()),
    lease: (key) => takeLease(folder, key),
    partial: (key) => madePartial(folder, key),
    dropPartial: (key) => removePartial(folder, key),
    scratch: () => lazy.scratch().next(),
    note,
    clean: () => clean(folder),
    async close(settle = true) {
      if (settle && lazy.hasMemo()) await objects.settle();
      lazy.close(note);
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
    close(note: (path: string, text: string) => void) {
      const text = memo?.text();
      if (text !== undefined) note("memo/objects.json", text);
      scratch?.close();
      memo = undefined;
      scratch = undefined;
    },
  };
}

function writeRecord(path: string, record: RecordOf, scratch: Scratch): void {
  writeWhole(path, JSON.stringify(record, null, 1) + "\n", scratch.next());
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
