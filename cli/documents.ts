// The shape of every command's `--json`, as schemas: what `cairn schema <command>` prints and tests hold us to.
import { z } from "zod";
import { schemaName } from "./json_document.ts";

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const state = z.enum(["fresh", "to_run", "waits"]);
const count = z.int().nonnegative();
const outcome = z.enum(["ran", "fresh", "failed", "skipped"]);
const value = z.union([z.number(), z.string(), z.null()]);

function document<Shape extends z.ZodRawShape>(name: string, shape: Shape) {
  return z.object({ schema: z.literal(schemaName(name)), ...shape });
}

function event<Name extends string, Shape extends z.ZodRawShape>(name: Name, shape: Shape) {
  return z.object({ event: z.literal(name), schema: z.literal(schemaName("events")), ...shape });
}

const runEvents = [
  event("run_started", {
    run: z.string(),
    study: z.string(),
    nodes: count,
    jobs: count,
    wall: z.string().describe("What shuts workers in"),
  }),
  event("node_started", { node: z.string(), stage: z.string(), key: digest }),
  event("node_progress", {
    node: z.string(),
    epoch: count.optional(),
    epochs: count.optional(),
    step: count,
    steps: count,
    loss: z.number().optional(),
  }),
  event("node_finished", {
    node: z.string(),
    stage: z.string(),
    outcome,
    key: digest.optional(),
    seconds: z.number().optional(),
    peakMemory: count.optional().describe("Bytes"),
    reason: z.string().optional(),
    message: z.string().optional(),
    log: z.string().optional().describe("Path"),
  }),
  event("warning", { node: z.string(), stage: z.string(), message: z.string() }),
  event("repaired", { node: z.string(), file: z.string(), digest }),
  event("quarantined", { node: z.string(), file: z.string(), digest, path: z.string() }),
  event("nondeterministic", {
    node: z.string(),
    stage: z.string(),
    key: digest,
    records: count,
    files: z.array(z.string()),
  }),
  event("trouble", { message: z.string() }),
  event("waiting_for_lease", { node: z.string(), key: digest }),
] as const;

const resultEvents = [
  event("results_written", { folder: z.string(), written: z.array(z.string()) }),
  event("results_compared", {
    published: z.string(),
    state: z.enum(["unpublished", "equal", "different"]),
    files: z.array(z.object({ file: z.string(), how: z.enum(["changed", "new", "gone"]) })),
    numbers: z.array(
      z.object({ address: z.string(), published: value.optional(), now: value.optional() }),
    ),
  }),
  event("results_published", { folder: z.string() }),
  event("run_finished", {
    ran: count,
    fresh: count,
    failed: count,
    skipped: count,
    warnings: count,
    seconds: z.number(),
    interrupted: z.boolean(),
  }),
] as const;

/** One line of `reproduce --json`. */
const reproduce = z.discriminatedUnion("event", [...runEvents, ...resultEvents]);

const plan = document("plan", {
  study: z.string(),
  counts: z.object({ fresh: count, "to_run": count, waits: count }),
  nodes: z.array(z.object({ node: z.string(), stage: z.string(), state, reason: z.string() })),
});

const whyNode = document("why", {
  study: z.string(),
  node: z.string(),
  state,
  reason: z.string(),
  field: z.string().optional(),
  before: z.string().optional(),
  after: z.string().optional(),
});

const shownNode = document("show", {
  study: z.string(),
  node: z.string(),
  stage: z.string(),
  key: digest,
  parameters: z.json(),
  inputs: z.record(z.string(), z.json()),
  outputs: z.record(z.string(), z.object({ digest, size: count })),
});

const shownNumber = document("show", {
  study: z.string(),
  address: z.string(),
  value,
  unit: z.string().optional(),
  beside: z.record(z.string(), value),
  seeds: z.array(z.object({ node: z.string(), value: z.number() })),
  sources: z.array(z.string()),
  file: z.string().describe("Path"),
});

const whyNumber = document("why", {
  study: z.string(),
  address: z.string(),
  sources: z.array(z.object({ node: z.string(), state, reason: z.string() })),
});

const graph = document("graph", {
  study: z.string(),
  nodes: z.array(z.object({ node: z.string(), stage: z.string(), needs: z.array(z.string()) })),
  mermaid: z.string(),
});

const report = document("report", {
  study: z.string(),
  folder: z.string(),
  page: z.string().optional(),
  written: z.array(z.string()),
  removed: z.array(z.string()),
  compared: z.enum(["unpublished", "equal", "different"]),
});

const exported = document("export", {
  study: z.string(),
  node: z.string(),
  folder: z.string().describe("Path"),
  form: z.enum(["adapter", "checkpoint"]),
  class: z.string().describe("Of transformers, for the model or the adapter's base"),
  files: z.array(z.string()),
  python: z.array(z.string()).describe("Lines that load the folder"),
});

const error = z.number().nullable().describe("null: something is missing or no number");

const parity = document("parity", {
  folder: z.string().describe("Path"),
  engine: z.string(),
  cases: z.array(z.object({
    id: z.string(),
    kind: z.string(),
    verdict: z.enum(["pass", "fail"]),
    checks: z.array(z.object({
      name: z.string(),
      max: error,
      mean: error,
      tolerance: z.number(),
      as: z.enum(["absolute", "relative", "exact"]),
      verdict: z.enum(["pass", "fail"]),
      place: z.string().optional().describe("Where it is off first, or most where it passes"),
      fault: z.string().optional().describe("What is wrong there, beyond a number"),
      undetermined: count.optional().describe("Elements that rounding decides; not compared"),
    })),
    message: z.string().optional().describe("Why it failed, beside its checks"),
  })),
  passed: count,
  failed: count,
});

const list = document("list", {
  kind: z.enum(["methods", "models", "datasets", "studies"]),
  model: z.looseObject({ name: z.string(), parameters: count, rank: count }).optional(),
  entries: z.array(z.looseObject({ name: z.string(), summary: z.string() })),
});

const schema = document("schema", {
  of: z.string(),
  "json_schema": z.record(z.string(), z.json()),
});

const completions = document("completions", {
  shell: z.enum(["bash", "zsh", "fish"]),
  script: z.string(),
});

/** What a command answers instead when it refuses the request. */
export const refusal = z.object({
  reason: z.string(),
  message: z.string(),
  schema: z.literal(schemaName("refusal")),
});

/** By command. */
export const documents = {
  reproduce,
  plan,
  why: z.union([whyNode, whyNumber]),
  show: z.union([shownNode, shownNumber]),
  graph,
  report,
  export: exported,
  parity,
  list,
  schema,
  completions,
} as const;
