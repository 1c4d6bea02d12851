// A program that runs a fake study, for tests that kill it: root, nodes and options as arguments, events on stdout.
import { openRig } from "./pipeline_rig.ts";
import { run } from "../../pipeline/mod.ts";

if (import.meta.main) {
  const [root = "", nodes = "[]", options = "{}"] = Deno.args;
  const rig = openRig(root);
  const controller = new AbortController();
  Deno.addSignalListener("SIGINT", () => controller.abort());
  const graph = await rig.graph(JSON.parse(nodes));
  const { signal } = controller;
  const print = (event: unknown) =>
    Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify(event) + "\n"));
  const summary = await run(graph, rig.context, { jobs: 2, signal, ...JSON.parse(options) }, print);
  Deno.exit(summary.interrupted ? 130 : 0);
}
