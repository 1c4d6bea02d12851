// Proves with the stock libraries that they load what we export, and that we load what they save.
//
// `deno task prove:peft [study]`, on a study that has been reproduced. A line for each case; the last line
// is "N passed, N failed". `--python <path>` uses an interpreter that has the libraries already.
import { parseArgs } from "node:util";
import { type Outside, processOutside } from "../../cli/outside.ts";
import { openWorkspace } from "../../cli/workspace.ts";
import { success } from "../../pipeline/mod.ts";
import { adapterVerdicts, exportVerdicts, type NamedVerdict } from "./verdicts.ts";
import { askLibraries } from "./ask_libraries.ts";
import { provenCells } from "./proven_cells.ts";
import { pythonEnvironment } from "./python_environment.ts";
import { writeRequest } from "./write_request.ts";

interface Asked {
  readonly study: string;
  readonly store: string | undefined;
  readonly python: string | undefined;
}

function asked(words: string[]): Asked {
  const { values: { python, store }, positionals: [study = "mini"] } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { python: { type: "string" }, store: { type: "string" } },
  });
  return { study, store, python };
}

/** The whole proof in a folder of work; true where every case passed. */
async function prove(
  { study, store, python }: Asked,
  work: string,
  outside: Outside,
): Promise<boolean> {
  const opened = await openWorkspace({ study, store }, outside);
  if (!opened.ok) return refuse(opened.message, outside);
  const cells = await provenCells(opened.value);
  if (!cells.ok) return refuse(cells.message, outside);
  const interpreter = python === undefined ? await pythonEnvironment(work) : success(python);
  if (!interpreter.ok) return refuse(interpreter.message, outside);
  const request = await writeRequest({ study, store, work }, cells.value);
  if (!request.ok) return refuse(request.message, outside);
  const report = await askLibraries(interpreter.value, work);
  if (!report.ok) return refuse(report.message, outside);
  const versions = Object.entries(report.value.versions).map((version) => version.join(" "));
  outside.write(`Stock libraries: ${versions.join(", ")}\n`);
  const proof = { work, request: request.value, report: report.value };
  const verdicts = [...await exportVerdicts(proof, cells.value), ...await adapterVerdicts(proof)];
  outside.write(table(verdicts));
  return verdicts.every(({ pass }) => pass);
}

/** A line for each case, and the count. */
function table(verdicts: readonly NamedVerdict[]): string {
  const width = Math.max(...verdicts.map(({ name }) => name.length));
  const lines = verdicts.map(({ name, pass, words }) =>
    `${pass ? "pass" : "FAIL"}  ${name.padEnd(width)}  ${words}\n`
  );
  const passed = verdicts.filter(({ pass }) => pass).length;
  return `${lines.join("")}${passed} passed, ${verdicts.length - passed} failed\n`;
}

function refuse(message: string, outside: Outside): false {
  outside.note(`${message}\n`);
  return false;
}

/** The folder of work goes with the process, however that ends: it holds gigabytes. */
async function main(): Promise<void> {
  const work = await Deno.makeTempDir({ prefix: "cairn-proof-" });
  const remove = () => Deno.removeSync(work, { recursive: true });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(signal, () => {
      remove();
      Deno.exit(130);
    });
  }
  let isProven = false;
  try {
    isProven = await prove(asked(Deno.args), work, processOutside());
  } finally {
    remove();
  }
  Deno.exit(isProven ? 0 : 1);
}

if (import.meta.main) await main();
