// Runs `libraries.py` on a written request, and reads what it reports.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Result, success } from "../../pipeline/mod.ts";
import { readJson } from "../../stages/json_file.ts";
import { spoken } from "./python_environment.ts";

/** `report.json`. */
export interface Report {
  readonly versions: Readonly<Record<string, string>>;
  readonly exports: readonly { readonly name: string; readonly error: string | null }[];
  readonly adapters: readonly { readonly name: string; readonly base: string }[];
}

const script = fileURLToPath(new URL("libraries.py", import.meta.url));

/** The report on the request in `work`; refused with the interpreter's last word. */
export async function askLibraries(python: string, work: string): Promise<Result<Report>> {
  const ran = await spoken(python, [script, work]);
  if (!ran.ok) return ran;
  return success(await readJson<Report>(join(work, "report.json")));
}
