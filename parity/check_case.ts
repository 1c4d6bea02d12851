// Checks one case, whatever happens: what goes wrong is a verdict with a sentence, never the end of the run.
import { join } from "node:path";
import type { CaseContext, Check, Kind, ReferenceCase, Tolerance } from "./kind.ts";
import { gradientClip } from "./kinds/gradient_clip.ts";
import { image } from "./kinds/image.ts";
import { layout } from "./kinds/layout.ts";
import { metric } from "./kinds/metric.ts";
import { model } from "./kinds/model.ts";
import { optimizer } from "./kinds/optimizer.ts";
import { peftAdapter } from "./kinds/peft_adapter.ts";
import { schedule } from "./kinds/schedule.ts";
import { spectrum } from "./kinds/spectrum.ts";
import { tokenizer } from "./kinds/tokenizer.ts";
import { trajectory } from "./kinds/trajectory.ts";

/** What came of a case. */
export interface CaseReport {
  readonly id: string;
  readonly kind: string;
  readonly verdict: "pass" | "fail";
  readonly checks: readonly Check[];
  /** Why the case failed beside its checks: a file is missing, a kind is unknown. */
  readonly message?: string;
  /** What a reader should know beside it; absent where there is nothing. */
  readonly remarks?: readonly string[];
}

/** Checks a case of a folder. */
export async function checkCase(folder: string, golden: ReferenceCase): Promise<CaseReport> {
  const { id, kind: name } = golden;
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind === undefined) {
    const message = `Unknown kind '${name}': known are ${Object.keys(kinds).join(", ")}`;
    return { id, kind: name, verdict: "fail", checks: [], message };
  }
  const remarks = new Set<string>();
  const context = contextOf(folder, golden, (sentence) => remarks.add(sentence));
  try {
    const report = judged(golden, await kind.check(context));
    return remarks.size === 0 ? report : { ...report, remarks: [...remarks] };
  } catch (error) {
    return { id, kind: name, verdict: "fail", checks: [], message: sentenceOf(error) };
  }
}

/** A check that the manifest asks for and nobody made is a failure too. */
function judged(golden: ReferenceCase, checks: readonly Check[]): CaseReport {
  const { id, kind } = golden;
  const made = new Set(checks.map(({ name }) => name));
  const absent = Object.keys(golden.checks).filter((name) => !made.has(name));
  if (absent.length > 0) {
    const message = `Cannot check ${absent.join(", ")}: a case of kind ${kind} has no such check`;
    return { id, kind, verdict: "fail", checks, message };
  }
  const failed = checks.length === 0 || checks.some(({ verdict }) => verdict === "fail");
  return { id, kind, verdict: failed ? "fail" : "pass", checks };
}

function contextOf(
  folder: string,
  golden: ReferenceCase,
  remark: CaseContext["remark"],
): CaseContext {
  const path = (file: string) => join(folder, file);
  return {
    golden,
    path,
    remark,
    file: (field) => path(textOf(golden, field)),
    tolerance: (check) => toleranceOf(golden, check),
  };
}

function textOf(golden: ReferenceCase, field: string): string {
  const value = golden[field];
  if (typeof value === "string") return value;
  throw new Error(`Cannot check a case of kind ${golden.kind} without the field ${field}`);
}

function toleranceOf(golden: ReferenceCase, check: string): Tolerance {
  const found = golden.checks[check];
  if (found !== undefined) return found;
  throw new Error(`Cannot check ${check} as the manifest has no tolerance for it`);
}

/** One line; a missing file, and one that Deno refuses, in words of this program. */
function sentenceOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [, refused] = /^Requires \w+ access to "(.+?)"/.exec(text) ?? [];
  if (refused !== undefined) return `Cannot open ${refused} as it lies outside the case's folders`;
  const [, missing] = /^(?:ENOENT|No such file).*?['"](.+?)['"]/.exec(text) ?? [];
  return missing === undefined ? text.split("\n")[0] ?? text : `Cannot find ${missing}`;
}

/** A kind that is not here fails. */
export const kinds: Readonly<Record<string, Kind>> = {
  model,
  layout,
  trajectory,
  "peft_adapter": peftAdapter,
  optimizer,
  "gradient_clip": gradientClip,
  schedule,
  tokenizer,
  image,
  metric,
  spectrum,
};
