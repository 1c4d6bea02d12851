// Is there a signal: are differences between methods larger than their seeds can explain?
import { inPaperOrder, labelOf } from "./labels.ts";
import { metricStyles } from "./metric.ts";
import { methodsOf, type Setup, setupsOf, type Summary } from "./results.ts";

/** One of the questions put to every setup. */
export interface Asked {
  key: string;
  question: string;
}

/** "unknown": with one seed nothing can be said. */
export type Verdict = "signal" | "noise" | "unknown";

/** One comparison of two means; a positive difference favours `better`, whatever the metric's direction. */
export interface Signal {
  setup: Setup;
  /** What is asked: a word for the address, a sentence for the reader. */
  asked: Asked;
  better: string;
  reference: string;
  difference: number;
  /** √(se² + se²) of the two means. */
  standardError: number | null;
  /** difference / standardError; null where that is unknown or 0. */
  ratio: number | null;
  verdict: Verdict;
  sources: readonly string[];
}

const questions = [
  { key: "fft-head", question: "Does full fine-tuning beat the head alone?" },
  { key: "lora-head", question: "Does LoRA beat the head alone?" },
  { key: "best-lora", question: "Does the best method beat LoRA?" },
  { key: "best-last", question: "Do the methods differ at all (best against last)?" },
] as const;

/** How many standard errors make a signal. */
export const signalThreshold = 3;

/** For each setup: adaptation against head only, the best against LoRA, and the best against the last. */
export function signals(scores: readonly Summary[]): Signal[] {
  return setupsOf(scores).flatMap((setup) => signalsOf(setup, methodsOf(scores, setup)));
}

/** The difference of two summaries as a signal. */
export function compare(
  setup: Setup,
  asked: Asked,
  pair: { better: Summary; reference: Summary },
): Signal {
  const { better, reference } = pair;
  const sign = metricStyles[setup.metric].lowerIsBetter ? -1 : 1;
  const difference = sign * (better.mean - reference.mean);
  const standardError = together(better.standardError, reference.standardError);
  return {
    setup,
    asked,
    better: better.method,
    reference: reference.method,
    difference,
    standardError,
    ratio: standardError ? difference / standardError : null,
    verdict: verdictOf(difference, standardError),
    sources: [...better.sources, ...reference.sources],
  };
}

function verdictOf(difference: number, standardError: number | null): Verdict {
  if (standardError === null || !Number.isFinite(difference)) return "unknown";
  return difference > signalThreshold * standardError ? "signal" : "noise";
}

function together(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.hypot(a, b);
}

function signalsOf(setup: Setup, methods: ReadonlyMap<string, Summary>): Signal[] {
  const ordered = bestFirst(setup, methods);
  const [best, last] = [ordered[0]?.method, ordered.at(-1)?.method];
  const pairs = {
    "fft-head": ["fft", "head"],
    "lora-head": ["lora", "head"],
    "best-lora": [best, "lora"],
    "best-last": [best, last],
  };
  return questions.flatMap((asked) => {
    const [better, reference] = pairs[asked.key].map((id) => methods.get(id ?? ""));
    if (!better || !reference || better === reference) return [];
    return [compare(setup, asked, { better, reference })];
  });
}

/** Ranked methods (no control) from best to worst; equal means in the paper's order. */
export function bestFirst(setup: Setup, methods: ReadonlyMap<string, Summary>): Summary[] {
  const sign = metricStyles[setup.metric].lowerIsBetter ? 1 : -1;
  const ranked = inPaperOrder(methods.keys()).filter((id) => labelOf(id).family !== "control");
  return ranked.map((id) => methods.get(id) as Summary).filter(({ mean }) => Number.isFinite(mean))
    .sort((a, b) => sign * (a.mean - b.mean));
}
