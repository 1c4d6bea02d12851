// The local store: one folder, safe against crashes and shared by runs at the same time.
//
//   objects/ab/ab12…              bytes by digest, read-only
//   records/<stage>/<key>/<claim>.json       what a key gave; one of another result is measured nondeterminism
//   records/<stage>/<key>/<claim>.note.json  how long it took, and where          (memory: may be lost)
//   partial/<key>/                checkpoints of an action that is not done
//   leases/<key>                  locked by the run that is at work on it
//   runs/<id>/                    events.jsonl, machine.json, logs/<node>.log
//   nodes/<study>/<node>.json     the record a node came to last                  (memory: may be lost)
//   code/<bundle>-<packages>.json what code digests were made of                  (memory: may be lost)
//   memo/                         objects.json, code.json: stats that spare reading    (may be lost)
//   quarantine/<name>.<random>    wrong bytes, and whatever lay where a file of ours belongs
//   scratch/<process>/            what is not whole yet; removed with its process, or by the next run
import { z } from "zod";
import { codeDigests, codeIdentity } from "../code_identity.ts";
import type { CodeDigests } from "../fingerprint.ts";
import { type Claim, type Note, noteSchema, type StoredRecord } from "../record.ts";
import { type Folder, openFolder, syncFile } from "./folder.ts";
import { takeLease } from "./locks.ts";
import { type Memory, openMemory } from "./memory.ts";
import { openObjects } from "./objects.ts";
import { digest, isSegment, key } from "./parse.ts";
import { claimPath, readRecords, recordOf } from "./records.ts";
import {
  makePartial,
  openScratch,
  partialName,
  removeDeadScratch,
  removeFinishedPartials,
  type Scratch,
} from "./scratch.ts";
import { openStatMemo, type StatMemo } from "./stat_memo.ts";
import type { Pointer, Store } from "./store.ts";

/** The store of a folder, which need not exist; nothing is touched before the first call that writes. */
export function openStore(path: string, clock: () => number = Date.now): Store {
  const folder = openFolder(path);
  const scratch = lazyScratch(folder);
  const memory = openMemory(folder, scratch.next);
  const memo = lazyMemo(memory);
  const objects = openObjects({ folder, memo: memo.get, scratch: scratch.next, clock });
  return {
    folder: folder.path,
    objectPath: objects.path,
    input: objects.input,
    check: objects.check,
    put: objects.put,
    quarantine: objects.quarantine,
    memory,
    ...remembered(memory),
    records: (stage, key) => readRecords(folder, stage, key),
    record: (claim, note) => commit(folder, { claim, note, memory, temporary: scratch.next() }),
    lease: (key) => takeLease(folder, key),
    partial: (key) => makePartial(folder, key),
    dropPartial: (key) => folder.remove(partialName(key)),
    scratch: scratch.next,
    make: folder.make,
    clean() {
      removeDeadScratch(folder);
      removeFinishedPartials(folder);
    },
    async close(settle = true) {
      try {
        if (settle && memo.isOpen()) await objects.settle();
      } finally {
        memo.save();
        memory.trust();
        scratch.close();
      }
    },
  };
}

function lazyScratch(folder: Folder) {
  let scratch: Scratch | undefined;
  return {
    next: () => (scratch ??= openScratch(folder)).next(),
    close() {
      scratch?.close();
      scratch = undefined;
    },
  };
}

function lazyMemo(memory: Memory) {
  let memo: StatMemo | undefined;
  return {
    get: () => memo ??= openStatMemo(memory),
    isOpen: () => memo !== undefined,
    save() {
      memo?.save();
      memo = undefined;
    },
  };
}

interface Commit {
  readonly claim: Claim;
  readonly note: Note;
  readonly memory: Memory;
  readonly temporary: string;
}

/** The note first: the claim is the moment at which the action counts as done. */
function commit(folder: Folder, { claim, note, memory, temporary }: Commit): StoredRecord {
  const { record, text } = recordOf(claim);
  const path = claimPath(claim, record.name);
  memory.remember(noteName(record), note);
  Deno.writeTextFileSync(temporary, text);
  syncFile(temporary);
  folder.take(temporary, path);
  syncFile(folder.make(path.slice(0, path.lastIndexOf("/"))));
  return record;
}

const pointerSchema: z.ZodType<Pointer> = z.strictObject({
  stage: z.string().refine(isSegment),
  key,
  claim: digest,
});

/** What is remembered under names of our own; without it reasons are shorter, and results the same. */
function remembered(memory: Memory) {
  return {
    note: (record: StoredRecord) => memory.recall(noteName(record), noteSchema),
    pointer: (study: string, node: string) =>
      memory.recall(pointerName(study, node), pointerSchema),
    remember: (study: string, node: string, pointer: Pointer) =>
      memory.remember(pointerName(study, node), pointer),
    code: (digests: CodeDigests) => memory.recall(codeName(digests), codeIdentity),
    rememberCode: (identity: Parameters<Store["rememberCode"]>[0]) =>
      memory.remember(codeName(codeDigests(identity)), identity),
  };
}

function noteName({ name, claim }: StoredRecord): string {
  return claimPath(claim, name).replace(/\.json$/, ".note");
}

function pointerName(study: string, node: string): string {
  return `nodes/${study}/${node}`;
}

function codeName({ bundle, packages }: CodeDigests): string {
  return `code/${bundle}-${packages.slice(0, 16)}`;
}
