// reproduce: runs what is not fresh, writes the results, compares them with what is published.
import { type Event, held, type Result, run, type Summary } from "../../pipeline/mod.ts";
import { defaultEngine } from "../../studies/mod.ts";
import { type ExitCode, exitCodeOf, refuse, unsettledCode } from "../ending.ts";
import { runGraceMs } from "../interruption.ts";
import type { Outside } from "../outside.ts";
import { chooseReporter } from "../reporters/choose_reporter.ts";
import type { Reporter } from "../reporters/reporter.ts";
import { type Settled, settleResults } from "../../results/mod.ts";
import { writableStore } from "../store_folder.ts";
import { type FailedNode, resultLines, runLines } from "../summary_lines.ts";
import { openWorkspace, type Request, resultsPlace, type Workspace } from "../workspace.ts";

export interface ReproduceOptions extends Omit<Request, "study"> {
  readonly jobs?: number | undefined;
  readonly threads?: number | undefined;
  /** Milliseconds after which the run is stopped as by Ctrl-C. */
  readonly maxTime?: number | undefined;
  readonly force?: true | undefined;
  readonly publish?: true | undefined;
  readonly paranoid?: true | undefined;
  readonly json?: true | undefined;
}

/** Runs a study, or the asked-for part of it. */
export async function reproduce(
  study: string,
  options: ReproduceOptions,
  outside: Outside,
): Promise<ExitCode> {
  if (options.maxTime !== undefined) outside.interruption.stopAfter(options.maxTime);
  const opened = await openWorkspace({ study, ...options }, outside);
  if (!opened.ok) return refuse(opened, options, outside);
  const publishable = checkPublish(opened.value, options);
  if (!publishable.ok) return refuse(publishable, options, outside);
  const allowed = held([opened.value.folder]);
  if (!allowed.ok) return refuse(allowed, options, outside);
  const writable = writableStore(opened.value.folder);
  if (!writable.ok) return refuse(writable, options, outside);
  outside.interruption.grace(runGraceMs);
  return await reproduceIn(opened.value, { options, outside });
}

/** What is published was computed by one engine. */
function checkPublish({ engine }: Workspace, { publish }: ReproduceOptions): Result<true> {
  if (!publish || engine === defaultEngine) return { ok: true, value: true };
  const message =
    `Cannot publish results of engine ${engine}: only those of ${defaultEngine} are; leave out --publish`;
  return { ok: false, reason: "not-publishable", message };
}

interface Errand {
  readonly options: ReproduceOptions;
  readonly outside: Outside;
}

async function reproduceIn(workspace: Workspace, errand: Errand): Promise<ExitCode> {
  const { options, outside } = errand;
  const reporter = reporterFor(workspace, errand);
  const { summary, failures, last } = await runHeld(workspace, errand, reporter);
  const settled = await settleResults(resultsPlace(workspace), summary.outcomes, {
    publish: options.publish ?? false,
  });
  if (settled?.ok) tellResults(settled.value, options, reporter);
  if (last) reporter.take(last);
  reporter.close();
  const say = options.json ? outside.note : outside.write;
  // What the user waited for: the time since the process began, loading included.
  const seconds = performance.now() / 1000;
  for (const line of runLines({ ...summary, seconds }, failures)) say(`${line}\n`);
  if (settled?.ok) {
    for (const line of resultLines(settled.value, outside.cwd, options.publish ?? false)) {
      say(`${line}\n`);
    }
  }
  if (settled?.ok === false) outside.note(`${settled.message}\n`);
  if (settled === undefined && options.publish) {
    outside.note("Nothing was published as this run did not come to the report\n");
  }
  return settled?.ok === false ? unsettledCode(settled) : exitCodeOf(summary);
}

function reporterFor(workspace: Workspace, { options, outside }: Errand): Reporter {
  const nodes = [...workspace.graph.nodes.values()]
    .filter(({ name }) => workspace.selected.has(name))
    .map(({ name, stage }) => ({ node: name, stage: stage.name }));
  const setting = { outside, nodes, jobs: jobsOf(options), now: () => performance.now() };
  return chooseReporter(options.json ?? false, { ...setting, study: workspace.graph.study });
}

function jobsOf({ jobs }: ReproduceOptions): number {
  return jobs ?? navigator.hardwareConcurrency;
}

interface HeldRun {
  readonly summary: Summary;
  readonly failures: readonly FailedNode[];
  /** `run_finished`, kept back so that it is the last event, after those of the results. */
  readonly last: Event | undefined;
}

async function runHeld(
  workspace: Workspace,
  { options, outside }: Errand,
  reporter: Reporter,
): Promise<HeldRun> {
  const failures: FailedNode[] = [];
  let last: Event | undefined;
  const emit = (event: Event) => {
    if (event.event === "node_finished" && event.outcome === "failed") failures.push(event);
    if (event.event === "run_finished") last = event;
    else reporter.take(event);
  };
  const { graph, context, selected } = workspace;
  const { force = false, paranoid = false, threads } = options;
  const runOptions = {
    jobs: jobsOf(options),
    only: selected,
    force,
    paranoid,
    signal: outside.interruption.signal,
  };
  const summary = await run(
    graph,
    context,
    { ...runOptions, ...(threads ? { threads } : {}) },
    emit,
  );
  return { summary, failures, last };
}

function tellResults(settled: Settled, options: ReproduceOptions, reporter: Reporter): void {
  const { folder, written, published, comparison } = settled;
  const { files, numbers } = comparison.state === "different"
    ? comparison
    : { files: [], numbers: [] };
  reporter.take({ event: "results_written", folder, written });
  reporter.take({ event: "results_compared", published, state: comparison.state, files, numbers });
  if (options.publish && comparison.state !== "equal") {
    reporter.take({ event: "results_published", folder: published });
  }
}
