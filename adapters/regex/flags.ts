// The flags of a Python pattern, and what is said of a pattern that cannot be read.

/** What is wrong with a pattern, as the end of a sentence. */
export class Refusal extends Error {
  readonly reason: string;

  constructor(message: string, reason = "invalid-pattern") {
    super(message);
    this.reason = reason;
  }
}

/** Those of `re` that change what a character means, or how a pattern is read. */
export interface Flags {
  readonly ignorecase: boolean;
  readonly multiline: boolean;
  readonly dotall: boolean;
  readonly verbose: boolean;
  readonly ascii: boolean;
}

export const noFlags: Flags = {
  ignorecase: false,
  multiline: false,
  dotall: false,
  verbose: false,
  ascii: false,
};

const letters = { i: "ignorecase", m: "multiline", s: "dotall", x: "verbose", a: "ascii" } as const;

/** Letters as `(?on-off:…)` has them. */
interface Switched {
  readonly on: string;
  readonly off: string;
  readonly hasMinus: boolean;
}

/** The flags after a switch. Throws a Refusal for letters that Python refuses there. */
export function withFlags(flags: Flags, { on, off, hasMinus }: Switched): Flags {
  const changed: Mutable<Flags> = { ...flags };
  if (hasMinus && off === "") throw new Refusal("has a minus that no flag follows");
  for (const letter of on) {
    if (letter === "u") changed.ascii = false;
    else if (isFlag(letter)) changed[letters[letter]] = true;
    else throw new Refusal(`has an unknown flag '${letter}'`);
  }
  for (const letter of off) {
    if (!isFlag(letter) || letter === "a") {
      throw new Refusal(`cannot turn off the flag '${letter}'`);
    }
    if (on.includes(letter)) throw new Refusal(`turns the flag '${letter}' on and off`);
    changed[letters[letter]] = false;
  }
  if (on.includes("a") && on.includes("u")) throw new Refusal("has the flags 'a' and 'u' at once");
  return changed;
}

function isFlag(letter: string): letter is keyof typeof letters {
  return Object.hasOwn(letters, letter);
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
