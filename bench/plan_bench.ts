// Bench: planning a study whose nodes are all up to date, against a plain loop of stats. Nothing here can fail.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Context } from "../pipeline/context.ts";
import type { Graph } from "../pipeline/graph.ts";
import { openStore } from "../pipeline/store/open_store.ts";
import { plan } from "../pipeline/plan.ts";
import { engineSetting } from "../studies/mod.ts";
import { fillStore } from "./plan/fill_store.ts";
import { statFiles } from "./plan/stat_files.ts";
import { wideGraph, wideStudy } from "./plan/wide_study.ts";
import { least, median } from "./report/statistics.ts";
import { figure, markdown, type Table } from "./report/table.ts";

const sizes = [1_000, 10_000];
const repeats = 3;
const root = fileURLToPath(new URL("../", import.meta.url));

const columns = ["what", "files", "min ms", "median ms", "min ÷ stats", "median ÷ stats"];

const notes = [
  "`files`: objects and records of the store, which lies in memory (/dev/shm) where there is such a " +
  "folder. Each repeat opens the store anew.",
];

/** A table for each size; `seen` is called with each as soon as it is there. */
export async function benchPlan(seen: (table: Table) => void): Promise<void> {
  for (const size of sizes) {
    const folder = await Deno.makeTempDir({ prefix: "cairn-bench-plan-", ...await memoryFolder() });
    try {
      seen(await tableOf(size, folder));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  }
}

/** Where syncing costs nothing: filling the store is not what is measured. */
async function memoryFolder(): Promise<{ dir?: string }> {
  const dir = "/dev/shm";
  return await Deno.stat(dir).then(({ isDirectory }) => isDirectory, () => false) ? { dir } : {};
}

/** A way to look at the store, with its timings in milliseconds. */
interface Contender {
  readonly name: string;
  readonly look: () => unknown;
  readonly times: number[];
}

async function tableOf(size: number, folder: string): Promise<Table> {
  const graph = wideGraph(size);
  const files = await fillStore(graph, await contextOf(folder));
  await expectFresh(graph, folder);
  const inProcess = [
    contender("stat each file", () => statFiles(files)),
    contender("plan()", async () => await plan(graph, await contextOf(folder))),
  ];
  const processes = await processesOn({ size, folder, files });
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const one of [...inProcess, ...processes]) await time(one);
  }
  return {
    title: `Plan of ${graph.nodes.size} nodes, all up to date`,
    columns,
    rows: [...rowsOf(inProcess, files.length), ...rowsOf(processes, files.length)],
    notes,
  };
}

async function contextOf(folder: string): Promise<Context> {
  const setting = await engineSetting("onnx");
  if (!setting.ok) throw new Error(setting.message);
  return { store: openStore(folder), root, ...setting.value, clock: () => Date.now() };
}

/** Throws where a node is not up to date: then it is another plan that would be timed. */
async function expectFresh(graph: Graph, folder: string): Promise<void> {
  const planned = await plan(graph, await contextOf(folder));
  const stale = planned.find(({ state }) => state !== "fresh");
  if (stale !== undefined) throw new Error(`Cannot time a plan that is not fresh: ${stale.reason}`);
}

interface Filled {
  readonly size: number;
  readonly folder: string;
  readonly files: readonly string[];
}

async function processesOn({ size, folder, files }: Filled): Promise<Contender[]> {
  const [study, list] = [join(folder, "study.json"), join(folder, "files.txt")];
  await Deno.writeTextFile(study, JSON.stringify(wideStudy(size)));
  await Deno.writeTextFile(list, files.join("\n"));
  return [
    contender("a process that stats each file", () => deno("bench/plan/stat_files.ts", list)),
    contender("cairn plan", () => deno("cli.ts", "plan", study, "--store", folder)),
  ];
}

function contender(name: string, look: () => unknown): Contender {
  return { name, look, times: [] };
}

async function time({ look, times }: Contender): Promise<void> {
  const begun = performance.now();
  await look();
  times.push(performance.now() - begun);
}

/** Runs a program of this project. Throws if it fails. */
async function deno(program: string, ...args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", program, ...args],
    cwd: root,
    env: { NO_COLOR: "1" },
  }).output();
  if (success) return;
  throw new Error(`Cannot time ${program}: ${new TextDecoder().decode(stderr)}`);
}

function rowsOf(contenders: readonly Contender[], files: number): string[][] {
  const peer = contenders[0];
  if (peer === undefined) return [];
  return contenders.map(({ name, times }) => [
    name,
    String(files),
    figure(least(times)),
    figure(median(times)),
    figure(least(times) / least(peer.times)),
    figure(median(times) / median(peer.times)),
  ]);
}

if (import.meta.main) {
  // deno-lint-ignore no-console -- a bench is a program: it prints what it finds.
  await benchPlan((table) => console.log(markdown(table)));
}
