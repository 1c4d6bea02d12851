// From a method's design to its options and its rule: every part by name, with the readings that it may have.
import { z } from "zod";
import { issueSentence } from "../models/mod.ts";
import type { Result } from "../models/mod.ts";
import { alignedWindows, anyColumns, anyWindow, firstWindow, inits } from "./factors.ts";
import { unitRows, windowsInRandomOrder } from "./factors.ts";
import type { ColumnsFactor, Factor, WindowFactor } from "./factors.ts";
import type { Chain, LowRankRule, Method, PartialRule, Rates } from "./method.ts";

/** A part of a method: one reading, or several among which options decide. */
interface Part<T> {
  readonly shape: z.ZodRawShape;
  /** Reads its own options and leaves the others alone. */
  read(options: Readonly<Record<string, unknown>>): T;
}

/** A part with options; each has the paper's reading as its default. */
function part<S extends z.ZodRawShape, T>(
  shape: S,
  read: (options: z.infer<z.ZodObject<S>>) => T,
): Part<T> {
  const schema = z.object(shape);
  return { shape, read: (options) => read(schema.parse(options)) };
}

function always<T>(value: T): Part<T> {
  return { shape: {}, read: () => value };
}

type Trains = LowRankRule["trains"];

const oneSide = z.enum(["B", "A"]).default("B");
const oneSideOrReleased = z.enum(["B", "A", "released-two"]).default("B");

/** The parts of methods, by what they decide. */
const parts = {
  /** A at the start of each link. */
  a: {
    /** Anew for each link. */
    "drawn": part(
      { "init": z.enum(["uniform", "gaussian(0.02)", "gaussian(1/r)"]).default("uniform") },
      ({ init }): Factor => inits[init],
    ),
    "first columns": always<Factor>(firstWindow),
    /** Or one of the two other readings of "random". */
    "random columns": part(
      { "selector": z.enum(["columns", "window", "dense"]).default("columns") },
      ({ selector }): Factor =>
        ({ columns: anyColumns, window: anyWindow, dense: unitRows })[selector],
    ),
    "next window": always<Factor>(alignedWindows),
    /** Without replacement, or (second code base) any window at each link. */
    "shuffled windows": part(
      { "replacement": z.boolean().default(false) },
      ({ replacement }): Factor => replacement ? anyWindow : windowsInRandomOrder,
    ),
  },
  trains: {
    "both": always<Trains>("A+B"),
    "B": always<Trains>("B"),
    /** B, or (docs/paper.md, Table M) A. */
    "one side": part({ "train": oneSide }, ({ train }): Trains => train),
    /** Or both, as the second code base does in RAC (docs/paper.md, Released defects). */
    "one side, or both as released": part(
      { "train": oneSideOrReleased },
      ({ train }): Trains => train === "released-two" ? "A+B" : train,
    ),
  },
  chain: {
    /** Fold the update into W, set B to zero, choose A anew. */
    "folding": always<Chain>({ folds: true }),
    /** The second code base moves the window and neither merges nor zeroes B (docs/paper.md, Released defects). */
    "folding, or moving on as released": part(
      { "reading": z.enum(["paper", "released-two"]).default("paper") },
      ({ reading }): Chain => ({ folds: reading === "paper" }),
    ),
  },
  rates: {
    /**
     * λ = `ratio` (Hayou et al. 2024 have 16), and who gets it: B at λ·lr (simple), 1-d tensors of the head
     * too (`peft`'s `create_loraplus_optimizer`), A at lr/λ (divide), or both (squared, as released).
     */
    "LoRA+": part(
      {
        "groups": z.enum(["simple", "peft", "divide", "squared"]).default("simple"),
        "ratio": z.number().positive().default(16),
      },
      ({ groups, ratio }): Rates => ({
        a: groups === "divide" || groups === "squared" ? 1 / ratio : 1,
        b: groups === "divide" ? 1 : ratio,
        headBias: groups === "peft" ? ratio : undefined,
      }),
    ),
  },
  keep: {
    /** The share of each row and column that a mask chooses anew at each step; the released default is a half. */
    "largest": part({ "keep": z.number().gt(0).max(1).default(0.5) }, ({ keep }) => keep),
  },
  columns: {
    "random": always<ColumnsFactor | WindowFactor>(anyColumns),
    "first": always<ColumnsFactor | WindowFactor>(firstWindow),
    "next window": always<ColumnsFactor | WindowFactor>(alignedWindows),
  },
};

