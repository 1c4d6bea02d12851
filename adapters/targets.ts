// Which linear maps an adapter changes: letters, as papers have them, or patterns, as `peft` has them.
import { type Fits, fullMatch, settled } from "./regex/python_pattern.ts";
import type { Result, Target, TargetLetter } from "../models/mod.ts";

/** The paper's choice, everywhere: query and value of every attention block (docs/paper.md, Shapes and targets). */
export const queryAndValue: readonly string[] = ["q", "v"];

const groups: Readonly<Record<string, readonly TargetLetter[]>> = {
  q: ["q"],
  k: ["k"],
  v: ["v"],
  o: ["o"],
  ffn: ["ffn"],
  all: ["q", "k", "v", "o", "ffn"],
};

/**
 * The targets that a wish names, in the model's order: letters (`q`, `k`, `v`, `o`, `ffn`, `all`), names or
 * ends of names of modules, or Python's regular expressions for a whole name, as in `peft`'s `target_modules`.
 * Errors: those of `settled`; `unknown-target` for a part of the wish that names nothing,
 * `overlapping-targets` for a module that is wished for as a whole and in parts.
 */
export function chooseTargets(
  targets: readonly Target[],
  wishes: readonly string[],
): Result<Target[]> {
  const chosen = settled(() => chosenOf(targets, wishes));
  return chosen.ok ? chosen.value : chosen;
}

function chosenOf(targets: readonly Target[], wishes: readonly string[]): Result<Target[]> {
  const tests = wishes.map(wishTest);
  const idle = wishes.find((_, index) => !targets.some((target) => tests[index]?.(target)));
  if (idle !== undefined) return unknown(idle, targets);
  const chosen = targets.filter((target) => tests.some((isMeant) => isMeant(target)));
  const clash = chosen.find((target) => chosen.some((other) => overlap(target, other)));
  if (clash === undefined) return { ok: true, value: chosen };
  const message = `Cannot adapt ${clash.module} as a whole and in parts: choose one`;
  return { ok: false, reason: "overlapping-targets", message };
}

function wishTest(wish: string): (target: Target) => boolean {
  const letters = Object.hasOwn(groups, wish) ? groups[wish] : undefined;
  if (letters !== undefined) return ({ letter }) => letters.includes(letter);
  const fits: Fits = /[\\^$*+?()[\]{}|]/.test(wish) ? fullMatch(wish) : () => false;
  return ({ name }) => name === wish || name.endsWith(`.${wish}`) || fits(name);
}

function overlap(a: Target, b: Target): boolean {
  return a !== b && a.module === b.module && (a.from === undefined || a.from === b.from);
}

function unknown(wish: string, targets: readonly Target[]): Result<never> {
  const modules = [...new Set(targets.map(({ name }) => name.replace(/^.*\.\d+\./, "")))];
  const message = `Unknown target '${wish}': choose among ${Object.keys(groups).join(", ")}, ` +
    `or ends of module names such as ${modules.join(", ")}`;
  return { ok: false, reason: "unknown-target", message };
}
