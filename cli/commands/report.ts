// report: a study's results and page, from what the store already has; at most the report itself is rendered anew.
import { plan, type Planned, run, type Summary } from "../../pipeline/mod.ts";
import type { EngineRequest } from "../engine.ts";
import { type ExitCode, exitCodeOf, refuse, unsettledCode } from "../ending.ts";
import { runGraceMs } from "../interruption.ts";
import { jsonDocument } from "../json_document.ts";
import type { Outside } from "../outside.ts";
import { type Settled, settleResults } from "../../results/mod.ts";
import { writableStore } from "../store_folder.ts";
import { resultLines } from "../summary_lines.ts";
import {
  openWorkspace,
  reportNode,
  resultsPlace,
  spokenStudy,
  type Workspace,
} from "../workspace.ts";

export interface ReportOptions extends EngineRequest {
  readonly store?: string | undefined;
  readonly open?: true | undefined;
  readonly json?: true | undefined;
}

/** Writes what is missing of the results, and says where they lie. Trains and measures nothing. */
export async function report(
  study: string,
  options: ReportOptions,
  outside: Outside,
): Promise<ExitCode> {
  const opened = await openWorkspace({ study, ...options }, outside);
  if (!opened.ok) return refuse(opened, options, outside);
  const workspace = opened.value;
  const missing = missingNodes(workspace, await plan(workspace.graph, workspace.context));
  if (missing.length > 0) return refuse(notYet(workspace, missing), options, outside);
  const writable = writableStore(workspace.folder);
  if (!writable.ok) return refuse(writable, options, outside);
  const summary = await render(workspace, outside);
  const settled = await settleResults(resultsPlace(workspace), summary.outcomes, {
    publish: false,
  });
  if (settled?.ok) tell(settled.value, workspace, { options, outside });
  if (settled?.ok === false) outside.note(`${settled.message}\n`);
  if (settled?.ok && settled.value.page && options.open) {
    await openPage(settled.value.page, outside);
  }
  return settled?.ok === false ? unsettledCode(settled) : exitCodeOf(summary);
}

/** Every node but the report itself has to be fresh. */
function missingNodes({ graph }: Workspace, planned: readonly Planned[]): string[] {
  const own = reportNode(graph);
  return planned.filter(({ node, state }) => state !== "fresh" && node !== own).map(({ node }) =>
    node
  );
}

function notYet(workspace: Workspace, missing: readonly string[]) {
  const { graph } = workspace;
  const counted = `${missing.length} of its ${graph.nodes.size} nodes`;
  const message = `Cannot show the report of ${graph.study} as ${counted} are not fresh, ` +
    `the first being ${missing[0]}: run 'deno task reproduce ${spokenStudy(workspace)}' first`;
  return { reason: "not-reproduced", message };
}

function render(
  { graph, context, selected }: Workspace,
  { interruption }: Outside,
): Promise<Summary> {
  interruption.grace(runGraceMs);
  const options = { jobs: 1, only: selected, signal: interruption.signal };
  return run(graph, context, options, () => {});
}

function tell(
  settled: Settled,
  workspace: Workspace,
  { options, outside }: { readonly options: ReportOptions; readonly outside: Outside },
): void {
  if (!options.json) {
    outside.write(resultLines(settled, outside.cwd, false).map((line) => `${line}\n`).join(""));
    return;
  }
  const { folder, page, written, removed, comparison } = settled;
  const study = workspace.study.name;
  outside.write(
    jsonDocument("report", { study, folder, page, written, removed, compared: comparison.state }),
  );
}

/** Openers by system; the first one that is installed is used. */
const openers: Readonly<Record<string, readonly string[]>> = {
  linux: ["xdg-open", "sensible-browser"],
  darwin: ["open"],
  windows: ["explorer"],
};

/** Says so in one line where there is no opener: the page's path was printed before. */
async function openPage(page: string, outside: Outside): Promise<void> {
  for (const opener of openers[Deno.build.os] ?? []) {
    if (await started(opener, page)) return;
  }
  outside.note(`Cannot open ${page} as this system has no program for it; open it by hand\n`);
}

async function started(opener: string, page: string): Promise<boolean> {
  try {
    const command = new Deno.Command(opener, { args: [page], stdout: "null", stderr: "null" });
    return (await command.spawn().status).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
