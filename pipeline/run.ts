// Runs a study: every node in its own worker, each as soon as what it needs is settled, until all have an outcome.
import { codesOf } from "./code.ts";
import type { Context } from "./context.ts";
import { unrepaired } from "./damage.ts";
import { type Emit, eventSchema, type OutcomeName } from "./event.ts";
import { dependencies, type Graph, heights } from "./graph.ts";
import { selected } from "./plan.ts";
import { openRunLog } from "./run_log.ts";
import type { Outcome, Running } from "./running.ts";
import { settleNode } from "./settle_node.ts";
import { makeSlots } from "./slots.ts";
import type { Result } from "./result.ts";
import type { Node } from "./stage.ts";
import { makeStopper, type Stopper } from "./stopper.ts";
import { makeTurns } from "./turns.ts";
import { attempt, attemptSync } from "./system_error.ts";
import { thisKernel, wallName } from "./worker/kernel.ts";

/** How to run. */
export interface RunOptions {
  /** Workers at once. */
  readonly jobs: number;
  /** These nodes and what they need; all where it lacks. */
  readonly only?: ReadonlySet<string>;
  /** Runs the nodes of `only` (all where it lacks) even if fresh; what they need as usual. */
  readonly force?: boolean;
  /** Stops like an abort when this many milliseconds are over. */
  readonly maxTimeMs?: number;
  readonly signal?: AbortSignal;
  /** Reads every object instead of trusting stats. */
  readonly paranoid?: boolean;
  /** Engine threads of each worker; the cores over the jobs where it lacks. */
  readonly threads?: number;
}

/** How a run ended. */
export interface Summary {
  /** The run's id: its folder is `runs/<id>/`. */
  readonly run: string;
  readonly ran: number;
  readonly fresh: number;
  readonly failed: number;
  readonly skipped: number;
  /** What stages wanted the user to hear, of nodes that ran and of fresh ones. */
  readonly warnings: number;
  readonly interrupted: boolean;
  /** Objects that were missing or wrong and could not be rebuilt, a sentence each. */
  readonly unrepaired: readonly string[];
  readonly seconds: number;
  /** Node → outcome, in the graph's order. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

/** Runs the nodes that are not fresh. A failed node costs those that need it, and no others. */
export async function run(
  graph: Graph,
  context: Context,
  options: RunOptions,
  emit: Emit = () => {},
): Promise<Summary> {
  const started = context.clock();
  if (options.paranoid) context.store.memory.distrust();
  const cleaned = attemptSync(`clean the store ${context.store.folder}`, context.store.clean);
  const nodes = selected(graph, options.only);
  const stopper = makeStopper(options);
  const running = await begin(graph, context, { options, stopper, nodes, emit });
  try {
    const inTurns = makeTurns();
    await schedule(nodes, (node) => inTurns(() => settle(running, node)));
    const lost = await unrepaired(running);
    const closed = await closeStore(running, stopper);
    for (const done of [cleaned, closed]) if (!done.ok) running.troubles.add(done.message);
    return finish(running, { nodes, started, unrepaired: lost });
  } finally {
    stopper.end();
    running.log.close();
  }
}

async function closeStore({ context }: Running, stopper: Stopper): Promise<Result<void>> {
  const { store } = context;
  return await attempt(`close the store ${store.folder}`, () => store.close(!stopper.stopped()));
}

interface Beginning {
  readonly options: RunOptions;
  readonly stopper: Stopper;
  readonly nodes: readonly Node[];
  readonly emit: Emit;
}

async function begin(graph: Graph, context: Context, beginning: Beginning): Promise<Running> {
  const { options, stopper, nodes } = beginning;
  const stages = nodes.map((node) => node.stage);
  const codes = await codesOf(stages, { ...context, save: true });
  const kernel = context.kernel ?? thisKernel();
  const wall = wallName(kernel);
  const log = openRunLog(context.store, context.clock, wall);
  const jobs = makeSlots(options.jobs);
  stopper.signal.addEventListener("abort", () => jobs.open());
  const emit = recorded(log.write, beginning.emit);
  const [run, study] = [log.id, graph.study];
  const counts = { nodes: nodes.length, jobs: options.jobs };
  emit({ event: "run_started", schema: eventSchema, run, study, ...counts, wall });
  return {
    graph,
    context,
    codes,
    paranoid: options.paranoid ?? false,
    kernel,
    threads: options.threads ?? Math.max(1, Math.floor(log.machine.cores / options.jobs)),
    forced: forcedNodes(options, nodes),
    signal: stopper.signal,
    jobs,
    checks: makeSlots(4),
    log,
    emit,
    heights: heights(graph),
    outcomes: new Map(),
    warnings: 0,
    troubles: new Set(),
    damage: new Map(),
  };
}

function forcedNodes({ force, only }: RunOptions, nodes: readonly Node[]): ReadonlySet<string> {
  if (!force) return new Set();
  return only ?? new Set(nodes.map((node) => node.name));
}

/** Progress is for the moment; everything else is kept with the run. */
function recorded(write: Emit, emit: Emit): Emit {
  return (event) => {
    if (event.event !== "node_progress") write(event);
    emit(event);
  };
}

/** Visits each node once those that it needs have been visited. */
async function schedule(
  nodes: readonly Node[],
  visit: (node: Node) => Promise<void>,
): Promise<void> {
  const visits = new Map<string, Promise<void>>();
  for (const node of nodes) {
    const needed = Promise.all(dependencies(node).map((name) => visits.get(name)));
    visits.set(node.name, needed.then(() => visit(node)));
  }
  await Promise.all(visits.values());
}

async function settle(run: Running, node: Node): Promise<void> {
  const outcome = await settleNode(run, node);
  run.outcomes.set(node.name, outcome);
  const { outputs: _, ...told } = outcome;
  run.emit({ event: "node_finished", node: node.name, stage: node.stage.name, ...told });
}

interface Ended {
  readonly nodes: readonly Node[];
  readonly started: number;
  readonly unrepaired: readonly string[];
}

function finish(running: Running, { nodes, started, unrepaired }: Ended): Summary {
  tellTroubles(running);
  const all = [...running.outcomes.values()];
  const count = (name: OutcomeName) => all.filter(({ outcome }) => outcome === name).length;
  const counts = {
    ran: count("ran"),
    fresh: count("fresh"),
    failed: count("failed"),
    skipped: count("skipped"),
    warnings: running.warnings,
    seconds: (running.context.clock() - started) / 1000,
    interrupted: all.some(({ reason }) => reason === "interrupted"),
  };
  running.emit({ event: "run_finished", ...counts });
  return {
    run: running.log.id,
    ...counts,
    unrepaired: counts.interrupted ? [] : unrepaired,
    outcomes: ordered(running.outcomes, nodes),
  };
}

/** What went wrong beside the nodes, with what could not be remembered or logged, a sentence each. */
function tellTroubles({ context, log, troubles, emit }: Running): void {
  for (const loss of [context.store.memory.takeLoss(), log.loss()]) {
    if (loss !== undefined) troubles.add(loss);
  }
  for (const message of troubles) emit({ event: "trouble", message });
}

function ordered(
  outcomes: ReadonlyMap<string, Outcome>,
  nodes: readonly Node[],
): Map<string, Outcome> {
  const order = new Map(nodes.map((node, i) => [node.name, i]));
  return new Map([...outcomes].sort(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0)));
}
