// Bench: one AdamW step of each mini model, against eager TensorFlow.js and torch. Nothing here can fail.
import type { MethodName } from "../adapters/mod.ts";
import { defaultEngine, type EngineName } from "../engine/run.ts";
import { least, median } from "./report/statistics.ts";
import { figure, markdown, type Table } from "./report/table.ts";
import { writeCase } from "./step/case_folder.ts";
import { measureCase, type Measured, type MeasuredPeer } from "./step/measure_case.ts";
import { blasVariable, findPeers, type Peers } from "./step/peers.ts";
import type { MiniModel, StepCase } from "./step/step_case.ts";

const models: readonly MiniModel[] = ["vit-mini", "roberta-mini"];
const methods: readonly MethodName[] = ["fft", "lora", "cla"];

const columns = [
  "peer",
  "steps",
  "min ms",
  "median ms",
  "min ÷ Cairn",
  "median ÷ Cairn",
  "peak MB",
  "peak ÷ Cairn",
];

/** A table for each model and method, and one of the peers; `seen` is called with each at once. */
export async function benchTrainingStep(
  engines: readonly EngineName[],
  seen: (table: Table) => void,
): Promise<void> {
  const peers = await findPeers(engines);
  const all: Measured[] = [];
  for (const model of models) {
    for (const method of methods) {
      const measured = await measureStep({ model, method }, peers);
      seen({ title: titleOf({ model, method }), columns, rows: rowsOf(measured), notes: [] });
      all.push(...measured);
    }
  }
  seen(peerTable(all, peers));
}

const slowBlas = "reference BLAS";
const slowNote =
  "Debian's torch multiplies matrices with the BLAS that is installed; the reference BLAS is several times " +
  `slower than OpenBLAS and no fair peer. ${blasVariable} names a folder with another libblas.so.3 ` +
  "(such as the one of Debian's libopenblas0-pthread, unpacked by dpkg -x).";

const titleOf = ({ model, method }: StepCase) => `Training step: ${model}, ${method}`;

async function measureStep(step: StepCase, { commands }: Peers): Promise<Measured[]> {
  const folder = await Deno.makeTempDir({ prefix: "cairn-bench-step-" });
  try {
    await writeCase(step, folder);
    return await measureCase(commands, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function rowsOf(measured: readonly Measured[]): string[][] {
  const done = measured.filter((one): one is MeasuredPeer => "steps" in one);
  const own = done[0];
  if (own === undefined) return [];
  return done.map((one) => [
    one.checked.lent === undefined ? one.name : `${one.name} + 1 kernel`,
    String(one.steps.length) + (one.cold ? " (cold)" : ""),
    figure(least(one.steps)),
    figure(median(one.steps)),
    figure(least(one.steps) / least(own.steps)),
    figure(median(one.steps) / median(own.steps)),
    figure(megabytes(one)),
    figure(megabytes(one) / megabytes(own)),
  ]);
}

const megabytes = ({ peak }: MeasuredPeer) => peak === null ? NaN : peak / 1e6;

/** Which versions took part, and what is to be said of them. */
function peerTable(measured: readonly Measured[], { skipped }: Peers): Table {
  const versions = new Map(measured.map(({ name, version }) => [name, version]));
  const notes = new Set(measured.flatMap((one) => noteOf(one) ?? []));
  return {
    title: "Training step: the peers",
    columns: ["peer", "version"],
    rows: [...versions],
    notes: [...notes, ...skipped],
  };
}

function noteOf(one: Measured): string | undefined {
  if (one.version.endsWith(slowBlas)) return slowNote;
  if ("refused" in one) return `${one.name} cannot take a step: ${one.refused}.`;
  const { lent } = one.checked;
  if (lent === undefined) return undefined;
  return `${one.name} cannot take a step: it has no kernel ${lent}. "+ 1 kernel" is the backend with ` +
    "that kernel lent by this bench (step/lent_kernel.ts).";
}

if (import.meta.main) {
  // deno-lint-ignore no-console -- a bench is a program: it prints what it finds.
  await benchTrainingStep([defaultEngine], (table) => console.log(markdown(table)));
}
