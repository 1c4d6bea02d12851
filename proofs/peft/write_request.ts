// What the libraries are asked: every export, the inputs of its test part, and the base models to adapt.
import { join } from "node:path";
import { exportNode } from "../../cli/commands/export.ts";
import { type Outside, processOutside } from "../../cli/outside.ts";
import { writeSafetensors } from "../../engine/run.ts";
import type { Task } from "../../models/mod.ts";
import { failure, type Result, success } from "../../pipeline/mod.ts";
import type { DataCard } from "../../stages/cards.ts";
import { readJson, writeJson } from "../../stages/json_file.ts";
import { testInputs } from "./own_outputs.ts";
import type { ProvenCell } from "./proven_cells.ts";

/** A folder that the libraries are to load. */
export interface AskedExport {
  readonly name: string;
  readonly folder: string;
  readonly form: "adapter" | "checkpoint";
  /** The class of transformers. */
  readonly auto: string;
  /** A safetensors file with the model's inputs. */
  readonly inputs: string;
}

/** A base model that the libraries are to adapt. */
export interface AskedBase extends Omit<AskedExport, "form"> {
  /** `model_type`. */
  readonly kind: string;
  /** Modules of the task's head, none for a language model. */
  readonly head: readonly string[] | null;
  readonly task: Task;
}

/** `request.json`. */
export interface Request {
  readonly exports: readonly AskedExport[];
  readonly bases: readonly AskedBase[];
}

/** Where a proof finds its study, and the folder it works in. */
export interface Proof {
  readonly study: string;
  readonly store: string | undefined;
  readonly work: string;
}

/** Exports every cell as a user would, and writes the request beside. */
export async function writeRequest(
  proof: Proof,
  cells: readonly ProvenCell[],
): Promise<Result<Request>> {
  const exports: AskedExport[] = [];
  const bases = new Map<string, AskedBase>();
  for (const each of cells) {
    const exported = await exportCell(proof, each);
    if (!exported.ok) return exported;
    exports.push(exported.value);
    const base = await baseOf(exported.value, each);
    if (base !== undefined && !bases.has(base.kind)) bases.set(base.kind, base);
  }
  const request = { exports, bases: [...bases.values()] };
  await writeJson(join(proof.work, "request.json"), request);
  return success(request);
}

/** What `cairn export --json` answers. */
interface Answer {
  readonly form: "adapter" | "checkpoint";
  readonly class: string;
}

/** What has no adapter's form is exported merged, as the refusal advises. */
async function exportCell(
  proof: Proof,
  { name, cell, merged, evaluated }: ProvenCell,
): Promise<Result<AskedExport>> {
  const folder = join(proof.work, "exports", name);
  const first = await exported(proof, [cell.id, folder], merged);
  const isFormless = !first.ok && ["shared-head", "no-equivalent"].includes(first.reason);
  const answer = isFormless ? await exported(proof, [cell.id, folder], true) : first;
  if (!answer.ok) return answer;
  const { form, class: auto } = answer.value;
  const inputs = join(proof.work, `${cell.data}.safetensors`);
  await writeSafetensors(inputs, await testInputs(evaluated));
  return success({ name, folder, form, auto, inputs });
}

async function exported(
  { study, store }: Proof,
  [cell, folder]: readonly [id: string, folder: string],
  merged: boolean,
): Promise<Result<Answer>> {
  const heard = listening();
  const options = { study, store, json: true, ...(merged ? { merged } : {}) } as const;
  const code = await exportNode([`train:${cell}`, folder], options, heard.outside);
  const answer = JSON.parse(heard.written());
  return code === 0 ? success(answer as Answer) : failure(answer.reason, answer.message);
}

/** This process's outside, with what a command answers kept back. */
function listening() {
  const written: string[] = [];
  const outside: Outside = {
    ...processOutside(),
    write: (text) => void written.push(text),
    note: () => {},
  };
  return { outside, written: () => written.join("") };
}

/** The base model as it lies beside an adapter. */
async function baseOf(
  { folder, form, auto, inputs }: AskedExport,
  { evaluated }: ProvenCell,
): Promise<AskedBase | undefined> {
  if (form !== "adapter") return undefined;
  const base = join(folder, "base");
  const config = await readJson<{ "model_type": string }>(join(base, "config.json"));
  const adapter = await readJson<{ "modules_to_save": string[] | null }>(
    join(folder, "adapter_config.json"),
  );
  const { task } = await readJson<DataCard>(evaluated.data);
  const { "model_type": kind } = config;
  return { name: kind, kind, folder: base, auto, inputs, head: adapter["modules_to_save"], task };
}
