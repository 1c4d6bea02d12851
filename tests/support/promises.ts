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

/** A number of the C library, or what Deno gave or threw. */
export function succeeded(tried: number | string | undefined): boolean {
  if (typeof tried === "number") return tried >= 0;
  return tried !== undefined && tried !== "" && !/^(NotCapable|PermissionDenied): /.test(tried);
}
