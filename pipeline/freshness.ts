// Whether a key is done: it has a record whose objects are all there, byte for byte.
import type { Key } from "./digest.ts";
import type { StoredRecord } from "./record.ts";
import type { AnyStage } from "./stage.ts";
import type { ObjectRef, ObjectState } from "./store/objects.ts";
import type { Store } from "./store/store.ts";

/** An object that a record promises and the store cannot give. */
export interface Broken {
  readonly file: string;
  readonly object: ObjectRef;
  readonly state: Exclude<ObjectState, "good">;
}

/** What the store knows of a key. */
export interface Freshness {
  /** The record to go by: the first whole one, by the digest of its outputs. */
  readonly record: StoredRecord | undefined;
  /** The records that the key has. */
  readonly records: readonly StoredRecord[];
  /** What is broken, where no record is whole. */
  readonly broken: readonly Broken[];
}

/** What is asked about: the key of a stage. */
export interface Question {
  readonly stage: AnyStage;
  readonly key: Key;
}

/** Looks a key up, and verifies every object of the record that it settles on. */
export async function freshnessOf(store: Store, { stage, key }: Question): Promise<Freshness> {
  const records = store.records(stage.name, key).filter((record) => gives(record, stage));
  const broken: Broken[] = [];
  for (const record of records) {
    const found = await brokenObjects(store, record);
    if (found.length === 0) return { record, records, broken: [] };
    for (const item of found) broken.push(item);
  }
  return { record: undefined, records, broken };
}

/** Whether a record has exactly what the stage writes; whoever wrote the store may have claimed less. */
function gives({ claim: { outputs } }: StoredRecord, stage: AnyStage): boolean {
  return stage.outputs.every((file) => Object.hasOwn(outputs, file)) &&
    (stage.writesMore === true || Object.keys(outputs).length === stage.outputs.length);
}

async function brokenObjects(store: Store, { claim }: StoredRecord): Promise<Broken[]> {
  const broken: Broken[] = [];
  for (const [file, object] of Object.entries(claim.outputs)) {
    const state = await store.check(object);
    if (state !== "good") broken.push({ file, object, state });
  }
  return broken;
}
