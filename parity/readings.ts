// What the reference's names of methods and variants mean here: a method, its options, its optimizer.
import type { MethodName } from "../adapters/mod.ts";

/** One way to run a method. */
export interface Reading {
  readonly method: MethodName;
  readonly options: Readonly<Record<string, unknown>>;
  /** Whether moments start anew at each link of a chain. */
  readonly optimizer: "reset" | "keep";
  /** Keys of the hub config that the variant changes. */
  readonly config: Readonly<Record<string, unknown>>;
}

type Difference = Partial<Omit<Reading, "method">>;

/** What each variant changes; "" is a case without one. */
const chain: Readonly<Record<string, Difference>> = { reset: {}, keep: { optimizer: "keep" } };

/** The methods that the reference has; others rest on the conformance suite. */
const variants: Readonly<Partial<Record<MethodName, Readonly<Record<string, Difference>>>>> = {
  fft: { "": {} },
  head: { "": {}, tied: {}, untied: { config: { "tie_word_embeddings": false } } },
  lora: { "": {} },
  loraplus: {
    "": {},
    simple: { options: { groups: "simple" } },
    peft: { options: { groups: "peft" } },
    divide: { options: { groups: "divide" } },
  },
  cola: chain,
  asym: { "": {} },
  rac: chain,
  cla: { "": {} },
  rcla: { "": { options: { selector: "window" } } },
  c3la: chain,
  rc3la: chain,
  paca: { "": {}, scaled: { options: { form: "scaled" } } },
};

/** The reading of a case. Errors: throws for a method or a variant that is unknown, naming those that are known. */
export function readingOf(method: string, variant: string | null): Reading {
  if (!isCompared(method)) throw new Error(unknown(`method '${method}'`, Object.keys(variants)));
  const known = variants[method] ?? {};
  const difference = known[variant ?? ""];
  if (difference === undefined) {
    throw new Error(unknown(`variant '${variant}' of ${method}`, Object.keys(known)));
  }
  const { options = {}, optimizer = "reset", config = {} } = difference;
  return { method, options: { ...everywhere, ...options }, optimizer, config };
}

/** torch decays whatever an optimizer is given. */
const everywhere = { decay: "everything" };

function isCompared(method: string): method is MethodName {
  return Object.hasOwn(variants, method);
}

function unknown(what: string, known: readonly string[]): string {
  return `Cannot train with the unknown ${what}: known are ${
    known.map((name) => name === "" ? "none" : name).join(", ")
  }`;
}
