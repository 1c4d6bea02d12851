// Values that know what they were computed from: to read one is to note where it came from.

/** Hands out a value for a computation, and notes its sources; of no use once the computation has ended. */
export type Read = <T>(from: Sourced<T>) => T;

/**
 * A value and the nodes behind it. There is no way to the value but `of` and `map`, which keep the
 * sources, and `open`, which gives them along: what is computed from evidence cannot forget any.
 */
export class Sourced<T> {
  readonly #value: T;
  /** Names of nodes, each once, in the order in which they were read. */
  readonly sources: readonly string[];

  /** A value as a node gave it; only what reads the node's file has one to tell. */
  constructor(value: T, sources: readonly string[]) {
    this.#value = value;
    this.sources = sources;
  }

  /** What `compute` makes of all that it reads. Throws an Error for a read after the end. */
  static of<T>(compute: (read: Read) => T): Sourced<T> {
    const sources = new Set<string>();
    let ended = false;
    const value = compute((from) => {
      if (ended) throw new Error("Cannot read evidence after its computation has ended");
      from.sources.forEach((source) => sources.add(source));
      return from.#value;
    });
    ended = true;
    return new Sourced(value, [...sources]);
  }

  /** The same sources, another value. */
  map<U>(change: (value: T) => U): Sourced<U> {
    return new Sourced(change(this.#value), this.sources);
  }

  /** A part of it, or undefined where it has none: whether there is a number at all needs no source. */
  part<U>(pick: (value: T) => U | null | undefined): Sourced<U> | undefined {
    const found = pick(this.#value);
    return found === null || found === undefined ? undefined : new Sourced(found, this.sources);
  }

  /** The value and its sources, for what writes both down. */
  open(): { readonly value: T; readonly sources: readonly string[] } {
    return { value: this.#value, sources: this.sources };
  }
}
