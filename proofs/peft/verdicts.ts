// The cases of a proof, one by one: exports that the libraries loaded, adapters that we loaded.
import { join } from "node:path";
import { readSafetensors } from "../../engine/run.ts";
import { readTensors } from "../../stages/tensor_file.ts";
import type { Report } from "./ask_libraries.ts";
import { loadedOutputs } from "./loaded_outputs.ts";
import { type Outputs, ownOutputs, recorded } from "./own_outputs.ts";
import type { ProvenCell } from "./proven_cells.ts";
import { compare, compareRecorded, type Verdict } from "./verdict.ts";
import type { Request } from "./write_request.ts";

export interface NamedVerdict extends Verdict {
  readonly name: string;
}

/** What was asked, what was answered, and where the numbers lie. */
export interface Answered {
  readonly work: string;
  readonly request: Request;
  readonly report: Report;
}

/** Ours → theirs: the libraries' numbers beside those of our graphs, and beside the record. */
export async function exportVerdicts(
  { work, request, report }: Answered,
  cells: readonly ProvenCell[],
): Promise<NamedVerdict[]> {
  const verdicts: NamedVerdict[] = [];
  for (const { name, evaluated } of cells) {
    const error = report.exports.find((each) => each.name === name)?.error;
    const form = request.exports.find((each) => each.name === name)?.form;
    const full = `${name} (${form}) in the libraries`;
    if (error) verdicts.push({ name: full, pass: false, words: error });
    else {
      const theirs = await outputsIn(join(work, "loaded", `${name}.safetensors`));
      const ours = await ownOutputs(evaluated, join(work, "scratch", name));
      const both = [
        compare(theirs.numbers, ours.numbers),
        compareRecorded(theirs, await recorded(evaluated)),
      ];
      verdicts.push({ name: full, ...jointly(both) });
    }
  }
  return verdicts;
}

/** Theirs → ours: our numbers with an adapter of the library beside its own. */
export async function adapterVerdicts(
  { work, request, report }: Answered,
): Promise<NamedVerdict[]> {
  const verdicts: NamedVerdict[] = [];
  for (const { name, base } of report.adapters) {
    const asked = request.bases.find((each) => each.name === base);
    if (asked === undefined) {
      throw new Error(`The libraries adapted ${base}, which nobody asked for`);
    }
    const inputs = await readTensors(asked.inputs);
    const ours = await loadedOutputs(join(work, "adapters", name), asked, inputs);
    const theirs = await outputsIn(join(work, "made", `${name}.safetensors`));
    const verdict = ours.ok
      ? compare(theirs.numbers, ours.value.numbers)
      : { pass: false, words: ours.message };
    verdicts.push({ name: `${name} of peft in ours`, ...verdict });
  }
  return verdicts;
}

async function outputsIn(path: string): Promise<Outputs> {
  const file = await readSafetensors(path);
  const kind = file.tensors.has("logits") ? "logits" : "losses";
  return { numbers: file.read(kind).data as Float32Array, kind };
}

function jointly(verdicts: readonly Verdict[]): Verdict {
  return {
    pass: verdicts.every(({ pass }) => pass),
    words: verdicts.map(({ words }) => words).join(", "),
  };
}
