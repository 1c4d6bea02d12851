// Which linear modules an adapter changes.
import type { Target } from "../models/mod.ts";

/** The paper's choice, everywhere: query and value of every attention block (facts a.0). */
export function queryAndValue(targets: readonly Target[]): Target[] {
  return targets.filter(({ letter }) => letter === "q" || letter === "v");
}
