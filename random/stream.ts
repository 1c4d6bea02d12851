// A random stream that is a pure function of its key.
import { createHash } from "node:crypto";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/** What a stream is for: words and numbers, such as `["order", 12, 3]`. */
export type Key = readonly (string | number)[];

/** Draws from one stream; each call moves it on. */
export interface Stream {
  /** 32 random bits, as a signed integer. */
  bits(): number;
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Standard normal, by the Box–Muller transform. */
  normal(): number;
  /** Uniform in 0 … n − 1, without bias. */
  below(n: number): number;
  /** A uniform order of 0 … n − 1 (Fisher–Yates). */
  permutation(n: number): Int32Array;
  /** `k` distinct numbers of 0 … n − 1, uniform without replacement, sorted. */
  subset(n: number, k: number): Int32Array;
}

/**
 * The stream of a key. The generator is xoroshiro128+ (pure-rand), its 128 bits of state the head of
 * the SHA-256 of the key's parts, each with its type and its length.
 */
export function stream(...key: Key): Stream {
  const generator = xoroshiro128plusFromState(state(key));
  const bits = () => generator.next();
  const uniform = () => ((bits() >>> 5) * 2 ** 26 + (bits() >>> 6)) / 2 ** 53;
  const normal = gaussian(uniform);
  const below = (n: number) => Math.floor(uniform() * n);
  const permutation = (n: number) => shuffled(n, below);
  const subset = (n: number, k: number) => permutation(n).slice(0, k).sort();
  return { bits, uniform, normal, below, permutation, subset };
}

function state(key: Key): number[] {
  const hash = createHash("sha256");
  for (const part of key) hash.update(`${typeof part}:${String(part).length}:${part};`);
  const digest = hash.digest();
  return [0, 4, 8, 12].map((offset) => digest.readInt32BE(offset));
}

/** Box–Muller gives two draws at a time; the second waits for the next call. */
function gaussian(uniform: () => number): () => number {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const draw = spare;
      spare = undefined;
      return draw;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

function shuffled(n: number, below: (n: number) => number): Int32Array {
  const order = Int32Array.from({ length: n }, (_, index) => index);
  for (let last = n - 1; last > 0; last--) swap(order, last, below(last + 1));
  return order;
}

function swap(order: Int32Array, a: number, b: number): void {
  const kept = order[a] as number;
  order[a] = order[b] as number;
  order[b] = kept;
}
