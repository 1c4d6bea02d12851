// Bench: how long a worker takes from its start to its first word, behind the wall and without. Nothing here can fail.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { codesOf, sourcesOf } from "../pipeline/code.ts";
import type { AnyStage } from "../pipeline/stage.ts";
import type { Job } from "../pipeline/worker/job.ts";
import { type Kernel, thisKernel, wallName } from "../pipeline/worker/kernel.ts";
import { runWorker } from "../pipeline/worker/worker_process.ts";
import { train } from "../stages/mod.ts";
import { least, median } from "./report/statistics.ts";
import { figure, markdown, type Table } from "./report/table.ts";

const repeats = 12;
const root = fileURLToPath(new URL("../", import.meta.url));

const notes = [
  "From the start of the process to the first word of stage `train`, all of its modules and ONNX " +
  "Runtime loaded; it is given no parameters, and refuses. A worker without a launcher is what " +
  "`deno run --allow-all` starts.",
];

/** The table, when all has been measured. */
export async function benchWorkers(seen: (table: Table) => void): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "cairn-bench-worker-" });
  try {
    seen(await tableOf(folder));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function tableOf(folder: string): Promise<Table> {
  const contenders = await contendersIn(folder);
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const { start, times } of contenders) times.push(await timeOf(start));
  }
  return {
    title: "Start of a worker",
    columns: ["held by", "min ms", "median ms"],
    rows: contenders.map(({ name, times }) => [name, figure(least(times)), figure(median(times))]),
    notes,
  };
}

/** A way to start a worker, with its timings in milliseconds. */
interface Contender {
  readonly name: string;
  readonly start: () => Promise<unknown>;
  readonly times: number[];
}

async function contendersIn(folder: string): Promise<Contender[]> {
  const stage: AnyStage = train;
  const code = sourcesOf(await codesOf([stage], { root }), stage).map((path) => join(root, path));
  const job = await jobIn(folder, stage);
  const behind = (kernel: Kernel) => () => start(job, { kernel, code });
  const [bare, here] = [{ landlock: 0, seccomp: false }, thisKernel()];
  return [
    { name: "nothing, and no launcher", start: () => startBare(job), times: [] },
    { name: wallName(bare), start: behind(bare), times: [] },
    { name: wallName(here), start: behind(here), times: [] },
  ];
}

async function timeOf(start: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await start();
  return performance.now() - before;
}

async function jobIn(folder: string, { module, name }: AnyStage): Promise<Job> {
  const [scratch, partial] = [join(folder, "scratch"), join(folder, "partial")];
  for (const path of [scratch, partial]) await Deno.mkdir(path);
  const files = { inputs: {}, outputs: [], writesMore: false, scratch, partial };
  return { module, stage: name, parameters: {}, ...files, threads: 1 };
}

interface Held {
  readonly kernel: Kernel;
  readonly code: readonly string[];
}

async function start(job: Job, { kernel, code }: Held): Promise<void> {
  const needs = { variables: ["ORT_DISABLE_TELEMETRY"] };
  const objects = join(job.scratch, "objects");
  await runWorker(job, {
    surroundings: { root, configuration: root, code, objects, needs, kernel },
    signal: new AbortController().signal,
    log: `${job.scratch}.log`,
    progress() {},
    warn() {},
    logLost() {},
  });
}

async function startBare(job: Job): Promise<void> {
  const program = join(root, "pipeline/worker/worker.ts");
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-all", `--config=${root}/deno.json`, program],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const input = child.stdin.getWriter();
  await input.write(new TextEncoder().encode(`${JSON.stringify(job)}\n`));
  // The end of its input would end it: first it is to speak.
  await child.stdout.getReader().read();
  child.kill("SIGKILL");
  await child.status;
}

if (import.meta.main) {
  // deno-lint-ignore no-console -- a bench is a program: it prints what it finds.
  await benchWorkers((table) => console.log(markdown(table)));
}
