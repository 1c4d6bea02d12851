// Runs the suites side by side, each in a process of its own: `deno run -A tests/run_all.ts [suite …]`.
//
// `deno test --parallel` would run them as threads of one process, which ONNX Runtime's flags for small numbers
// and TensorFlow.js's global engine do not survive.
import process from "node:process";

/** By name, the longest first. */
const suites: Readonly<Record<string, readonly string[]>> = {
  "end_to_end": ["tests/end_to_end"],
  machinery: [
    "bench",
    "cli",
    "data",
    "docs",
    "lint",
    "pipeline",
    "results",
    "stages",
    "studies",
    "trials",
  ]
    .map(inTests),
  numbers: ["adapters", "analysis", "conformance", "engine", "models", "parity"].map(inTests),
};

function inTests(room: string): string {
  return `tests/${room}`;
}

/** Runs one suite; its output is shown when it ends, whole. */
async function runSuite(name: string, paths: readonly string[]): Promise<boolean> {
  const started = performance.now();
  say(`begin: ${name}`);
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "--allow-all", "--quiet", ...paths],
  }).output();
  await Deno.stdout.write(stdout);
  await Deno.stdout.write(stderr);
  const seconds = Math.round((performance.now() - started) / 1000);
  say(`${success ? "passed" : "FAILED"}: ${name} (${seconds} s)`);
  return success;
}

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

/** As many at once as there are cores. */
async function runAll(names: readonly string[]): Promise<boolean> {
  const waiting = [...names];
  let passed = true;
  const lane = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      passed = await runSuite(name, suites[name] ?? []) && passed;
    }
  };
  await Promise.all(Array.from({ length: navigator.hardwareConcurrency }, lane));
  return passed;
}

if (import.meta.main) {
  const asked = Deno.args.length === 0 ? Object.keys(suites) : Deno.args;
  const unknown = asked.find((name) => !Object.hasOwn(suites, name));
  if (unknown !== undefined) {
    say(`Cannot run the suite '${unknown}': there are ${Object.keys(suites).join(", ")}`);
    process.exit(2);
  }
  process.exit(await runAll(asked) ? 0 : 1);
}
