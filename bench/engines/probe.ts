// A program: looks at everything on the engine of this process, and prints each finding as a line of JSON.
import type { Finding } from "./finding.ts";
import { probeKernels } from "./probe_kernels.ts";
import { probeReferences } from "./probe_references.ts";

function print(finding: Finding): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify(finding)}\n`));
}

if (import.meta.main) {
  await probeKernels(print);
  await probeReferences(Deno.args[0] ?? "", print);
  // Native threads of an engine may hold the process.
  Deno.exit(0);
}
