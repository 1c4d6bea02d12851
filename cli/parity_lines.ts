// What `parity` prints of a case: its worst check on a line, and a line for each that failed.
import type { CaseReport, Check } from "../parity/mod.ts";

/** A line for the case, then one for whatever is wrong with it; each ends in a line end. */
export function caseLines({ id, verdict, checks, message }: CaseReport): string {
  const [worst] = checks.toSorted((a, b) => share(b) - share(a));
  const summary = worst === undefined ? "nothing compared" : checkWords(worst);
  const failed = checks.filter((check) => check.verdict === "fail").map(failureWords);
  const wrong = [...(message === undefined ? [] : [message]), ...failed];
  return [`${verdict}  ${id}  ${summary}`, ...wrong.map((line) => `      ${line}`), ""].join("\n");
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
