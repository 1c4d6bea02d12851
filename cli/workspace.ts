// What every command about a study starts from: the study, its graph, the store, and the nodes asked for.
import { join } from "node:path";
import type { ResultsPlace } from "../results/mod.ts";
import { type Context, type Graph, openStore, type Result } from "../pipeline/mod.ts";
import {
  cells,
  checkKeys,
  defaultEngine,
  type EngineName,
  engineSetting,
  graphOf,
  nearestOf,
  parseStudy,
  select,
  studies,
  type Study,
} from "../studies/mod.ts";
import { findStudy } from "./find_study.ts";
import { chooseEngine, type EngineRequest } from "./engine.ts";
import { unknownName } from "./spoken.ts";
import { checkOnly, parseOnly } from "./only.ts";
import type { Outside } from "./outside.ts";
import { readableStore, storeFolder } from "./store_folder.ts";

/** What a user asks for, as the command line gives it. */
export interface Request extends EngineRequest {
  readonly study: string;
  readonly store?: string | undefined;
  readonly only?: readonly string[] | undefined;
  readonly stage?: string | undefined;
  /** Whether a key of a config that nothing reads is refused. */
  readonly strict?: true | undefined;
}

export interface Workspace {
  /** The study as the user named it. */
  readonly asked: string;
  readonly study: Study;
  readonly engine: EngineName;
  readonly graph: Graph;
  readonly context: Context;
  /** The folder of objects, records, runs and results. */
  readonly folder: string;
  /** Names of the nodes asked for and of what they need; every node when nothing narrower was asked. */
  readonly selected: ReadonlySet<string>;
}

/** Opens all that a request names; a name that nothing bears is refused with the nearest that something does. */
export async function openWorkspace(
  request: Request,
  outside: Outside,
): Promise<Result<Workspace>> {
  const found = await findStudy(request.study, outside);
  if (!found.ok) return found;
  const known = request.strict ? checkKeys(found.value) : found;
  if (!known.ok) return known;
  const engine = chooseEngine(request);
  if (!engine.ok) return engine;
  const graph = graphOf(found.value, engine.value);
  if (!graph.ok) return graph;
  const selected = selectedNodes(found.value, graph.value, request);
  if (!selected.ok) return selected;
  const folder = storeFolder(request.store, outside);
  const readable = readableStore(folder);
  if (!readable.ok) return readable;
  const setting = await engineSetting(engine.value);
  if (!setting.ok) return setting;
  const store = openStore(folder);
  const context = { store, root: outside.root, ...setting.value, clock: () => Date.now() };
  const nodes = { graph: graph.value, selected: selected.value };
  return {
    ok: true,
    value: {
      asked: request.study,
      study: found.value,
      engine: engine.value,
      ...nodes,
      context,
      folder,
    },
  };
}

/** What a user types to name the study and its engine to a command: `mini --engine tfjs-cpu`, `'my study.ts'`. */
export function spokenStudy({ asked, engine }: Pick<Workspace, "asked" | "engine">): string {
  const study = /^[\w./@+-]+$/.test(asked) ? asked : `'${asked.replaceAll("'", "'\\''")}'`;
  return engine === defaultEngine ? study : `${study} --engine ${engine}`;
}

function selectedNodes(
  study: Study,
  graph: Graph,
  { only, stage }: Request,
): Result<ReadonlySet<string>> {
  const stageNames = new Set([...graph.nodes.values()].map((node) => node.stage.name));
  if (stage !== undefined && !stageNames.has(stage)) {
    return { ok: false, reason: "unknown-stage", message: unknownName("stage", stage, stageNames) };
  }
  const asked = parseOnly(only ?? []);
  if (!asked.ok) return asked;
  const known = checkOnly(asked.value, cells(study));
  if (!known.ok) return known;
  return select(study, graph, {
    ...(Object.keys(known.value).length > 0 ? { only: known.value } : {}),
    ...(stage === undefined ? {} : { stage }),
  });
}

/** The node of a name; one that the study lacks is refused with the few that are nearest, in whichever study. */
export function findNode(workspace: Workspace, name: string): Result<string> {
  if (workspace.graph.nodes.has(name)) return { ok: true, value: name };
  const own = { words: "", names: [...workspace.graph.nodes.keys()] };
  const others = otherStudies(workspace).map(({ study, names }) => (
    { words: ` of study ${study}: add --study ${study}`, names }
  ));
  const [meant] = [own, ...others].map(({ words, names }) => ({
    words,
    near: nearestOf(name, names),
  }))
    .filter(({ near }) => near.length > 0)
    .sort((a, b) => (a.near[0]?.distance ?? 0) - (b.near[0]?.distance ?? 0));
  const nearby = meant?.near.map((near) => `'${near.name}'`).join(" or ");
  const hint = meant === undefined ? "" : ` (did you mean ${nearby}${meant.words}?)`;
  const advice = `'plan ${spokenStudy(workspace)} --all' lists all`;
  const message = `Unknown node '${
    name.slice(0, 200)
  }' in study ${workspace.study.name}${hint}; ${advice}`;
  return { ok: false, reason: "unknown-node", message };
}

/** The nodes of the studies that come with Cairn, but for the one at hand. */
function otherStudies({ study }: Workspace): { study: string; names: string[] }[] {
  return Object.keys(studies).filter((name) => name !== study.name).flatMap((name) => {
    const parsed = parseStudy(studies[name], name);
    const graph = parsed.ok ? graphOf(parsed.value) : parsed;
    return graph.ok ? [{ study: name, names: [...graph.value.nodes.keys()] }] : [];
  });
}

/** Where the results of a study come from and go to: below the store, and among what git tracks. */
export function resultsPlace({ study, engine, graph, context, folder }: Workspace): ResultsPlace {
  return {
    study: study.name,
    engine,
    report: reportNode(graph),
    folder: join(folder, "results", graph.study),
    published: join(context.root, "artifacts", "published", study.name),
    objectPath: (digest) => context.store.objectPath(digest),
  };
}

/** The node whose files are the study's results; a study has one. */
export function reportNode(graph: Graph): string | undefined {
  return [...graph.nodes.values()].find((node) => node.stage.name === "report")?.name;
}
