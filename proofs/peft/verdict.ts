// Whether two computations said the same, in a line for the table.
import type { Outputs, Recorded } from "./own_outputs.ts";

/** A part of the largest number. */
const tolerance = 1e-5;

export interface Verdict {
  readonly pass: boolean;
  /** What was compared, with the figures. */
  readonly words: string;
}

/** The largest difference as a part of the largest number. */
export function compare(theirs: Float32Array, ours: Float32Array): Verdict {
  if (theirs.length !== ours.length) {
    return { pass: false, words: `${theirs.length} numbers, and ours are ${ours.length}` };
  }
  let [largest, difference] = [0, 0];
  ours.forEach((number, index) => {
    largest = Math.max(largest, Math.abs(number));
    difference = Math.max(difference, Math.abs(number - (theirs[index] as number)));
  });
  const part = difference / largest;
  return { pass: part <= tolerance, words: `off by ${part.toExponential(1)}` };
}

/** Whether numbers give what `evaluate` recorded: every prediction, or a language model's loss. */
export function compareRecorded({ numbers, kind }: Outputs, recorded: Recorded): Verdict {
  return kind === "losses" ? sameLoss(numbers, recorded) : samePredictions(numbers, recorded);
}

function samePredictions(logits: Float32Array, { predictions }: Recorded): Verdict {
  const width = logits.length / predictions.length;
  const equal = predictions.filter((wanted, row) => {
    const own = logits.subarray(row * width, (row + 1) * width);
    return width === 1
      ? Math.abs((own[0] as number) - wanted) <= tolerance
      : argmax(own) === wanted;
  }).length;
  const words = `${equal} of ${predictions.length} predictions`;
  return { pass: equal === predictions.length, words };
}

function argmax(numbers: Float32Array): number {
  return numbers.reduce((best, each, index) => each > (numbers[best] as number) ? index : best, 0);
}

/** The mean over tokens that count; a token that does not has a loss of exactly 0. */
function sameLoss(losses: Float32Array, { loss }: Recorded): Verdict {
  const counted = losses.filter((each) => each !== 0);
  const mean = counted.reduce((sum, each) => sum + each, 0) / counted.length;
  const part = Math.abs(mean - loss) / loss;
  const perplexities = [mean, loss].map((each) => Math.exp(each).toFixed(3)).join(" and ");
  return { pass: part <= tolerance, words: `perplexities ${perplexities}` };
}
