// What tells, without reading it, that a file is still the one that was read: its stat, with the racy rule.
import { z } from "zod";
import { orIfAbsent } from "./system_error.ts";

/** dev, ino, size, mtime (ms), ctime (ms, whole seconds under Deno), and when the bytes were read (ms). */
export type FileStat = readonly [
  dev: number,
  ino: number,
  size: number,
  mtime: number,
  ctime: number,
  read: number,
];

/** A stat that was remembered. */
export const fileStat: z.ZodType<FileStat> = z.tuple([
  z.number(),
  z.number(),
  z.number(),
  z.number(),
  z.number(),
  z.number(),
]);

// ctime has whole seconds, so a change within the second of the reading leaves no trace. Two seconds
// after the last change a reading is safe: any later change gets a later ctime.
const racyMs = 2000;

/** The stat of a file, or undefined where there is none. `read` is when its bytes are about to be read. */
export function statOf(path: string, read: number): FileStat | undefined {
  const info = orIfAbsent(() => Deno.lstatSync(path), undefined);
  return info && toFileStat(info, read);
}

/** The fields of a stat that was made already. */
export function toFileStat(info: Deno.FileInfo, read: number): FileStat {
  const mtime = info.mtime?.getTime() ?? 0;
  const ctime = info.ctime?.getTime() ?? 0;
  return [info.dev, info.ino ?? 0, info.size, mtime, ctime, read];
}

/** Whether `known`, taken when the bytes were read, vouches for a file that now has the stat `now`. */
export function vouches(known: FileStat, now: FileStat): boolean {
  const same = known.slice(0, 5).every((field, i) => field === now[i]);
  return same && !isRacy(known);
}

/** Whether a file changed so shortly before it was read that a later change could go unseen. */
export function isRacy(stat: FileStat): boolean {
  const [, , , mtime, ctime, read] = stat;
  return read - Math.max(mtime, ctime) < racyMs;
}
