// Versioned JSON, one event a line, for machines; what a person must know goes to standard error beside it.
import { jsonLine } from "../json_document.ts";
import { remark } from "./remark.ts";
import type { Reporter, Setting } from "./reporter.ts";

/** Passes every event on as it came, with the schema's name and version. */
export function jsonLinesReporter({ outside }: Setting): Reporter {
  return {
    take(event) {
      outside.write(jsonLine("events", { ...event }));
      const said = remark(event);
      if (said !== undefined) outside.note(`${said}\n`);
    },
    close() {},
  };
}
