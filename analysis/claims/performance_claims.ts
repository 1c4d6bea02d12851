// The paper's claims about performance and cost (C1–C4, C6), tested.
import type { MethodCard } from "../../adapters/mod.ts";
import { type ByMethod, methodsOf, setupsOf, summarize, type Summary } from "../results.ts";
import { bestFirst, compare, type Pair, type Verdict } from "../signal.ts";
import { type Read, Sourced } from "../sourced.ts";
import { count, fixed, signed } from "../tables/format.ts";
import { change } from "../tables/ranking.ts";
import { type Claim, counted, type Evidence, judged, type Tested } from "./claim.ts";

/** C1, C2, C3, C4 and C6, in this order. */
export function performanceClaims(cells: Evidence): Claim[] {
  const rows = rowsOf(cells, "score");
  return [winners(rows), margin(rows), drop(rows), twins(rows), sizes(cells)];
}

/** The methods of each setup that have the measure. */
function rowsOf(cells: Evidence, measure: string): ByMethod[] {
  const summaries = summarize(cells, measure);
  return setupsOf(summaries).map((setup) => methodsOf(summaries, setup));
}

/** In one row there is a winner always, which says nothing. */
function winners(rows: readonly ByMethod[]): Claim {
  const tested = Sourced.of((read): Tested => {
    const first = rows.map((methods) => bestFirst(methods, read)[0]?.method.label ?? "");
    const distinct = new Set(first).size;
    return {
      measured: `different winners over the rows of Table 2 (${first.join(", ")})`,
      found: rows.length < 2 ? null : distinct,
      of: rows.length,
      format: count,
      outcome: rows.length < 2 ? "open" : distinct > 1 ? "holds" : "fails",
    };
  });
  return { id: "c1", statement: "No method dominates, full fine-tuning included", tested };
}

/** The sparse method that is farthest ahead of the better of FFT and LoRA, in % of its score, as metrics differ. */
function margin(rows: readonly ByMethod[]): Claim {
  const claim = {
    id: "c2",
    statement: "Somewhere a sparse method beats both FFT and LoRA by a wide margin",
    measured: "largest lead of a sparse method over the better of the two, in %",
  };
  return judged(claim, (read) => {
    const [lead] = rows.flatMap((methods) => leadOf(methods, read))
      .sort((a, b) => b.share - a.share);
    if (lead === undefined) return undefined;
    const outcome = lead.verdict === "signal" ? "holds" : "fails";
    return { found: lead.share, outcome, format: (share) => signed(share, 2) };
  });
}

function leadOf(methods: ByMethod, read: Read): { share: number; verdict: Verdict }[] {
  const asked = new Map(
    [...methods].filter(([id, { method }]) => isSparse(method) || ["fft", "lora"].includes(id)),
  );
  const ranked = bestFirst(asked, read);
  const better = ranked.find(({ method }) => isSparse(method));
  const reference = ranked.find(({ method }) => !isSparse(method));
  if (!better || !reference) return [];
  const { difference, verdict } = compare({ better, reference }, read);
  return [{ share: difference / Math.abs(read(reference.mean)) * 100, verdict }];
}

function isSparse({ family }: MethodCard): boolean {
  return family === "sparse";
}

function sparseOf(methods: ByMethod): Summary[] {
  return [...methods.values()].filter(({ method }) => isSparse(method));
}

function drop(rows: readonly ByMethod[]): Claim {
  const claim = {
    id: "c3",
    statement: "The drop of a sparse method below the best is modest (paper: mostly under 5.2 %)",
    measured: "median of |best − x| / best, in %",
  };
  return judged(claim, (read) => {
    const drops = rows.filter((methods) => sparseOf(methods).length > 0).flatMap((methods) =>
      dropsOf(methods, read)
    )
      .filter(Number.isFinite).sort((a, b) => a - b);
    if (drops.length === 0) return undefined;
    const found = middle(drops);
    return {
      found,
      outcome: found < 5.2 ? "holds" : "fails",
      format: (median) => fixed(median, 2),
    };
  });
}

function dropsOf(methods: ByMethod, read: Read): number[] {
  const best = bestFirst(methods, read)[0];
  return sparseOf(methods)
    .map(({ mean }) => change(best ? read(best.mean) : NaN, read(mean)));
}

function middle(sorted: readonly number[]): number {
  const half = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(half)] as number) + (sorted[Math.ceil(half)] as number)) / 2;
}

/** Each sparse method and its dense twin, in every setup that has both. */
function twinsOf(rows: readonly ByMethod[]): Pair[] {
  return rows.flatMap((methods) =>
    sparseOf(methods).flatMap((reference) => {
      const better = methods.get(reference.method.twin ?? "");
      return better ? [{ better, reference }] : [];
    })
  );
}

/** Pairs in which neither side is ahead by more than three standard errors. */
function twins(rows: readonly ByMethod[]): Claim {
  const claim = {
    id: "c4",
    statement: "Sparse methods keep up with their dense twins (cLA with Asym, c3LA with RAC …)",
    measured: "pairs in which the twin is not ahead by more than three standard errors",
  };
  return counted(claim, (read) =>
    twinsOf(rows).map((pair) => compare(pair, read).verdict)
      .filter((verdict) => verdict !== "unknown").map((verdict) => verdict === "noise"));
}

function sizes(cells: Evidence): Claim {
  const claim = {
    id: "c6",
    statement: "Sparsity does not lower the number of trained parameters",
    measured: "pairs of a sparse method and its dense twin that train equally many",
  };
  return counted(
    claim,
    (read) =>
      twinsOf(rowsOf(cells, "trained")).map(({ better, reference }) =>
        read(better.mean) === read(reference.mean)
      ),
  );
}
