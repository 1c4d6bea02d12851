// parity: everything that is computed here, compared with what the original libraries computed.
import { join, relative, resolve } from "node:path";
import {
  type CaseReport,
  type Check,
  type Manifest,
  matchingCases,
  readManifest,
  type ReferenceCase,
} from "../../parity/mod.ts";
import { held, type Result, sayable } from "../../pipeline/mod.ts";
import { engine as ownEngine, type EngineName, engineSetting } from "../../studies/mod.ts";
import { chooseEngine, type EngineRequest } from "../engine.ts";
import { type ForeignFiles, foreignFiles } from "../foreign_files.ts";
import { type ExitCode, exitCode, refuse } from "../ending.ts";
import { jsonDocument } from "../json_document.ts";
import type { Outside } from "../outside.ts";

export interface ParityOptions extends EngineRequest {
  readonly json?: true | undefined;
  /** Text in, or regular expression for, the id or the kind of a case. */
  readonly filter?: string | undefined;
}

/** Checks the cases of a folder, a line for each as it comes; a case that fails makes the command fail. */
export async function parity(
  folder: string,
  options: ParityOptions,
  outside: Outside,
): Promise<ExitCode> {
  const engine = chooseEngine(options);
  if (!engine.ok) return refuse(engine, options, outside);
  const chosen = await chosenCases(resolve(outside.cwd, folder), options);
  if (!chosen.ok) return refuse(chosen, options, outside);
  const usable = await usableEngine(engine.value);
  if (!usable.ok) return refuse(usable, options, outside);
  const read = placesOf(chosen.value);
  const allowed = held(read);
  if (!allowed.ok) return refuse(allowed, options, outside);
  const files = foreignFiles({ engine: engine.value, root: outside.root, read });
  const reports = await checkAll(chosen.value, files, (report) => {
    if (!options.json) outside.write(caseLines(report));
  });
  files.close();
  const failed = reports.filter(({ verdict }) => verdict === "fail").length;
  const counts = { passed: reports.length - failed, failed };
  const body = { folder: chosen.value.folder, engine: engine.value, cases: reports.map(plain) };
  if (options.json) outside.write(jsonDocument("parity", { ...body, ...counts }));
  else outside.write(`${counts.passed} passed, ${failed} failed\n`);
  return failed === 0 ? exitCode.done : exitCode.failed;
}

/** The manifest, narrowed to what was asked for, which must be something. */
async function chosenCases(folder: string, { filter }: ParityOptions): Promise<Result<Manifest>> {
  const manifest = await readManifest(folder);
  if (!manifest.ok) return manifest;
  const { cases } = manifest.value;
  const chosen = filter === undefined ? cases : matchingCases(cases, filter);
  if (chosen.length > 0) return { ok: true, value: { folder, cases: chosen } };
  const message = filter === undefined
    ? `Cannot check ${folder} as its manifest has no cases`
    : `Cannot find a case that matches '${filter}' among ${cases.length} of ${folder}`;
  return { ok: false, reason: "no-cases", message };
}

/** What may be read: the manifest's folder, and what its cases name outside of it, as in `"model": "../bert"`. */
function placesOf({ folder, cases }: Manifest): string[] {
  const named = cases.flatMap((golden) => Object.values(golden))
    .filter((value) => typeof value === "string")
    .map((path) => join(folder, path));
  const isOutside = (path: string) => relative(folder, path).split("/")[0] === "..";
  return [folder, ...new Set(named.filter(isOutside))];
}

/** This process runs no graph: its own engine is looked at by the first case. */
async function usableEngine(name: EngineName): Promise<Result<unknown>> {
  return name === ownEngine ? { ok: true, value: null } : await engineSetting(name);
}

/** One case after the other; one whose process dies is a failed case, and the others are checked all the same. */
async function checkAll(
  { folder, cases }: Manifest,
  files: ForeignFiles,
  emit: (report: CaseReport) => void,
): Promise<CaseReport[]> {
  const reports: CaseReport[] = [];
  for (const golden of cases) {
    const answer = await files.ask({ kind: "check", folder, golden });
    const report = answer.ok ? withInfinities(answer.value) : failedReport(golden, answer.message);
    reports.push(report);
    emit(report);
  }
  return reports;
}

function withInfinities(report: CaseReport): CaseReport {
  const checks = report.checks.map((check) => (
    { ...check, max: check.max ?? Infinity, mean: check.mean ?? Infinity }
  ));
  return { ...report, checks };
}

function failedReport({ id, kind }: ReferenceCase, message: string): CaseReport {
  return { id, kind, verdict: "fail", checks: [], message };
}

/** JSON has no infinity. */
function plain(report: CaseReport): unknown {
  const finite = (value: number) => Number.isFinite(value) ? value : null;
  const checks = report.checks.map((check) => (
    { ...check, max: finite(check.max), mean: finite(check.mean) }
  ));
  return { ...report, checks };
}

/** A line for the case, then one for whatever is wrong or remarkable; each ends in a line end, and none moves a cursor. */
function caseLines({ id, verdict, checks, message, remarks = [] }: CaseReport): string {
  const [worst] = checks.toSorted((a, b) => share(b) - share(a));
  const summary = worst === undefined ? "nothing compared" : checkWords(worst);
  const failed = checks.filter((check) => check.verdict === "fail").map(failureWords);
  const wrong = [...(message === undefined ? [] : [message]), ...failed, ...remarks];
  const lines = [`${verdict}  ${id}  ${summary}`, ...wrong.map((line) => `      ${line}`)];
  return [...lines.map(sayable), ""].join("\n");
}

/** How much of its tolerance a check takes. */
function share({ max, tolerance }: Check): number {
  return tolerance === 0 ? max : max / tolerance;
}

/** `logits: largest error 2.3e-7, mean 4.1e-8, tolerance 1.0e-5 relative` */
function checkWords({ name, max, mean, tolerance, as, undetermined }: Check): string {
  if (as === "exact") return `${name}: ${max === 0 ? "equal" : `${percent(mean)} differ`}`;
  const errors = `largest error ${number(max)}, mean ${number(mean)}`;
  const left = undetermined ? `; ${undetermined} beyond it by rounding alone` : "";
  return `${name}: ${errors}, tolerance ${number(tolerance)} ${as}${left}`;
}

/** `hidden_states: off by 3.1e-2, first at hidden_states.1` */
function failureWords({ name, max, place, fault }: Check): string {
  const where = place === undefined ? "" : `, first at ${place}`;
  if (fault === undefined) return `${name}: off by ${number(max)}${where}`;
  return place === undefined ? `${name}: ${fault}` : `${name}: ${place} ${fault}`;
}

function number(value: number): string {
  return Number.isFinite(value) && value !== 0 ? value.toExponential(1) : String(value);
}

function percent(share: number): string {
  return `${(100 * share).toPrecision(2)} %`;
}
