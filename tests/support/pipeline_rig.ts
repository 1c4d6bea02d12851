// A temporary project with fake stages and a store: what the tests of the pipeline work on.
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type AnyStage,
  type Context,
  type Event,
  type Graph,
  type Json,
  makeGraph,
  type Node,
  openStore,
  plan,
  type Planned,
  run,
  type RunOptions,
  type Summary,
} from "../../pipeline/mod.ts";

/** A node as data: inputs are written `node#file`. */
export interface FakeNode {
  readonly name: string;
  readonly stage: string;
  readonly parameters?: Json;
  readonly inputs?: Readonly<Record<string, string>>;
}

/** What a run gave, and all that it said. */
export interface Told {
  readonly summary: Summary;
  readonly events: readonly Event[];
  /** Node → outcome. */
  readonly outcomes: Readonly<Record<string, string>>;
}

/** A project in a temporary folder. */
export interface Rig {
  readonly root: string;
  readonly context: Context;
  graph(nodes: readonly FakeNode[]): Promise<Graph>;
  run(nodes: readonly FakeNode[], options?: Partial<RunOptions>): Promise<Told>;
  plan(nodes: readonly FakeNode[]): Promise<readonly Planned[]>;
  /** Replaces text in a file of the project, which must be there. */
  edit(file: string, from: string, to: string): void;
  /** Writes a new file of the project. */
  add(file: string, text: string): void;
  /** Text of a node's output in the store, as the last run left it. */
  read(told: Told, node: string, file: string): string;
  remove(): void;
}

const repository = new URL("../../", import.meta.url);

/** Makes a project; the name may have blanks and commas, which paths must survive. */
export function makeRig(prefix = "rig, with blank ", project = "project"): Rig {
  const root = join(Deno.makeTempDirSync({ prefix }), project);
  copyProject(root);
  return openRig(root);
}

/** The rig of a project that exists, as another process sees it. */
export function openRig(root: string): Rig {
  const context = contextOf(root);
  const rig: Rig = {
    root,
    context,
    graph: (nodes) => graphOf(root, nodes),
    async run(nodes, options = {}) {
      const events: Event[] = [];
      const graph = await rig.graph(nodes);
      const summary = await run(graph, context, { jobs: 2, ...options }, (e) => events.push(e));
      return { summary, events, outcomes: outcomesOf(summary) };
    },
    plan: async (nodes) => await plan(await rig.graph(nodes), context),
    edit: (file, from, to) => edit(join(root, file), from, to),
    add: (file, text) => Deno.writeTextFileSync(join(root, file), text),
    read: (told, node, file) => read(context, told, [node, file]),
    remove: () => Deno.removeSync(join(root, ".."), { recursive: true }),
  };
  return rig;
}

/** Runs a test on a rig of its own. */
export async function withRig(test: (rig: Rig) => Promise<void>): Promise<void> {
  const rig = makeRig();
  try {
    await test(rig);
  } finally {
    rig.remove();
  }
}

function contextOf(root: string): Context {
  const environments = { pure: {}, engine: { engine: "fake 1" }, strict: {} };
  // What no key knows of: a stage that reads it gives what the day brings.
  const needs = { pure: { read: ["mood"] } };
  return { store: openStore(join(root, "artifacts")), root, environments, needs, clock: Date.now };
}

function copyProject(root: string): void {
  const stages = new URL("tests/support/fake_stages/", repository);
  Deno.mkdirSync(join(root, "stages"), { recursive: true });
  for (const { name } of Deno.readDirSync(stages)) {
    Deno.copyFileSync(new URL(name, stages), join(root, "stages", name));
  }
  for (const name of ["deno.json", "deno.lock", "package.json"]) {
    Deno.copyFileSync(new URL(name, repository), join(root, name));
  }
}

/** The graph of fake nodes; a test that asks for a bad one calls `makeGraph` itself. */
async function graphOf(root: string, nodes: readonly FakeNode[]): Promise<Graph> {
  const graph = makeGraph("fake", await Promise.all(nodes.map((node) => toNode(root, node))));
  assert.ok(graph.ok, graph.ok ? "" : graph.message);
  return graph.value;
}

async function toNode(root: string, node: FakeNode): Promise<Node> {
  const { name, stage, parameters = {}, inputs = {} } = node;
  const refs = Object.entries(inputs).map(([input, ref]) => [input, toRef(ref)]);
  return { name, stage: await load(root, stage), parameters, inputs: Object.fromEntries(refs) };
}

function toRef(text: string): { node: string; file: string } {
  const [node = "", file = ""] = text.split("#");
  return { node, file };
}

async function load(root: string, name: string): Promise<AnyStage> {
  const module = await import(pathToFileURL(join(root, "stages", `${name}.ts`)).href);
  return module[name];
}

function outcomesOf(summary: Summary): Record<string, string> {
  return Object.fromEntries([...summary.outcomes].map(([node, { outcome }]) => [node, outcome]));
}

function edit(path: string, from: string, to: string): void {
  const text = Deno.readTextFileSync(path);
  assert.ok(text.includes(from), `Cannot find "${from}" in ${path}`);
  Deno.writeTextFileSync(path, text.replace(from, to));
}

function read({ store }: Context, told: Told, [node, file]: [string, string]): string {
  const object = told.summary.outcomes.get(node)?.outputs?.[file];
  assert.ok(object, `Cannot find ${file} of ${node}`);
  return Deno.readTextFileSync(store.objectPath(object.digest));
}
