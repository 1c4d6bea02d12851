// Runs every bench, prints its tables, and with --write keeps them in RESULTS.md. Nothing here can fail a build.
import { fileURLToPath } from "node:url";
import { unknownName } from "../cli/spoken.ts";
import {
  defaultEngine,
  type EngineName,
  engines,
  identifyEngine,
  isEngine,
} from "../engine/run.ts";
import { benchPlan } from "./plan_bench.ts";
import { machineLines } from "./report/machine.ts";
import { resultsPage } from "./report/results_page.ts";
import { markdown, type Table } from "./report/table.ts";
import { blasVariable } from "./step/peers.ts";
import { benchTrainingStep } from "./training_step_bench.ts";
import { benchWorkers } from "./worker_bench.ts";

async function runAll(args: readonly string[]): Promise<void> {
  const engines = await enginesIn(args);
  const about = machineLines();
  const tables: Table[] = [];
  const seen = (table: Table) => {
    tables.push(table);
    // deno-lint-ignore no-console -- a bench is a program: it prints what it finds.
    console.log(markdown(table));
  };
  await benchTrainingStep(engines, seen);
  await benchPlan(seen);
  await benchWorkers(seen);
  if (!args.includes("--write")) return;
  const path = fileURLToPath(new URL("RESULTS.md", import.meta.url));
  await Deno.writeTextFile(path, resultsPage(commandOf(args), about, tables));
  await new Deno.Command(Deno.execPath(), { args: ["fmt", "--quiet", path] }).output();
}

/** The default engine, and each that follows an `--engine`. Ends the program for one that cannot run here. */
async function enginesIn(args: readonly string[]): Promise<EngineName[]> {
  const asked = args.flatMap((word, place) => word === "--engine" ? [args[place + 1] ?? ""] : []);
  const names = [...new Set([defaultEngine, ...asked])];
  for (const name of names) {
    const refusal = await refusalOf(name);
    if (refusal === undefined) continue;
    // deno-lint-ignore no-console -- a bench is a program: it says why it does not run.
    console.error(refusal);
    Deno.exit(2);
  }
  return names as EngineName[];
}

async function refusalOf(name: string): Promise<string | undefined> {
  if (!isEngine(name)) return unknownName("engine", name, Object.keys(engines));
  const identified = await identifyEngine(name);
  return identified.ok ? undefined : identified.message;
}

/** As typed, the variable that names another BLAS included. */
function commandOf(args: readonly string[]): string {
  const blas = Deno.env.get(blasVariable) === undefined ? "" : `${blasVariable}=<folder> `;
  return `${blas}deno task bench ${args.join(" ")}`.trim();
}

if (import.meta.main) await runAll(Deno.args);
