// Which linear maps an adapter changes: letters, as papers have them, or patterns, as `peft` has them.
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
 * ends of names of modules, or regular expressions for a whole name, as in `peft`'s `target_modules`.
 * Errors: `unknown-target` for a part of the wish that names nothing, `overlapping-targets` for a module
 * that is wished for as a whole and in parts.
 */
export function chooseTargets(
  targets: readonly Target[],
  wishes: readonly string[],
): Result<Target[]> {
  const idle = wishes.find((wish) => !targets.some((target) => isMeant(target, wish)));
  if (idle !== undefined) return unknown(idle, targets);
  const chosen = targets.filter((target) => wishes.some((wish) => isMeant(target, wish)));
  const clash = chosen.find((target) => chosen.some((other) => overlap(target, other)));
  if (clash === undefined) return { ok: true, value: chosen };
  const message = `Cannot adapt ${clash.module} as a whole and in parts: choose one`;
  return { ok: false, reason: "overlapping-targets", message };
}

function isMeant(target: Target, wish: string): boolean {
  const letters = groups[wish];
  if (letters !== undefined) return letters.includes(target.letter);
  if (target.name === wish || target.name.endsWith(`.${wish}`)) return true;
  return /[\\^$*+?()[\]{}|]/.test(wish) && matches(wish, target.name);
}

/** An expression that cannot be read matches nothing, and is then refused by its own name. */
function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(name);
  } catch {
    return false;
  }
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
