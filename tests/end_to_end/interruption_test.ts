// Stops from outside: a signal or a limit of time ends a run within a second, with code 130.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

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

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`${signal} ends a run within a second with 130, and its last event says so`, async () => {
    const { code, took, events } = await stoppedRun((child) => child.kill(signal));
    assert.equal(code, 130);
    assert.ok(took < 1000, `It took ${took} ms`);
    const last = events.at(-1);
    assert.deepEqual([last?.event, last?.interrupted], ["run_finished", true]);
  });
}

Deno.test("--max-time stops a run as Ctrl-C does", async () => {
  const { code, events } = await stoppedRun(() => {}, "--max-time", "1s");
  assert.equal(code, 130);
  assert.equal(events.at(-1)?.interrupted, true);
});
