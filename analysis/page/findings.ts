// What to read first: the study's main findings, in the strings of its tables.
import { geometryClaims } from "../claims/geometry_claims.ts";
import { performanceClaims } from "../claims/performance_claims.ts";
import { labelOf } from "../labels.ts";
import { metricStyles } from "../metric.ts";
import { methodsOf, type Setup, setupsOf, summarize, type Summary } from "../results.ts";
import { bestFirst, type Signal, signals, type Verdict } from "../signal.ts";
import { fixed, signed } from "../tables/format.ts";
import type { Finding } from "./content.ts";
import type { StudyEvidence } from "./evidence.ts";

/** Signal, winners, the best sparse method, and how the paper's claims fare. */
export function findings({ cells }: StudyEvidence): Finding[] {
  const scores = summarize(cells, "score");
  const found = signals(scores);
  const setups = setupsOf(scores);
  return [
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

function signalFinding(setup: Setup, found: readonly Signal[]): Finding[] {
  const own = found.filter((signal) =>
    signal.setup.id === setup.id && ["lora-head", "best-last"].includes(signal.asked.key)
  );
  if (own.length === 0) return [];
  const parts = own.map((signal) => `${gain(signal)} (${readings[signal.verdict]})`);
  return [{
    text: `On ${setup.model} / ${setup.data}, ${parts.join("; ")}.`,
    exhibit: "table_signal",
  }];
}

function gain(signal: Signal): string {
  const [better, reference] = [labelOf(signal.better).label, labelOf(signal.reference).label];
  return signal.asked.key === "best-last"
    ? `the best method (${better}) and the last (${reference}) are apart by ${amount(signal)}`
    : `${better} gains ${amount(signal)} on the head alone`;
}

function amount({ setup, difference, standardError }: Signal): string {
  const { scale, digits, unit } = metricStyles[setup.metric];
  const error = standardError === null ? "" : ` ± ${fixed(standardError * scale, digits)}`;
  return `${signed(difference * scale, digits)}${error} ${unit}`;
}

function rankFinding(setup: Setup, methods: ReadonlyMap<string, Summary>): Finding[] {
  const ranked = bestFirst(setup, methods);
  const best = ranked[0];
  const sparse = ranked.find(({ method }) => labelOf(method).family === "sparse");
  if (best === undefined) return [];
  const { scale, digits, label } = metricStyles[setup.metric];
  const shown = ({ mean }: Summary) => fixed(mean * scale, digits);
  const tail = sparse === undefined
    ? ""
    : sparse === best
    ? ", a sparse method"
    : `; the best sparse method, ${labelOf(sparse.method).label}, is number ${
      ranked.indexOf(sparse) + 1
    } of ${ranked.length} with ${shown(sparse)}`;
  return [{
    text: `${labelOf(best.method).label} is first on ${setup.model} / ${setup.data} with ${
      shown(best)
    } (${label})${tail}.`,
    exhibit: "table_2",
  }];
}

function claimFinding({ cells }: Pick<StudyEvidence, "cells">): Finding {
  const claims = [...performanceClaims(cells), ...geometryClaims(cells)];
  const ids = (outcome: string) =>
    claims.filter((claim) => claim.outcome === outcome).map(({ id }) => id.toUpperCase())
      .join(", ");
  const parts = [
    { words: "hold here", of: ids("holds") },
    { words: "hold in part", of: ids("in part") },
    { words: "fail", of: ids("fails") },
    { words: "stay open", of: ids("open") },
  ].filter(({ of }) => of !== "");
  return {
    text: `Of the paper's claims ${parts.map(({ words, of }) => `${of} ${words}`).join("; ")}.`,
    exhibit: "table_claims",
  };
}
