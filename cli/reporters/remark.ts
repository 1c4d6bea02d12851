// What a person should be told of an event whatever the reporter: wrong bytes, a repair, a wait.
import { sayable } from "../../pipeline/mod.ts";
import type { CliEvent } from "./reporter.ts";

/** One line for standard error, or nothing where the event is only progress. */
export function remark(event: CliEvent): string | undefined {
  switch (event.event) {
    case "run_started":
      return wallRemark(event.wall);
    case "quarantined":
      return `Found wrong bytes in ${event.file} of ${event.node}; moved them to ${event.path}`;
    case "repaired":
      return `Repaired ${event.file} of ${event.node} (${event.digest.slice(0, 12)})`;
    case "nondeterministic":
      return `Different bytes from one key: ${event.node} gave ${event.records} results (${
        event.files.join(", ")
      })`;
    case "trouble":
      return sayable(event.message);
    case "warning":
      return `Warning: ${event.node}: ${event.message}`;
    case "waiting_for_lease":
      return `Waiting for ${event.node}, as the same work is under way`;
    default:
      return undefined;
  }
}

/** Nothing where the kernel holds workers as well as Deno does. */
function wallRemark(wall: string): string | undefined {
  const missing = ["landlock", "seccomp"].filter((name) => !wall.includes(name));
  if (missing.length === 0) return undefined;
  return `This kernel has no ${missing.join(" and no ")} to shut workers in: ` +
    "Deno's permissions hold what does not go round them (docs/security.md)";
}
