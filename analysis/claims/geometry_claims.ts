// The paper's claims about generalization, sharpness and intruders (C8–C14), tested.
import { spearman } from "../measures/correlation.ts";
import { methodsOf, setupsOf, summarize, type Summary } from "../results.ts";
import type { Read } from "../sourced.ts";
import { fixed } from "../tables/format.ts";
import { type Claim, counted, type Evidence, judged, type Stated } from "./claim.ts";

/** C8, C9, C10, C11, C12, C13 and C14, in this order. */
export function geometryClaims(cells: Evidence): Claim[] {
  return [
    ...smaller.map((claim) => smallerError(cells, claim)),
    boundPredicts(cells),
    chainsExceed(cells, "hessianTrace", {
      id: "c12",
      statement: "Chained methods have sharper landscapes than their single-link kin",
      measured: "pairs in which the chain has the larger Hessian trace",
    }),
    sharpnessMisleads(cells),
    chainsExceed(cells, "intrudersLeft", {
      id: "c14",
      statement: "Chained methods have more intruder dimensions than their single-link kin",
      measured: "pairs in which the chain has more intruders at ε = 0.5",
    }),
  ];
}

const smaller = [
  { id: "c8", less: "cla", more: "rc3la", statement: "cLA generalizes better than r-c3LA" },
  { id: "c9", less: "cla", more: "rac", statement: "cLA generalizes better than RAC-LoRA" },
  { id: "c10", less: "asym", more: "c3la", statement: "Asym-LoRA generalizes better than c3LA" },
] as const;

function smallerError(
  cells: Evidence,
  { id, less, more, statement }: (typeof smaller)[number],
): Claim {
  const errors = summarize(cells, "generalization");
  const claim = { id, statement, measured: "rows of Table 3 with the smaller G(W)" };
  return counted(
    claim,
    (read) =>
      pairsOf(errors, [[less, more]]).map(([first, second]) =>
        read(first.mean) < read(second.mean)
      ),
  );
}

/** Both summaries of each pair of methods, in every setup that has both. */
function pairsOf(
  summaries: readonly Summary[],
  pairs: readonly (readonly [string, string])[],
): [Summary, Summary][] {
  return setupsOf(summaries).flatMap((setup) => {
    const methods = methodsOf(summaries, setup);
    return pairs.flatMap(([first, second]): [Summary, Summary][] => {
      const [a, b] = [methods.get(first), methods.get(second)];
      return a && b ? [[a, b]] : [];
    });
  });
}

/** Every chain among the methods, with what it is a chain of. */
function chainsOf(summaries: readonly Summary[]): [string, string][] {
  const chains = new Map(summaries.map(({ method: { id, chainOf } }) => [id, chainOf]));
  return [...chains].flatMap(([id, plain]) => plain === null ? [] : [[id, plain]]);
}

function chainsExceed(
  cells: Evidence,
  measure: string,
  claim: Stated,
): Claim {
  const summaries = summarize(cells, measure);
  const found = pairsOf(summaries, chainsOf(summaries));
  return counted(
    claim,
    (read) => found.map(([chain, single]) => read(chain.mean) > read(single.mean)),
  );
}

/** Mean over setups of the rank correlation between the bound of Table 1 and G(W). */
function boundPredicts(cells: Evidence): Claim {
  const claim = {
    id: "c11",
    statement: "The bounds predict the order of the generalization errors",
    measured: "rank correlation of bound and G(W) over methods, mean over rows",
  };
  return judged(claim, (read) => {
    const correlations = correlationsOf(shared(cells, "bound", "generalization"), read);
    if (correlations.length === 0) return undefined;
    const found = correlations.reduce((total, value) => total + value, 0) / correlations.length;
    const outcome = found > 0.5 ? "holds" : found > 0 ? "in part" : "fails";
    return { found, outcome, format: (value) => fixed(value, 2) };
  });
}

/** Of each setup: the summaries of two measures, side by side for the methods that have both. */
function shared(cells: Evidence, first: string, second: string): [Summary, Summary][][] {
  const [xs, ys] = [summarize(cells, first), summarize(cells, second)];
  return setupsOf(xs).map((setup) => {
    const other = methodsOf(ys, setup);
    return [...methodsOf(xs, setup).values()].flatMap((x): [Summary, Summary][] => {
      const y = other.get(x.method.id);
      return y === undefined ? [] : [[x, y]];
    });
  });
}

function correlationsOf(setups: readonly [Summary, Summary][][], read: Read): number[] {
  return setups.filter((pairs) => pairs.length >= 3).map((pairs) =>
    spearman(pairs.map(([x]) => read(x.mean)), pairs.map(([, y]) => read(y.mean)))
  );
}

/** Pairs of methods of one setup in which the sharper one generalizes better. */
function sharpnessMisleads(cells: Evidence): Claim {
  const claim = {
    id: "c13",
    statement: "A sharper landscape does not imply a larger generalization error",
    measured: "pairs of methods in which the sharper one has the smaller G(W)",
  };
  const setups = shared(cells, "hessianTrace", "generalization");
  const wins = (read: Read) =>
    setups.flatMap((found) =>
      found.flatMap(([sharp, error]) =>
        found.filter(([other]) => read(other.mean) < read(sharp.mean))
          .map(([, other]) => read(error.mean) < read(other.mean))
      )
    );
  return counted(claim, wins, (found) => found === 0 ? "fails" : "holds");
}
