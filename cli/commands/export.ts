// export: a trained cell as a folder that stock `peft` or `transformers` loads.
import { dirname, join, resolve } from "node:path";
import { attempt, type Failure, held, type Result } from "../../pipeline/mod.ts";
import { engine, type ExportedCell, type ExportRequest } from "../../studies/mod.ts";
import { type ExitCode, exitCode, refuse } from "../ending.ts";
import { foreignFiles } from "../foreign_files.ts";
import { contentsOf } from "../../results/mod.ts";
import { jsonDocument } from "../json_document.ts";
import type { Outside } from "../outside.ts";
import { spokenPath } from "../spoken.ts";
import { findTrained, findTrainNode, type Trained } from "../trained_cell.ts";
import type { NodeOptions } from "./why.ts";
import { openWorkspace } from "../workspace.ts";

export interface ExportOptions extends NodeOptions {
  /** A checkpoint with the adapter folded in, instead of the adapter. */
  readonly merged?: true | undefined;
}

/** Writes the selected checkpoint of a train node to a new folder, and says how Python loads it. */
export async function exportNode(
  [name, target]: readonly [node: string, folder: string],
  options: ExportOptions,
  outside: Outside,
): Promise<ExitCode> {
  const opened = await openWorkspace(options, outside);
  if (!opened.ok) return refuse(opened, options, outside);
  const node = findTrainNode(opened.value, name);
  if (!node.ok) return refuse(node, options, outside);
  const folder = resolve(outside.cwd, target);
  const free = freeFolder(folder);
  if (!free.ok) return refuse(free, options, outside);
  const trained = await findTrained(opened.value, node.value);
  if (!trained.ok) return refuse(trained, options, outside);
  const merged = options.merged ?? false;
  const written = await writeFolder(folder, { ...trained.value, merged, root: outside.root });
  if (!written.ok) {
    const code = refuse(withWayOut(written), options, outside);
    return failures.includes(written.reason) ? exitCode.failed : code;
  }
  tell({ folder, name, study: opened.value.graph.study, ...written.value }, options, outside);
  return exitCode.done;
}

/** Nothing that another request would mend. */
const failures: readonly string[] = ["unequal-update", "process-died", "process-late", "broken"];

interface Writing extends Trained {
  readonly merged: boolean;
  /** The project's. */
  readonly root: string;
}

/** The folder appears whole or not at all: it is written beside its place and renamed. */
async function writeFolder(
  folder: string,
  { files, parameters, origin, merged, root }: Writing,
): Promise<Result<ExportedCell & { readonly files: readonly string[] }>> {
  const room = await makeRoom(folder);
  if (!room.ok) return room;
  const [whole, scratch] = room.value;
  try {
    const request = { files, parameters, merged, folder: whole, scratch };
    const written = await writtenBy(request, root);
    if (!written.ok) return written;
    const card = { ...origin, form: written.value.form };
    await Deno.writeTextFile(join(whole, "cairn.json"), jsonDocument("exported", card));
    await Deno.chmod(whole, 0o755);
    await Deno.rename(whole, folder);
    const names = [...(await contentsOf(folder)).keys()];
    return { ok: true, value: { ...written.value, files: names } };
  } finally {
    for (const leftover of [whole, scratch]) await removeFolder(leftover);
  }
}

/** The process reads the cell's files, and writes the two folders. */
async function writtenBy(request: ExportRequest, root: string): Promise<Result<ExportedCell>> {
  const [read, write] = [Object.values(request.files), [request.folder, request.scratch]];
  const allowed = held([...read, ...write]);
  if (!allowed.ok) return allowed;
  const foreign = foreignFiles({ engine, root, read, write });
  const written = await foreign.ask({ kind: "export", request });
  foreign.close();
  return written;
}

/** Two folders beside the one that is to be. */
async function makeRoom(folder: string): Promise<Result<readonly [string, string]>> {
  // Not named after the folder, whose name may be as long as a name can be, or hold a colon.
  const beside = { dir: dirname(folder), prefix: ".export-" };
  return await attempt(`export to ${folder}`, async () => {
    await Deno.mkdir(beside.dir, { recursive: true });
    return [await Deno.makeTempDir(beside), await Deno.makeTempDir(beside)] as const;
  });
}

async function removeFolder(folder: string): Promise<void> {
  try {
    await Deno.remove(folder, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** What is there already is never written over. */
function freeFolder(folder: string): Result<string> {
  try {
    const [first] = [...Deno.readDirSync(folder)];
    if (first === undefined) return { ok: true, value: folder };
    const message = `Cannot export to ${folder} as it is not empty: name a new folder`;
    return { ok: false, reason: "folder-in-use", message };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { ok: true, value: folder };
    const message = `Cannot export to ${folder} as it is no folder: name a new one`;
    return { ok: false, reason: "folder-in-use", message };
  }
}

interface Told extends ExportedCell {
  readonly study: string;
  readonly name: string;
  readonly folder: string;
  readonly files: readonly string[];
}

function tell(told: Told, options: ExportOptions, outside: Outside): void {
  const { study, name: node, folder, form, files } = told;
  const python = pythonLines(told);
  if (options.json) {
    const document = { study, node, folder, form, class: told.auto, files, python };
    outside.write(jsonDocument("export", document));
    return;
  }
  const lines = [
    `Wrote ${spokenPath(folder, outside.cwd)}, ${
      form === "adapter" ? "an adapter" : "a checkpoint"
    }:`,
    ...files.map((file) => `  ${file}`),
    "Load it in Python:",
    ...python.map((line) => `  ${line}`),
  ];
  outside.write(`${lines.join("\n")}\n`);
}

/** Two lines that load the folder; the names are those of `transformers` and `peft`. */
function pythonLines({ form, auto, folder }: Told): string[] {
  const path = (...steps: string[]) => JSON.stringify(join(folder, ...steps));
  if (form === "checkpoint") {
    return ["import transformers", `model = transformers.${auto}.from_pretrained(${path()})`];
  }
  return [
    `import peft, transformers; base = transformers.${auto}.from_pretrained(${path("base")})`,
    `model = peft.PeftModel.from_pretrained(base, ${path()})`,
  ];
}

/** What no adapter can say, a checkpoint can. */
function withWayOut({ reason, message }: Failure): Failure {
  const isFormless = reason === "no-equivalent" || reason === "shared-head";
  return { reason, message: isFormless ? `${message} (--merged)` : message };
}
