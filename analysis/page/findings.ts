// What to read first: the study's main findings, in the strings of its tables.
import type { Outcome } from "../claims/claim.ts";
import { geometryClaims } from "../claims/geometry_claims.ts";
import { performanceClaims } from "../claims/performance_claims.ts";
import type { LearningCurve } from "../figures/learning_curves.ts";
import { type Metric, metricStyles } from "../metric.ts";
import {
  type ByMethod,
  methodsOf,
  type Setup,
  setupsOf,
  summarize,
  type Summary,
} from "../results.ts";
import { bestFirst, type Comparison, type Signal, signals, type Verdict } from "../signal.ts";
import { type Read, Sourced } from "../sourced.ts";
import { fixed, scientific, signed } from "../tables/format.ts";
import type { Finding } from "./page.ts";
import type { StudyEvidence } from "./chapters.ts";

/** What went astray, signal, winners, the best sparse method, and how the paper's claims fare. */
export function findings({ cells, curves }: StudyEvidence): Finding[] {
  const scores = summarize(cells, "score");
  const found = signals(scores);
  const setups = setupsOf(scores);
  return [
    ...curves.flatMap(strayFinding),
    ...setups.flatMap((setup) => signalFinding(setup, found)),
    ...setups.flatMap((setup) => rankFinding(setup, methodsOf(scores, setup))),
    claimFinding({ cells }),
  ];
}

const readings: Record<Verdict, string> = {
  signal: "a signal",
  noise: "no signal: within three standard errors",
  unknown: "which one seed cannot judge",
};

function strayFinding(curve: Sourced<LearningCurve>): Finding[] {
  const { model, data, method, seed, largeLoss } = curve.open().value;
  if (largeLoss === null) return [];
  const cell = `${method.label} on ${model} / ${data}, seed ${seed},`;
  return [{
    text: `${cell} met a loss of ${scientific(largeLoss.loss)} at step ${largeLoss.step}: ` +
      "its numbers mean little.",
    exhibit: "figure_learning_curves",
  }];
}

function signalFinding(setup: Setup, found: readonly Signal[]): Finding[] {
  const own = found.filter((signal) =>
    signal.setup.id === setup.id && ["lora-head", "best-last"].includes(signal.key)
  );
  if (own.length === 0) return [];
  const text = Sourced.of((read) =>
    own.map(({ key, answer }) => gain(key, read(answer), setup.metric)).join("; ")
  );
  return [{
    text: `On ${setup.model} / ${setup.data}, ${text.open().value}.`,
    exhibit: "table_signal",
  }];
}

function gain(key: string, found: Comparison, metric: Metric): string {
  const [better, reference] = [found.better.label, found.reference.label];
  const words = key === "best-last"
    ? `the best method (${better}) and the last (${reference}) are apart by`
    : `${better} gains`;
  const end = key === "best-last" ? "" : " on the head alone";
  return `${words} ${amount(found, metric)}${end} (${readings[found.verdict]})`;
}

function amount({ difference, standardError }: Comparison, metric: Metric): string {
  const { scale, digits, unit } = metricStyles[metric];
  const error = standardError === null ? "" : ` ± ${fixed(standardError * scale, digits)}`;
  return `${signed(difference * scale, digits)}${error} ${unit}`;
}

function rankFinding(setup: Setup, methods: ByMethod): Finding[] {
  const text = Sourced.of((read) => rankWords(setup, bestFirst(methods, read), read));
  return text.open().value === "" ? [] : [{ text: text.open().value, exhibit: "table_2" }];
}

function rankWords({ model, data, metric }: Setup, ranked: readonly Summary[], read: Read): string {
  const best = ranked[0];
  const sparse = ranked.find(({ method }) => method.family === "sparse");
  if (best === undefined) return "";
  const { scale, digits, label } = metricStyles[metric];
  const shown = ({ mean }: Summary) => fixed(read(mean) * scale, digits);
  const tail = sparse === undefined
    ? ""
    : sparse === best
    ? ", a sparse method"
    : `; the best sparse method, ${sparse.method.label}, is number ${
      ranked.indexOf(sparse) + 1
    } of ${ranked.length} with ${shown(sparse)}`;
  return `${best.method.label} is first on ${model} / ${data} with ${
    shown(best)
  } (${label})${tail}.`;
}

function claimFinding({ cells }: Pick<StudyEvidence, "cells">): Finding {
  const claims = [...performanceClaims(cells), ...geometryClaims(cells)];
  const outcomes: readonly { words: string; outcome: Outcome }[] = [
    { words: "hold here", outcome: "holds" },
    { words: "hold in part", outcome: "in part" },
    { words: "fail", outcome: "fails" },
    { words: "stay open", outcome: "open" },
  ];
  const text = Sourced.of((read) =>
    outcomes.flatMap(({ words, outcome }) => {
      const own = claims.filter(({ tested }) => read(tested).outcome === outcome);
      return own.length === 0
        ? []
        : [`${own.map(({ id }) => id.toUpperCase()).join(", ")} ${words}`];
    }).join("; ")
  );
  return { text: `Of the paper's claims ${text.open().value}.`, exhibit: "table_claims" };
}
