// Runs the suites side by side, each in a process of its own: `deno run -A tests/run_all.ts [suite …]`.
//
// `deno test --parallel` would run them as threads of one process, which ONNX Runtime's flags for small numbers
// and TensorFlow.js's global engine do not survive.
import process from "node:process";

/** Tests that start commands and workers by the dozen, and hurt them: minutes, and no part of `deno task ok`. */
const hostile = [
  "tests/cli/commands",
  "tests/cli/find_study_test.ts",
  "tests/cli/foreign_files_test.ts",
  "tests/cli/hostile_study_test.ts",
  "tests/pipeline/concurrency_test.ts",
  "tests/pipeline/crash_test.ts",
  "tests/pipeline/odd_paths_test.ts",
  "tests/pipeline/store",
  "tests/pipeline/worker",
  "tests/results",
  "tests/trials",
];

/** Whole trainings, in two processes and on every engine, and all the reference vectors: minutes as well. */
const fidelity = [
  "tests/engine/determinism_test.ts",
  "tests/engine/sessions_test.ts",
  "tests/parity",
];

/** Rooms of tests about numbers; those of all others are about the machinery. */
const numbers = ["adapters", "analysis", "conformance", "engine", "models"].map(inTests);

const identity = ["tests/end_to_end/identity_test.ts"];

/** By name, the longest first: what is tested, and what of it is left to another suite. */
const suites: Readonly<Record<string, Suite>> = {
  "end_to_end": { paths: ["tests/end_to_end"], without: identity },
  identity: { paths: identity },
  numbers: { paths: numbers, without: fidelity },
  hostile: { paths: hostile },
  fidelity: { paths: fidelity },
  machinery: {
    paths: ["tests"],
    without: ["tests/end_to_end", ...numbers, ...hostile, ...fidelity],
  },
};

interface Suite {
  readonly paths: readonly string[];
  readonly without?: readonly string[];
}

function inTests(room: string): string {
  return `tests/${room}`;
}

/** Runs one suite; its output is shown when it ends, whole. */
async function runSuite(name: string): Promise<boolean> {
  const { paths = [], without } = suites[name] ?? {};
  const left = without === undefined ? [] : [`--ignore=${without.join(",")}`];
  const started = performance.now();
  say(`begin: ${name}`);
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "--allow-all", "--quiet", ...left, ...paths],
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
      passed = await runSuite(name) && passed;
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
