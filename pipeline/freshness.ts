// Whether a key is done: it has a record whose objects are all there, byte for byte.
import type { Key } from "./digest.ts";
import type { RecordOf } from "./record.ts";
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
  readonly record: RecordOf | undefined;
  /** How many records the key has; more than one is measured nondeterminism. */
  readonly records: readonly RecordOf[];
  /** What is broken, where no record is whole. */
  readonly broken: readonly Broken[];
}

/** What is asked about: the key of a stage, and whether stats may vouch for bytes. */
export interface Question {
  readonly stage: string;
  readonly key: Key;
  readonly paranoid: boolean;
}

/** Looks a key up, and verifies every object of the record that it settles on. */
export async function freshnessOf(store: Store, question: Question): Promise<Freshness> {
  const records = store.records(question.stage, question.key);
  const broken: Broken[] = [];
  for (const record of records) {
    const found = await brokenObjects(store, record, question.paranoid);
    if (found.length === 0) return { record, records, broken: [] };
    broken.push(...found);
  }
  return { record: undefined, records, broken };
}

async function brokenObjects(store: Store, record: RecordOf, paranoid: boolean): Promise<Broken[]> {
  const broken: Broken[] = [];
  for (const [file, object] of Object.entries(record.outputs)) {
    const state = await store.check(object, paranoid);
    if (state !== "good") broken.push({ file, object, state });
  }
  return broken;
}
