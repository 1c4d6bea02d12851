// Remembers which objects were read and found good, so that the next look at them is a stat and no reading.
import { z } from "zod";
import type { Digest } from "../digest.ts";
import { type FileStat, fileStat, isRacy, vouches } from "../file_stat.ts";
import type { Memory } from "./memory.ts";
import { digest, table } from "./parse.ts";

/** Digest → the stat of its object when its bytes were last found to have that digest. */
export interface StatMemo {
  vouchesFor(digest: Digest, now: FileStat): boolean;
  set(digest: Digest, stat: FileStat): void;
  delete(digest: Digest): void;
  /** Objects whose last reading came too soon after their writing to vouch for them. */
  racy(): Digest[];
  /** Keeps the news, over what another run has written since. */
  save(): void;
}

const memoName = "memo/objects";
const schema = z.strictObject({
  schema: z.literal("cairn.objects/2"),
  objects: table(digest as z.ZodType<string>, fileStat),
});

type Stats = Map<Digest, FileStat>;

/** The memo of a store; one that is missing or in doubt is empty. */
export function openStatMemo(memory: Memory): StatMemo {
  const known = recalled(memory);
  const changed = new Map<Digest, FileStat | undefined>();
  const set = (digest: Digest, stat: FileStat | undefined) => {
    changed.set(digest, stat);
    lay(known, digest, stat);
  };
  return {
    vouchesFor(digest, now) {
      const stat = known.get(digest);
      return stat !== undefined && vouches(stat, now);
    },
    set,
    delete: (digest) => set(digest, undefined),
    racy: () => [...known].filter(([, stat]) => isRacy(stat)).map(([digest]) => digest),
    save() {
      if (changed.size === 0) return;
      // Two runs may save one after the other: each lays only its own news over the memo.
      const merged = recalled(memory);
      for (const [digest, stat] of changed) lay(merged, digest, stat);
      const objects = Object.fromEntries(merged);
      memory.remember(memoName, { schema: schema.shape.schema.value, objects });
    },
  };
}

function lay(stats: Stats, digest: Digest, stat: FileStat | undefined): void {
  if (stat === undefined) stats.delete(digest);
  else stats.set(digest, stat);
}

function recalled(memory: Memory): Stats {
  const objects = memory.recall(memoName, schema)?.objects ?? {};
  return new Map(Object.entries(objects) as [Digest, FileStat][]);
}
