// Tests of cli/summary_lines.ts.
import assert from "node:assert/strict";
import { resultLines, runLines } from "../../cli/summary_lines.ts";

const summary = {
  ran: 0,
  fresh: 412,
  failed: 0,
  skipped: 0,
  warnings: 0,
  seconds: 0.61,
  interrupted: false,
  unrepaired: [],
};

Deno.test("runLines() says on one line that nothing had to run", () => {
  assert.deepEqual(runLines(summary, []), ["Nothing to run: 412 nodes are fresh (0.6 s)"]);
});

Deno.test("runLines() counts what ran and what was fresh", () => {
  assert.deepEqual(runLines({ ...summary, ran: 1, fresh: 3, seconds: 75 }, []), [
    "Ran 1 node, 3 were fresh (1 min 15 s)",
  ]);
});

Deno.test("runLines() counts the warnings", () => {
  const lines = [1, 2].map((warnings) => runLines({ ...summary, warnings }, [])[0]);
  assert.deepEqual(lines, [
    "Nothing to run: 412 nodes are fresh (0.6 s); 1 warning above",
    "Nothing to run: 412 nodes are fresh (0.6 s); 2 warnings above",
  ]);
});

Deno.test("runLines() names each failed node, its cause and its log", () => {
  const failure = {
    node: "train:a",
    message: "The loss is NaN at step 3",
    log: "runs/1/logs/a.log",
  };
  assert.deepEqual(runLines({ ...summary, ran: 2, fresh: 1, failed: 1, skipped: 4 }, [failure]), [
    "Failed: 1 node failed and 4 were skipped; ran 2, 1 were fresh (0.6 s)",
    "  train:a",
    "    cause: The loss is NaN at step 3",
    "    log:   runs/1/logs/a.log",
  ]);
});

Deno.test("runLines() says how to go on after a stop, and which bytes are lost", () => {
  const lines = runLines({
    ...summary,
    interrupted: true,
    unrepaired: ["best.safetensors of train:a"],
  }, []);
  assert.match(lines[0] ?? "", /^Interrupted: .* the same command goes on$/);
  assert.equal(lines[1], "A wrong byte could not be rebuilt: best.safetensors of train:a");
});

Deno.test("resultLines() says where results and page lie, and how they stand to what is published", () => {
  const settled = {
    folder: "/p/artifacts/results/mini",
    files: new Map(),
    written: [],
    removed: [],
    page: "/p/artifacts/results/mini/report.html",
    published: "/p/artifacts/published/mini",
    comparison: { state: "equal" } as const,
  };
  assert.deepEqual(resultLines(settled, "/p", false), [
    "Results: artifacts/results/mini",
    "Page:    artifacts/results/mini/report.html",
    "Equal to what is published at artifacts/published/mini, byte for byte",
  ]);
});

Deno.test("runLines() writes out what of a failure would move the cursor", () => {
  const lines = runLines({ ...summary, failed: 1 }, [{ node: "train:a", message: "a\nb\x9b2J" }]);
  assert.ok(lines.includes("    cause: a\\u000ab\\u009b2J"), lines.join("\n"));
});
