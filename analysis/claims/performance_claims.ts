// The paper's claims about performance and cost (C1–C4, C6), tested.
import { labelOf } from "../labels.ts";
import { methodsOf, type Setup, setupsOf, summarize, type Summary } from "../results.ts";
import { bestFirst, compare } from "../signal.ts";
import { fixed, signed } from "../tables/format.ts";
import { change } from "../tables/marks.ts";
import { type Claim, counted, type Evidence } from "./claim.ts";

/** C1, C2, C3, C4 and C6, in this order. */
export function performanceClaims(cells: Evidence): Claim[] {
  const scores = summarize(cells, "score");
  const rows = setupsOf(scores).map((setup) => ({ setup, methods: methodsOf(scores, setup) }));
  return [winners(rows), margin(rows), drop(rows), twins(rows), sizes(cells)];
}

interface ScoreRow {
  setup: Setup;
  methods: ReadonlyMap<string, Summary>;
}

const sparse = ["cla", "c3la", "rcla", "rc3la"] as const;

function sourcesOf(rows: readonly ScoreRow[]): string[] {
  return rows.flatMap(({ methods }) => [...methods.values()].flatMap(({ sources }) => sources));
}

function winners(rows: readonly ScoreRow[]): Claim {
  const first = rows.map(({ setup, methods }) => bestFirst(setup, methods)[0]?.method ?? "");
  const distinct = new Set(first).size;
  return {
    id: "c1",
    statement: "No method dominates, full fine-tuning included",
    measured: `different winners over the rows of Table 2 (${first.map(name).join(", ")})`,
    found: distinct,
    text: String(distinct),
    of: rows.length,
    outcome: rows.length < 2 ? "open" : distinct > 1 ? "holds" : "fails",
    sources: sourcesOf(rows),
  };
}

function name(method: string): string {
  return labelOf(method).label;
}

/** The sparse method that is farthest ahead of the better of FFT and LoRA, in % of its score, as metrics differ. */
function margin(rows: readonly ScoreRow[]): Claim {
  const asked = { key: "c2", question: "" };
  const leads = rows.flatMap(({ setup, methods }) => {
    const ranked = bestFirst(setup, methods);
    const better = ranked.find(({ method }) => isSparse(method));
    const reference = ranked.find(({ method }) => ["fft", "lora"].includes(method));
    if (!better || !reference) return [];
    const found = compare(setup, asked, { better, reference });
    return [{ ...found, share: found.difference / Math.abs(reference.mean) * 100 }];
  }).sort((a, b) => b.share - a.share);
  const lead = leads[0];
  return {
    id: "c2",
    statement: "Somewhere a sparse method beats both FFT and LoRA by a wide margin",
    measured: "largest lead of a sparse method over the better of the two, in %",
    found: lead?.share ?? null,
    text: lead === undefined ? "–" : signed(lead.share, 2),
    of: null,
    outcome: lead === undefined ? "open" : lead.verdict === "signal" ? "holds" : "fails",
    sources: lead?.sources ?? [],
  };
}

function isSparse(method: string): boolean {
  return labelOf(method).family === "sparse";
}

function drop(rows: readonly ScoreRow[]): Claim {
  const drops = rows.flatMap(({ setup, methods }) => {
    const best = bestFirst(setup, methods)[0]?.mean ?? NaN;
    return sparse.flatMap((method) => methods.get(method) ?? [])
      .map(({ mean }) => change(best, mean));
  }).filter(Number.isFinite).sort((a, b) => a - b);
  const median = drops.length === 0 ? null : middle(drops);
  return {
    id: "c3",
    statement: "The drop of a sparse method below the best is modest (paper: mostly under 5.2 %)",
    measured: "median of |best − x| / best, in %",
    found: median,
    text: median === null ? "–" : fixed(median, 2),
    of: null,
    outcome: median === null ? "open" : median < 5.2 ? "holds" : "fails",
    sources: sourcesOf(rows),
  };
}

function middle(sorted: readonly number[]): number {
  const half = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(half)] as number) + (sorted[Math.ceil(half)] as number)) / 2;
}

/** Pairs in which neither side is ahead by more than three standard errors. */
function twins(rows: readonly ScoreRow[]): Claim {
  const asked = { key: "c4", question: "" };
  const level = rows.flatMap(({ setup, methods }) =>
    sparse.flatMap((method) => {
      const [better, reference] = [methods.get(labelOf(method).twin ?? ""), methods.get(method)];
      if (!better || !reference) return [];
      const { verdict } = compare(setup, asked, { better, reference });
      return verdict === "unknown" ? [] : [verdict === "noise"];
    })
  );
  return counted(
    {
      id: "c4",
      statement: "Sparse methods keep up with their dense twins (cLA with Asym, c3LA with RAC …)",
      measured: "pairs in which the twin is not ahead by more than three standard errors",
    },
    level,
    sourcesOf(rows),
  );
}

function sizes(cells: Evidence): Claim {
  const trained = summarize(cells, "trained");
  const equal = setupsOf(trained).flatMap((setup) => {
    const methods = methodsOf(trained, setup);
    return sparse.flatMap((method) => {
      const [own, twin] = [methods.get(method), methods.get(labelOf(method).twin ?? "")];
      return own && twin ? [own.mean === twin.mean] : [];
    });
  });
  return counted(
    {
      id: "c6",
      statement: "Sparsity does not lower the number of trained parameters",
      measured: "pairs of a sparse method and its dense twin that train equally many",
    },
    equal,
    trained.flatMap(({ sources }) => sources),
  );
}
