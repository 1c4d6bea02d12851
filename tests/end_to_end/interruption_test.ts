// Stops from outside: a signal or a limit of time ends a run within a second, with code 130.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { until } from "../support/background_run.ts";
import { workersOf } from "../support/fake_run_process.ts";
import { smoke } from "../../studies/smoke.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

interface Stopped {
  readonly code: number;
  /** Milliseconds from the stop to the end of the process. */
  readonly took: number;
  readonly events: readonly { readonly event: string; readonly interrupted?: boolean }[];
}

/** Starts the smoke study in an empty store, and `stop`s it when the first node has started. */
async function stoppedRun(
  stop: (child: Deno.ChildProcess) => void,
  ...options: string[]
): Promise<Stopped> {
  const store = await Deno.makeTempDir({ prefix: "cairn stop " });
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "cli.ts", "reproduce", "smoke", "--json", "--store", store, ...options],
    cwd: root,
    stdout: "piped",
    stderr: "null",
  }).spawn();
  let text = "";
  let stoppedAt = 0;
  for await (const piece of child.stdout.pipeThrough(new TextDecoderStream())) {
    text += piece;
    if (stoppedAt > 0 || !text.includes('"node_started"')) continue;
    stoppedAt = performance.now();
    stop(child);
  }
  const { code } = await child.status;
  const took = performance.now() - stoppedAt;
  await Deno.remove(store, { recursive: true });
  return { code, took, events: text.trimEnd().split("\n").map((line) => JSON.parse(line)) };
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  Deno.test(`${signal} ends a run within a second with 130, and its last event says so`, async () => {
    const { code, took, events } = await stoppedRun((child) => child.kill(signal));
    assert.equal(code, 130);
    assert.ok(took < 1000, `It took ${took} ms`);
    const last = events.at(-1);
    assert.deepEqual([last?.event, last?.interrupted], ["run_finished", true]);
  });
}

Deno.test("--max-time stops a run as Ctrl-C does", async () => {
  const { code, events } = await stoppedRun(() => {}, "--max-time", "3s");
  assert.equal(code, 130);
  assert.equal(events.at(-1)?.interrupted, true);
});

interface Ended {
  readonly code: number;
  readonly took: number;
  readonly said: string;
}

/** Starts a command line in a group of processes of its own, signals it after some time, and waits for its end. */
async function signalled(
  words: readonly string[],
  { signal, afterMs, toGroup = false, inStudy = false }: {
    readonly signal: Deno.Signal;
    readonly afterMs: number;
    readonly toGroup?: boolean;
    /** Counts the time from when the study is being read. */
    readonly inStudy?: boolean;
  },
): Promise<Ended> {
  const store = await Deno.makeTempDir({ prefix: "cairn stop " });
  const child = new Deno.Command("setsid", {
    args: [Deno.execPath(), "run", "-A", "cli.ts", ...words, "--store", store],
    cwd: root,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const said = new Response(child.stderr).text();
  if (inStudy) await until(() => Promise.resolve(workersOf(child.pid).length > 0));
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  const stoppedAt = performance.now();
  // The process leads its group, whose number is its own, negated.
  Deno.kill(toGroup ? -child.pid : child.pid, signal);
  const { code } = await child.status;
  const took = performance.now() - stoppedAt;
  await Deno.remove(store, { recursive: true });
  return { code, took, said: await said };
}

function assertStopped({ code, took, said }: Ended, what: string): void {
  assert.equal(code, 130, what);
  assert.equal(said, "", what);
  assert.ok(took < 1000, `${what}: it took ${took} ms`);
}

Deno.test("Ctrl-C while the code of a first run is bundled ends with 130 and no stack", async () => {
  for (const afterMs of [900, 1200, 1500, 1800, 2100, 2400]) {
    const ended = await signalled(["reproduce", "smoke"], {
      signal: "SIGINT",
      afterMs,
      toGroup: true,
    });
    assertStopped(ended, `after ${afterMs} ms`);
  }
});

Deno.test("a signal ends every command that waits for a study that never ends", async () => {
  const folder = await Deno.makeTempDir();
  const study = `${folder}/endless.ts`;
  await Deno.writeTextFile(study, "for (;;);");
  const commands = [
    ["plan", study],
    ["graph", study],
    ["report", study],
    ["reproduce", study],
    ["why", "train:a", "--study", study],
    ["show", "train:a", "--study", study],
    ["export", "train:a", `${folder}/out`, "--study", study],
  ];
  for (const words of commands) {
    const ended = await signalled(words, { signal: "SIGTERM", afterMs: 300, inStudy: true });
    assertStopped(ended, words[0] ?? "");
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a signal ends a command whose main thread is busy with a graph of 125,000 nodes", async () => {
  const folder = await Deno.makeTempDir();
  const study = `${folder}/wide.json`;
  const [grid] = smoke.grids;
  const seeds = Array.from({ length: 8000 }, (_, seed) => seed);
  const wide = { ...smoke, name: "wide", grids: [{ ...grid, seeds }], exhibits: {} };
  await Deno.writeTextFile(study, JSON.stringify(wide));
  for (const afterMs of [1500, 3500]) {
    const how = { signal: "SIGHUP", afterMs, inStudy: true } as const;
    assertStopped(await signalled(["plan", study], how), `after ${afterMs} ms`);
  }
  await Deno.remove(folder, { recursive: true });
});
