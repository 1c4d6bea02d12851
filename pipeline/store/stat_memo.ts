// Remembers which objects were read and found good, so that the next look at them is a stat and no reading.
import type { Digest } from "../digest.ts";
import { type FileStat, isRacy, vouches } from "../file_stat.ts";

const schema = "cairn.objects/1";

/** Digest → the stat of its object when its bytes were last found to have that digest. */
export interface StatMemo {
  vouchesFor(digest: Digest, now: FileStat): boolean;
  set(digest: Digest, stat: FileStat): void;
  delete(digest: Digest): void;
  /** Objects whose last reading came too soon after their writing to vouch for them. */
  racy(): Digest[];
  /** The text of the memo, with what another run has written since; undefined when nothing is new. */
  text(): string | undefined;
}

/** The memo of a file; a file that is missing or unreadable is an empty memo. */
export function openStatMemo(path: string): StatMemo {
  const known = readMemo(path);
  const changed = new Map<Digest, FileStat | undefined>();
  const set = (digest: Digest, stat: FileStat | undefined) => {
    changed.set(digest, stat);
    if (stat === undefined) known.delete(digest);
    else known.set(digest, stat);
  };
  return {
    vouchesFor(digest, now) {
      const stat = known.get(digest);
      return stat !== undefined && vouches(stat, now);
    },
    set,
    delete: (digest) => set(digest, undefined),
    racy: () => [...known].filter(([, stat]) => isRacy(stat)).map(([digest]) => digest),
    text: () => changed.size === 0 ? undefined : writeMemo(merged(path, changed)),
  };
}

/** Two runs may save one after the other: each lays only its own news over the file. */
function merged(path: string, changed: ReadonlyMap<Digest, FileStat | undefined>) {
  const memo = readMemo(path);
  for (const [digest, stat] of changed) {
    if (stat === undefined) memo.delete(digest);
    else memo.set(digest, stat);
  }
  return memo;
}

function writeMemo(memo: ReadonlyMap<Digest, FileStat>): string {
  return JSON.stringify({ schema, objects: Object.fromEntries(memo) });
}

function readMemo(path: string): Map<Digest, FileStat> {
  try {
    const memo = JSON.parse(Deno.readTextFileSync(path));
    if (memo?.schema !== schema) return new Map();
    return new Map(Object.entries(memo.objects) as [Digest, FileStat][]);
  } catch (error) {
    // A memo is disposable: without it objects are read once more.
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return new Map();
    throw error;
  }
}
