// Is there a signal: are differences between methods larger than their seeds can explain?
import type { MethodCard } from "../adapters/mod.ts";
import { metricStyles } from "./metric.ts";
import {
  type ByMethod,
  methodsOf,
  rankedOf,
  type Setup,
  setupsOf,
  type Summary,
} from "./results.ts";
import { type Read, Sourced } from "./sourced.ts";

/** "unknown": with one seed nothing can be said. */
export type Verdict = "signal" | "noise" | "unknown";

/** Two methods; which they are may be a matter of their scores. */
export interface Pair {
  better: Summary;
  reference: Summary;
}

/** A difference of two means; a positive one favours `better`, whatever the metric's direction. */
export interface Comparison {
  better: MethodCard;
  reference: MethodCard;
  difference: number;
  /** √(se² + se²) of the two means. */
  standardError: number | null;
  /** difference / standardError; null where that is unknown or 0. */
  ratio: number | null;
  verdict: Verdict;
}

/** One of the questions put to every setup: a word for the address, a sentence for the reader. */
export interface Signal {
  setup: Setup;
  key: string;
  question: string;
  answer: Sourced<Comparison>;
}

type Choice = (methods: ByMethod, read: Read) => Summary | undefined;

interface Question {
  key: string;
  question: string;
  better: Choice;
  reference: Choice;
}

const best: Choice = (methods, read) => bestFirst(methods, read)[0];
const last: Choice = (methods, read) => bestFirst(methods, read).at(-1);
const named = (id: string): Choice => (methods) => methods.get(id);

const questions: readonly Question[] = [
  {
    key: "fft-head",
    question: "Does full fine-tuning beat the head alone?",
    better: named("fft"),
    reference: named("head"),
  },
  {
    key: "lora-head",
    question: "Does LoRA beat the head alone?",
    better: named("lora"),
    reference: named("head"),
  },
  {
    key: "best-lora",
    question: "Does the best method beat LoRA?",
    better: best,
    reference: named("lora"),
  },
  {
    key: "best-last",
    question: "Do the methods differ at all (best against last)?",
    better: best,
    reference: last,
  },
];

/** How many standard errors make a signal. */
const signalThreshold = 3;

/** For each setup: adaptation against head only, the best against LoRA, and the best against the last. */
export function signals(scores: readonly Summary[]): Signal[] {
  return setupsOf(scores).flatMap((setup) => signalsOf(setup, methodsOf(scores, setup)));
}

function signalsOf(setup: Setup, methods: ByMethod): Signal[] {
  return questions.flatMap(({ key, question, ...choices }) => {
    const answer = Sourced.of((read) => {
      const better = choices.better(methods, read);
      const reference = choices.reference(methods, read);
      if (!better || !reference || better === reference) return undefined;
      return compare({ better, reference }, read);
    }).part((found) => found);
    return answer === undefined ? [] : [{ setup, key, question, answer }];
  });
}

/** How far one method is ahead of another. */
export function compare({ better, reference }: Pair, read: Read): Comparison {
  const sign = metricStyles[better.metric].lowerIsBetter ? -1 : 1;
  const difference = sign * (read(better.mean) - read(reference.mean));
  const errors = [better, reference].map((of) => of.standardError && read(of.standardError));
  const standardError = together(errors);
  return {
    better: better.method,
    reference: reference.method,
    difference,
    standardError,
    ratio: standardError ? difference / standardError : null,
    verdict: verdictOf(difference, standardError),
  };
}

function verdictOf(difference: number, standardError: number | null): Verdict {
  if (standardError === null || !Number.isFinite(difference)) return "unknown";
  return difference > signalThreshold * standardError ? "signal" : "noise";
}

function together(errors: readonly (number | null)[]): number | null {
  const known = errors.filter((error) => error !== null);
  return known.length < errors.length ? null : Math.hypot(...known);
}

/** Ranked methods (no control) from best to worst; equal means in the paper's order. */
export function bestFirst(methods: ByMethod, read: Read): Summary[] {
  const sign = ({ metric }: Summary) => metricStyles[metric].lowerIsBetter ? 1 : -1;
  return rankedOf(methods).filter(({ mean }) => Number.isFinite(read(mean)))
    .sort((a, b) => sign(a) * (read(a.mean) - read(b.mean)));
}
