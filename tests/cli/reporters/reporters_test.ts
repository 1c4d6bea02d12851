// Tests of the three reporters, and of which one a run gets.
import assert from "node:assert/strict";
import type { Digest, Event, Key } from "../../../pipeline/mod.ts";
import { chooseReporter, reporterName } from "../../../cli/reporters/choose_reporter.ts";
import { jsonLinesReporter } from "../../../cli/reporters/json_lines.ts";
import { liveReporter } from "../../../cli/reporters/live.ts";
import { plainReporter } from "../../../cli/reporters/plain.ts";
import { testSetting } from "./setting.ts";

const key = "k" as Key;
const started: Event = { event: "node_started", node: "train:a", stage: "train", key };
const told: Event = {
  event: "node_progress",
  node: "train:a",
  epoch: 3,
  epochs: 10,
  step: 120,
  steps: 400,
  loss: 0.23141,
};
const ran: Event = {
  event: "node_finished",
  node: "train:a",
  stage: "train",
  outcome: "ran",
  seconds: 3.2,
};
const fresh: Event = { event: "node_finished", node: "train:b", stage: "train", outcome: "fresh" };
const failed: Event = {
  event: "node_finished",
  node: "evaluate:a",
  stage: "evaluate",
  outcome: "failed",
  reason: "worker-crashed",
  message: "The worker ended with signal SIGKILL",
  log: "/store/runs/1/logs/a.log",
};
const repaired: Event = {
  event: "repaired",
  node: "train:b",
  file: "best.safetensors",
  digest: "ab12" as Digest,
};

Deno.test("reporterName() gives machines JSON, terminals the live block, and the rest plain lines", () => {
  const set = (name: string) => (asked: string) => (asked === name ? "1" : undefined);
  const none = () => undefined;
  assert.equal(reporterName(true, { columns: 80, environment: none }), "json_lines");
  assert.equal(reporterName(false, { columns: 80, environment: none }), "live");
  assert.equal(reporterName(false, { columns: undefined, environment: none }), "plain");
  assert.equal(reporterName(false, { columns: 80, environment: set("CI") }), "plain");
  assert.equal(reporterName(false, { columns: 80, environment: set("NO_COLOR") }), "plain");
});

Deno.test("the plain reporter writes a line for what ran or failed, and only counts what is fresh", () => {
  const setting = testSetting();
  const reporter = plainReporter(setting);
  for (const event of [started, fresh, ran, failed]) reporter.take(event);
  assert.equal(
    setting.outside.written(),
    "[2/3] ran     train:a (3.2 s)\n" +
      "[3/3] failed  evaluate:a: The worker ended with signal SIGKILL (log: /store/runs/1/logs/a.log)\n",
  );
});

Deno.test("the plain reporter tells of a running node only after a quiet while", () => {
  const setting = testSetting();
  const reporter = plainReporter(setting);
  reporter.take(started);
  reporter.take(told);
  assert.equal(setting.outside.written(), "");
  setting.pass(15_000);
  reporter.take(told);
  reporter.take(told);
  assert.equal(
    setting.outside.written(),
    "running train:a: epoch 3/10, step 120/400, loss 0.2314\n",
  );
});

Deno.test("every reporter tells of a repaired byte in one line on standard error", () => {
  for (const make of [plainReporter, jsonLinesReporter, liveReporter]) {
    const setting = testSetting(80);
    const reporter = make(setting);
    reporter.take(repaired);
    reporter.close();
    assert.equal(setting.outside.noted(), "Repaired best.safetensors of train:b (ab12)\n");
  }
});

Deno.test("every reporter says in its head what the kernel lacks to shut workers in, and nothing else", () => {
  const begun = { event: "run_started", schema: "cairn.events/1", run: "1", study: "s" } as const;
  for (const make of [plainReporter, jsonLinesReporter, liveReporter]) {
    const setting = testSetting(80);
    const reporter = make(setting);
    reporter.take({ ...begun, nodes: 1, jobs: 1, wall: "deno, landlock 7, seccomp" });
    assert.equal(setting.outside.noted(), "");
    reporter.take({ ...begun, nodes: 1, jobs: 1, wall: "deno, seccomp" });
    reporter.close();
    assert.match(setting.outside.noted(), /^This kernel has no landlock to .*security\.md\)\n$/);
  }
});

Deno.test("the JSON reporter writes each event on a line of its own, with the schema's name and version", () => {
  const setting = testSetting();
  const reporter = jsonLinesReporter(setting);
  for (const event of [started, told, ran]) reporter.take(event);
  const lines = setting.outside.written().trimEnd().split("\n");
  assert.deepEqual(lines.map((line) => JSON.parse(line)), [
    { ...started, schema: "cairn.events/1" },
    { ...told, schema: "cairn.events/1" },
    { ...ran, schema: "cairn.events/1" },
  ]);
  assert.match(lines[2] ?? "", /^\{"event":"node_finished","node":/);
});

Deno.test("the live reporter shows stages, the running node's epoch, step and loss, and the time left", () => {
  const setting = testSetting(100);
  const reporter = chooseReporter(false, setting);
  for (const event of [started, told, fresh]) reporter.take(event);
  setting.pass(3000);
  reporter.take(repaired);
  reporter.close();
  const drawn = setting.outside.written();
  assert.match(drawn, /train +━{10}─{10} +1\/2 {2}1 running, 1 fresh\n/);
  assert.match(drawn, /evaluate +─{20} +0\/1\s*\n/);
  assert.match(drawn, / 30 % {3}3\.0 s {2}train:a {2}epoch 3\/10, step 120\/400, loss 0.2314\n/);
  assert.match(drawn, /3\.0 s so far, more than 3\.5 s left\n/);
});

Deno.test("the live reporter cuts its lines to the terminal, and takes its block away at the end", () => {
  const setting = testSetting(40);
  const reporter = liveReporter(setting);
  for (const event of [started, told, repaired]) reporter.take(event);
  reporter.close();
  const drawn = setting.outside.written();
  for (const line of drawn.split("\n")) {
    assert.ok((line.split("[J").at(-1) ?? "").length < 40, line);
  }
  assert.ok(drawn.endsWith("\x1b[4A\r\x1b[J"));
});
