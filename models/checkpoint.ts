// Finds a model's weights in a checkpoint whose names may be older, shorter or more than the model's.
import type { Architecture, Result, Weight } from "./model.ts";

/** The tensors of a file, by the file's own names: enough of `SafetensorsFile` to match. */
export type Contents = ReadonlyMap<string, { readonly shape: readonly number[] }>;

/** The weights that a model has, and which of them are the task's own. */
export interface Wanted {
  readonly weights: readonly Weight[];
  readonly own: readonly string[];
}

/** Where a checkpoint keeps a model's weights. */
export interface Match {
  /** Weight name → the file's name for it. */
  readonly found: ReadonlyMap<string, string>;
  /** Weights of the head that the file lacks, or has for another number of labels: draw them. */
  readonly missing: readonly string[];
}

/**
 * Matches each wanted weight with a tensor of the file; what else the file holds (pooler, position_ids,
 * another head) is ignored, as the hub's loader does.
 * Errors: `missing-weight` or `wrong-shape`, naming the first backbone weight at fault.
 */
export function matchCheckpoint(
  architecture: Pick<Architecture<unknown>, "checkpointNames">,
  wanted: Wanted,
  contents: Contents,
): Result<Match> {
  const found = new Map<string, string>();
  const missing: string[] = [];
  for (const weight of wanted.weights) {
    const name = architecture.checkpointNames(weight.name).find((each) => contents.has(each));
    const fault = faultOf(weight, name === undefined ? undefined : contents.get(name)?.shape);
    if (fault === undefined) found.set(weight.name, name as string);
    else if (wanted.own.includes(weight.name)) missing.push(weight.name);
    else return fault;
  }
  return { ok: true, value: { found, missing } };
}

function faultOf(weight: Weight, shape: readonly number[] | undefined): Result<never> | undefined {
  const { name } = weight;
  if (shape === undefined) {
    return {
      ok: false,
      reason: "missing-weight",
      message: `Cannot load the checkpoint as it lacks ${name}`,
    };
  }
  if (String(shape) === String(weight.shape)) return undefined;
  const sizes = `must have shape [${weight.shape}]: current value is [${shape}]`;
  return {
    ok: false,
    reason: "wrong-shape",
    message: `Cannot load the checkpoint as ${name} ${sizes}`,
  };
}
