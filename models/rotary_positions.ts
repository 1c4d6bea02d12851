// Rotary positions (Su et al., RoFormer, arXiv 2104.09864) with the two ways the hub has of stretching them.
import { tf } from "../engine/mod.ts";
import type { Angles } from "../engine/mod.ts";

/** How positions are stretched, in the hub's keys (transformers 5). */
export type Rope =
  & { readonly "rope_theta": number }
  & (
    | { readonly "rope_type": "default" }
    | { readonly "rope_type": "linear"; readonly "factor": number }
    | Llama3Rope
  );

interface Llama3Rope {
  readonly "rope_type": "llama3";
  readonly "factor": number;
  readonly "low_freq_factor": number;
  readonly "high_freq_factor": number;
  readonly "original_max_position_embeddings": number;
}

const { fround } = Math;

/**
 * Of positions 0 … `length` − 1, for heads of `size` numbers: [length, size / 2]. Every step is rounded to
 * float32, as in the hub's code: at the end of a long text a last bit of a frequency is a whole angle.
 */
export function rotaryAngles(rope: Rope, size: number, length: number): Angles {
  const frequencies = inverseFrequencies(rope, size);
  const table = (of: (angle: number) => number) => {
    const values = Array.from(
      { length },
      (_, position) => frequencies.map((frequency) => of(fround(position * frequency))),
    );
    return tf.tensor(Float32Array.from(values.flat()), [length, frequencies.length]);
  };
  return { cos: table(Math.cos), sin: table(Math.sin) };
}

/** θ^(−2i / size), stretched: one for each of the size / 2 pairs. */
export function inverseFrequencies(rope: Rope, size: number): number[] {
  const plain = Array.from(
    { length: size / 2 },
    (_, pair) => fround(1 / fround(rope.rope_theta ** fround((2 * pair) / size))),
  );
  if (rope.rope_type === "default") return plain;
  if (rope.rope_type === "linear") return plain.map((each) => fround(each / rope.factor));
  return plain.map((each) => stretched(each, rope));
}

/** Llama 3.1: long waves are stretched, short ones stay, and those between go over smoothly. */
function stretched(frequency: number, rope: Llama3Rope): number {
  const { factor, low_freq_factor: low, high_freq_factor: high } = rope;
  const { original_max_position_embeddings: original } = rope;
  const wave = fround(fround(2 * Math.PI) / frequency);
  const far = fround(frequency / factor);
  if (wave > original / low) return far;
  if (wave < original / high) return frequency;
  const share = fround(fround(fround(original / wave) - low) / (high - low));
  const longer = fround(fround(fround(1 - share) * frequency) / factor);
  return fround(longer + fround(share * frequency));
}
