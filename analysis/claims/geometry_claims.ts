// The paper's claims about generalization, sharpness and intruders (C8–C14), tested.
import { labelOf } from "../labels.ts";
import { spearman } from "../measures/spearman.ts";
import { methodsOf, setupsOf, summarize, type Summary } from "../results.ts";
import { fixed } from "../tables/format.ts";
import { type Claim, counted, type Evidence } from "./claim.ts";

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
  { id: "c8", less: "cla", more: "rc3la" },
  { id: "c9", less: "cla", more: "rac" },
  { id: "c10", less: "asym", more: "c3la" },
] as const;

function smallerError(cells: Evidence, { id, less, more }: (typeof smaller)[number]): Claim {
  const errors = summarize(cells, "generalization");
  const found = pairsOf(errors, [[less, more]]);
  return counted(
    {
      id,
      statement: `${labelOf(less).label} generalizes better than ${labelOf(more).label}`,
      measured: "rows of Table 3 with the smaller G(W)",
    },
    found.map(([first, second]) => first.mean < second.mean),
    found.flat().flatMap(({ sources }) => sources),
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

const chains = [["cola", "lora"], ["rac", "asym"], ["c3la", "cla"], ["rc3la", "rcla"]] as const;

function chainsExceed(
  cells: Evidence,
  measure: string,
  claim: Pick<Claim, "id" | "statement" | "measured">,
): Claim {
  const found = pairsOf(summarize(cells, measure), chains);
  return counted(
    claim,
    found.map(([chain, single]) => chain.mean > single.mean),
    found.flat().flatMap(({ sources }) => sources),
  );
}

/** Mean over setups of the rank correlation between the bound of Table 1 and G(W). */
function boundPredicts(cells: Evidence): Claim {
  const correlations = correlationsOf(cells, "bound", "generalization");
  const mean = correlations.length === 0
    ? null
    : correlations.reduce((total, value) => total + value, 0) / correlations.length;
  return {
    id: "c11",
    statement: "The bounds predict the order of the generalization errors",
    measured: "rank correlation of bound and G(W) over methods, mean over rows",
    found: mean,
    text: mean === null ? "–" : fixed(mean, 2),
    of: null,
    outcome: mean === null ? "open" : mean > 0.5 ? "holds" : mean > 0 ? "in part" : "fails",
    sources: summarize(cells, "generalization").flatMap(({ sources }) => sources),
  };
}

function correlationsOf(cells: Evidence, first: string, second: string): number[] {
  const [xs, ys] = [summarize(cells, first), summarize(cells, second)];
  return setupsOf(xs).flatMap((setup) => {
    const other = methodsOf(ys, setup);
    const pairs = [...methodsOf(xs, setup).values()].flatMap((x) => {
      const y = other.get(x.method);
      return y === undefined ? [] : [[x.mean, y.mean] as const];
    });
    return pairs.length < 3 ? [] : [spearman(pairs.map(([x]) => x), pairs.map(([, y]) => y))];
  });
}

/** Pairs of methods of one setup in which the sharper one generalizes better. */
function sharpnessMisleads(cells: Evidence): Claim {
  const sharp = summarize(cells, "hessianTrace");
  const errors = summarize(cells, "generalization");
  const pairs = setupsOf(sharp).flatMap((setup) => {
    const error = methodsOf(errors, setup);
    const found = [...methodsOf(sharp, setup).values()].filter(({ method }) => error.has(method));
    return found.flatMap((a) =>
      found.filter((b) => b.mean < a.mean)
        .map((b) => (error.get(a.method)?.mean ?? NaN) < (error.get(b.method)?.mean ?? NaN))
    );
  });
  const claim = counted(
    {
      id: "c13",
      statement: "A sharper landscape does not imply a larger generalization error",
      measured: "pairs of methods in which the sharper one has the smaller G(W)",
    },
    pairs,
    sharp.flatMap(({ sources }) => sources),
  );
  return { ...claim, outcome: claim.outcome === "in part" ? "holds" : claim.outcome };
}
