// What docs/security.md promises of processes that are shut in, to be held against what they tried.
import { fileURLToPath } from "node:url";

/** Name of a try → what came of it. */
export type Tried = Readonly<Record<string, number | string>>;

/** The rows of docs/security.md's table: whether a worker may, and the names of the tries. */
export function promises(): { may: boolean; tries: string[] }[] {
  const page = fileURLToPath(new URL("../../docs/security.md", import.meta.url));
  const rows = Deno.readTextFileSync(page).split("\n").map((line) => line.split(/ *\| */));
  return rows.filter(([, , may]) => may === "yes" || may === "no").map((
    [, , may, , tried = ""],
  ) => ({
    may: may === "yes",
    tries: [...tried.matchAll(/`(.+?)`/g)].map(([, name = ""]) => name),
  }));
}

/** What the kernel says where it refuses: EPERM, EACCES, EXDEV (a file that would move), ENOSYS (no such call). */
const refusals = [1, 13, 18, 38];

/** Whether a try came through, was refused, or failed for a reason that proves nothing. */
export function outcomeOf(tried: number | string | undefined): "allowed" | "refused" | "failed" {
  if (typeof tried === "number") {
    return tried >= 0 ? "allowed" : refusals.includes(-tried) ? "refused" : "failed";
  }
  if (tried === undefined || tried === "") return "refused";
  return /^(NotCapable|PermissionDenied): /.test(tried) ? "refused" : "allowed";
}
