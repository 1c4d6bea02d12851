// Checks many cases, one after the other, and tells each as it comes.
import { type CaseReport, checkCase } from "./check_case.ts";
import type { ReferenceCase } from "./kind.ts";
import type { Manifest } from "./manifest.ts";

/** Checks the cases of a folder on the engine of this process; `emit` hears of each. */
export async function checkCases(
  { folder, cases }: Manifest,
  emit: (report: CaseReport) => void,
): Promise<CaseReport[]> {
  const reports: CaseReport[] = [];
  for (const golden of cases) {
    const report = await checkCase(folder, golden);
    reports.push(report);
    emit(report);
  }
  return reports;
}

/** The cases whose id or kind has that text in it, or matches it as a regular expression. */
export function matchingCases<C extends Pick<ReferenceCase, "id" | "kind">>(
  cases: readonly C[],
  text: string,
): C[] {
  const expression = expressionOf(text);
  return cases.filter(({ id, kind }) =>
    [id, kind].some((word) => word.includes(text) || expression?.test(word))
  );
}

/** `trajectories/[` is no expression, but may be a text. */
function expressionOf(text: string): RegExp | undefined {
  try {
    return new RegExp(text);
  } catch {
    return undefined;
  }
}
