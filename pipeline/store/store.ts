// What a store offers: objects under their digests, records under keys, and the leases of those at work.
import type { CodeIdentity } from "../code_identity.ts";
import type { Digest, Key } from "../digest.ts";
import type { CodeDigests } from "../fingerprint.ts";
import type { Claim, Note, StoredRecord } from "../record.ts";
import type { Lock } from "./locks.ts";
import type { Memory } from "./memory.ts";
import type { ObjectRef, ObjectState } from "./objects.ts";

/** The record that a node of a study came to last: what `why` and `show` start from. */
export interface Pointer {
  readonly stage: string;
  readonly key: Key;
  /** Which of the key's records. */
  readonly claim: Digest;
}

/**
 * One process's view of a store, which others may have written: nothing is followed out of it, and
 * nothing in it is believed before it is parsed. Reading it changes nothing on disk; the methods of
 * the second half write. One run at a time uses a view; other runs, in this process or others, open
 * their own. What the system refuses is thrown, and is `systemCause`'s to tell.
 */
export interface Store {
  readonly folder: string;
  /** Where the bytes of a digest lie, to be read in place and never to be written. */
  objectPath(digest: Digest): string;
  /** The same path for a worker, which would wait for a pipe. Throws NotPlain unless a plain file lies there. */
  input(digest: Digest): string;
  /** Reads the bytes, or trusts a stat that vouches for them. */
  check(object: ObjectRef): Promise<ObjectState>;
  /** Every sound record of a key, in one order everywhere. */
  records(stage: string, key: Key): StoredRecord[];
  /** The note beside a record, unless it is lost. */
  note(record: StoredRecord): Note | undefined;
  pointer(study: string, node: string): Pointer | undefined;
  /** What two code digests were made of, for the reasons that `why` gives. */
  code(digests: CodeDigests): CodeIdentity | undefined;
  /** What may be lost. */
  readonly memory: Memory;

  /** Moves a file of this store's scratch folder in; gives its address. */
  put(file: string): Promise<ObjectRef>;
  /** Puts wrong bytes aside; gives their new path. */
  quarantine(digest: Digest): string;
  /** Commits: from here on the action counts as done. */
  record(claim: Claim, note: Note): StoredRecord;
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
  /** Makes a folder of the store, such as that of a run; gives its path. */
  make(name: string): string;
  /** Removes what dead runs left behind. */
  clean(): void;
  /** Saves the memo and removes the scratch folder; `settle` first reads what stats do not yet vouch for. */
  close(settle?: boolean): Promise<void>;
}
