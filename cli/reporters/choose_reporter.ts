// Which reporter a run gets: machines ask for JSON, terminals get a live block, the rest plain lines.
import type { Outside } from "../outside.ts";
import { jsonLinesReporter } from "./json_lines.ts";
import { liveReporter } from "./live.ts";
import { plainReporter } from "./plain.ts";
import type { Reporter, Setting } from "./reporter.ts";

export type ReporterName = "json_lines" | "live" | "plain";

const reporters: Readonly<Record<ReporterName, (setting: Setting) => Reporter>> = {
  "json_lines": jsonLinesReporter,
  live: liveReporter,
  plain: plainReporter,
};

/** `CI` and `NO_COLOR` count when they are set to anything (no-color.org). */
export function reporterName(
  json: boolean,
  outside: Pick<Outside, "columns" | "environment">,
): ReporterName {
  if (json) return "json_lines";
  const plain = ["CI", "NO_COLOR"].some((name) => outside.environment(name));
  return outside.columns === undefined || plain ? "plain" : "live";
}

export function chooseReporter(json: boolean, setting: Setting): Reporter {
  return reporters[reporterName(json, setting.outside)](setting);
}
