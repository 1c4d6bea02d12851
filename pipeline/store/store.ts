// What a store offers: objects under their digests, records under keys, and the leases of those at work.
import type { CodeIdentity } from "../code_identity.ts";
import type { Digest, Key } from "../digest.ts";
import type { CodeDigests } from "../fingerprint.ts";
import type { RecordOf } from "../record.ts";
import type { Lock } from "./locked.ts";
import type { ObjectRef, ObjectState } from "./objects.ts";

/** The record that a node of a study came to last: what `why` and `show` start from. */
export interface Pointer {
  readonly stage: string;
  readonly key: Key;
  /** Which of the key's records: the digest of its outputs. */
  readonly result: Digest;
}

/**
 * One process's view of a store. Reading it changes nothing on disk; the methods of the second half
 * write. One run at a time uses a view; other runs, in this process or others, open their own.
 */
export interface Store {
  readonly folder: string;
  /** Where the bytes of a digest lie, to be read in place and never to be written. */
  objectPath(digest: Digest): string;
  /** Reads the bytes, or trusts a stat that vouches for them unless `paranoid`. */
  check(object: ObjectRef, paranoid?: boolean): Promise<ObjectState>;
  /** Every whole record of a key, in one order everywhere. */
  records(stage: string, key: Key): RecordOf[];
  pointer(study: string, node: string): Pointer | undefined;
  /** What two code digests were made of, for the reasons that `why` gives. */
  code(digests: CodeDigests): CodeIdentity | undefined;

  /** Moves a file of this store's scratch folder in; gives its address. */
  put(file: string): Promise<ObjectRef>;
  /** Puts wrong bytes aside; gives their new path. */
  quarantine(digest: Digest): string;
  /** Commits: from here on the action counts as done. */
  record(record: RecordOf): void;
  /** Points a node at its latest record; writes only what is new. */
  remember(study: string, node: string, pointer: Pointer): void;
  rememberCode(identity: CodeIdentity): void;
  /** The right to run an action; undefined while another process holds it. */
  lease(key: Key): Lock | undefined;
  /** The folder of a key's checkpoints, made where it lacks. */
  partial(key: Key): string;
  dropPartial(key: Key): void;
  /** A path in this process's scratch folder, on the same file system as the objects. */
  scratch(): string;
  /** Writes a small file that can be done without, such as a memo, by its path within the store. */
  note(path: string, text: string): void;
  /** Removes what dead runs left behind. */
  clean(): void;
  /** Saves the memo and removes the scratch folder; `settle` first reads what stats do not yet vouch for. */
  close(settle?: boolean): Promise<void>;
}
