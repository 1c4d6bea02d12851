// The reference cases that run graphs, models and trajectories of methods, on the engine of this process.
import { createHash } from "node:crypto";
import { type CaseReport, checkCase, readManifest } from "../../parity/mod.ts";
import type { Finding, Group } from "./finding.ts";

/** Kinds of case that an engine computes. */
const groups: Readonly<Record<string, Group>> = { model: "models", trajectory: "methods" };

/** Calls `found` with each finding. Throws where the folder is none of reference vectors. */
export async function probeReferences(
  folder: string,
  found: (finding: Finding) => void,
): Promise<void> {
  const manifest = await readManifest(folder);
  if (!manifest.ok) throw new Error(manifest.message);
  for (const golden of manifest.value.cases) {
    const group = groups[golden.kind];
    if (group === undefined) continue;
    const begun = performance.now();
    const report = await checkCase(folder, golden);
    found(findingOf(group, report, performance.now() - begun));
  }
}

function findingOf(group: Group, report: CaseReport, milliseconds: number): Finding {
  const { id, verdict, checks, message } = report;
  const worst = checks.toSorted((a, b) => share(b) - share(a))[0];
  const failed = checks.filter((check) => check.verdict === "fail");
  const words = [
    message,
    ...failed.map(({ name, max, tolerance }) => `${name} ${max} > ${tolerance}`),
  ]
    .filter((word) => word !== undefined);
  return {
    group,
    name: id.replace(/^(models|trajectories)\//, ""),
    verdict,
    error: worst?.max ?? null,
    // Largest and mean errors over all elements: where they are equal to the last digit, so are the elements.
    digest: createHash("sha256").update(JSON.stringify(checks)).digest("hex"),
    milliseconds,
    ...(words.length > 0 ? { message: words.join("; ") } : {}),
  };
}

/** How much of its tolerance a check takes. */
function share({ max, tolerance }: CaseReport["checks"][number]): number {
  return tolerance === 0 ? max : max / tolerance;
}
