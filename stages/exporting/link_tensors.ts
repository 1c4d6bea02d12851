// A chain's factors at the end of each of its links, up to the checkpoint that validation selected.
import { readJson } from "../json_file.ts";
import { readTensors, type Tensors } from "../tensor_file.ts";
import type { EpochMetrics } from "../training/training_state.ts";

/** What `train` leaves that says how a checkpoint came to be. */
export interface TrainedFiles {
  readonly best: string;
  readonly trajectory: string;
  readonly metrics: string;
}

interface Metrics {
  readonly best: number;
  readonly epochs: readonly Pick<EpochMetrics, "epoch" | "link">[];
}

/** Trained and fed tensors after the last epoch of each link, and at the selected epoch. */
export async function linkTensors(files: TrainedFiles): Promise<Tensors[]> {
  const ends = linkEnds(await readJson<Metrics>(files.metrics));
  const earlier: Tensors[] = [];
  for (const epoch of ends.slice(0, -1)) {
    earlier.push(await readTensors(files.trajectory, `epoch/${epoch}/`));
  }
  return [...earlier, await readTensors(files.best)];
}

/** The epochs after which the links up to the selected one were folded, then the selected one. */
export function linkEnds({ best, epochs }: Metrics): number[] {
  const until = epochs.filter(({ epoch }) => epoch <= best);
  const lastOf = new Map(until.map(({ link, epoch }) => [link, epoch]));
  return [...lastOf.values()];
}