/** The names of the parts that decide one thing. */
export type PartName<Of extends keyof typeof parts> = keyof typeof parts[Of] & string;

/** What a method is made of: the names of its parts (`design.ts`), as data, which is why they are no interfaces. */
export type Design =
  | { readonly kind: "full" }
  | { readonly kind: "head" }
  | LowRankDesign
  | PartialDesign;

/** W = W0 + s·B·A on the targets. */
export type LowRankDesign = {
  readonly kind: "low_rank";
  /** Where A comes from. */
  readonly a: PartName<"a">;
  readonly trains: PartName<"trains">;
  /** What a link's end does; a method without it has one link. */
  readonly chain?: PartName<"chain">;
  /** Learning rates of their own. */
  readonly rates?: PartName<"rates">;
  /** What a mask keeps of B·A. */
  readonly keep?: PartName<"keep">;
};

/** Columns of W are trained in place. */
export type PartialDesign = {
  readonly kind: "partial";
  readonly columns: PartName<"columns">;
  readonly chain?: "folding";
};

const form = part(
  { "form": z.enum(["plain", "scaled", "delta"]).default("plain") },
  ({ form }) => form,
);

/** "recipe": none on factors, nor on biases and norms of FFT. "everything": on all that is trained. */
export type Decay = "recipe" | "everything";

/** An option of every method: the paper's recipes, or decay as `peft`'s and torch's defaults have it. */
export const decay: Part<Decay> = part(
  { "decay": z.enum(["recipe", "everything"]).default("recipe") },
  ({ decay }) => decay,
);

/** The method that a design describes. */
export function methodOf(name: string, design: Design): Method {
  if (design.kind === "low_rank") return { name, ...lowRank(design) };
  if (design.kind === "partial") return { name, ...partial(design) };
  return { name, options: optionsOf([]), rule: () => design };
}

/** A strict object: an option that no part has is refused. */
function optionsOf(used: readonly Part<unknown>[]): z.ZodObject {
  return z.strictObject(Object.assign({}, ...[...used, decay].map(({ shape }) => shape)));
}

function lowRank(design: LowRankDesign): Omit<Method, "name"> {
  const a = parts.a[design.a];
  const trains = parts.trains[design.trains];
  const chain = design.chain === undefined ? always(undefined) : parts.chain[design.chain];
  const rates = design.rates === undefined ? always(undefined) : parts.rates[design.rates];
  const keep = design.keep === undefined ? always(undefined) : parts.keep[design.keep];
  return {
    options: optionsOf([a, trains, chain, rates, keep]),
    rule: (options): LowRankRule => ({
      kind: "low_rank",
      factor: a.read(options),
      trains: trains.read(options),
      chain: chain.read(options),
      rates: rates.read(options),
      keep: keep.read(options),
    }),
  };
}

function partial({ columns, chain }: PartialDesign): Omit<Method, "name"> {
  const options = optionsOf([form]);
  return {
    options: chain === undefined ? options : options.superRefine(refuseDecayedChain),
    rule: (options): PartialRule => ({
      kind: "partial",
      form: form.read(options),
      factor: parts.columns[columns].read(options),
      chain: chain && { folds: true },
    }),
  };
}

/** A chain trains changes of columns, and decay is to act on columns (see `partialUpdate`). */
function refuseDecayedChain({ decay }: Record<string, unknown>, context: z.RefinementCtx): void {
  if (decay !== "everything") return;
  const message = '"recipe" where only changes of columns are trained';
  context.addIssue({ code: "custom", path: ["decay"], message, input: decay });
}

/**
 * The options with defaults filled in, for the writer of a study, before anything is traced.
 * Errors: `invalid-options`, naming the first option at fault.
 */
export function checkOptions(method: Method, options: unknown): Result<Record<string, unknown>> {
  const parsed = method.options.safeParse(options ?? {}, { reportInput: true });
  if (parsed.success) return { ok: true, value: parsed.data };
  const message = `Cannot use ${method.name} as ${sentence(parsed.error)}`;
  return { ok: false, reason: "invalid-options", message };
}

function sentence(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return "an option is wrong";
  if (issue.code === "unrecognized_keys") return `it has no option ${issue.keys[0]}`;
  return issueSentence(issue, "options");
}
