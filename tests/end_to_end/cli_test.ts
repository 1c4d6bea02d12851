// Every command on the smoke study, as a user types it: answers, documents, refusals.
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { documents, refusal } from "../../cli/documents.ts";
import { cairn, type Finished } from "../support/working_copy.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const node = "train:vit-smoke/digits/lora/seed=12";

/** One store for all tests of this file, filled by the first that needs it. */
const shared = { store: "" };

async function storeOfSmoke(): Promise<string> {
  if (shared.store !== "") return shared.store;
  const store = await Deno.makeTempDir({ prefix: "cairn cli " });
  const { code, stderr } = await cairn(root, ["reproduce", "smoke", "--store", store]);
  assert.equal(code, 0, stderr);
  return (shared.store = store);
}

async function ask(...words: string[]): Promise<Finished> {
  return await cairn(root, [...words, "--store", await storeOfSmoke()]);
}

Deno.test.afterAll(async () => {
  if (shared.store !== "") await Deno.remove(shared.store, { recursive: true });
});

Deno.test("reproduce says on one line that nothing had to run, and where results and page lie", async () => {
  const store = await storeOfSmoke();
  const { code, stdout } = await ask("reproduce", "smoke");
  assert.equal(code, 0);
  assert.match(
    stdout,
    /^Nothing to run: \d+ nodes are fresh \(\d+\.\d s\)\nResults: .*\nPage: .*\.html\n/,
  );
  assert.ok(stdout.includes(join(store, "results", "smoke")));
});

Deno.test("reproduce --json keeps to its schema, event by event, and ends with run_finished", async () => {
  const { stdout } = await ask("reproduce", "smoke", "--json");
  const events = stdout.trimEnd().split("\n").map((line) =>
    documents.reproduce.parse(JSON.parse(line))
  );
  const last = events.at(-1);
  assert.equal(last?.event, "run_finished");
  const fresh = events.filter((event) =>
    event.event === "node_finished" && event.outcome === "fresh"
  );
  assert.ok(fresh.length > 0);
  assert.deepEqual(last?.event === "run_finished" && [last.ran, last.fresh, last.failed], [
    0,
    fresh.length,
    0,
  ]);
});

Deno.test("results hold exactly the files of their manifest, and each number names nodes that ran", async () => {
  const folder = join(await storeOfSmoke(), "results", "smoke");
  const manifest = JSON.parse(await Deno.readTextFile(join(folder, "MANIFEST.json")));
  const report = manifest.nodes[manifest.report];
  const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();
  assert.deepEqual(names, ["MANIFEST.json", ...Object.keys(report.outputs)].sort());
  assert.ok(manifest.numbers.length > 0);
  for (const { sources } of manifest.numbers) {
    for (const source of sources) assert.match(manifest.nodes[source].key, /^[0-9a-f]{64}$/);
  }
});

Deno.test("plan gives each node a state and a reason, in words and as a document", async () => {
  const { stdout } = await ask("plan", "smoke", "--json");
  const { nodes, counts } = documents.plan.parse(JSON.parse(stdout));
  assert.equal(counts.fresh, nodes.length);
  assert.ok(nodes.every(({ reason }) => reason.length > 0));
  const text = (await ask("plan", "smoke", "--all")).stdout;
  assert.equal(text.trimEnd().split("\n").length, nodes.length + 1);
});

Deno.test("plan writes nothing, not even a store", async () => {
  const folder = await Deno.makeTempDir();
  const { code } = await cairn(root, ["plan", "smoke", "--store", join(folder, "none")]);
  assert.equal(code, 0);
  assert.deepEqual(await Array.fromAsync(Deno.readDir(folder)), []);
  await Deno.remove(folder);
});

Deno.test("plan --only and --stage narrow the plan to what was asked and what it needs", async () => {
  const { stdout } = await ask(
    "plan",
    "smoke",
    "--only",
    "method=lora",
    "--stage",
    "train",
    "--json",
  );
  const names = documents.plan.parse(JSON.parse(stdout)).nodes.map(({ node }) => node);
  assert.ok(names.includes(node));
  assert.ok(
    !names.some((name) => name.startsWith("evaluate:") || name.includes("/c3la/")),
    names.join(" "),
  );
});

Deno.test("why and show tell of one node, in words and as documents", async () => {
  const why = documents.why.parse(
    JSON.parse((await ask("why", node, "--study", "smoke", "--json")).stdout),
  );
  assert.deepEqual("node" in why && [why.node, why.state], [node, "fresh"]);
  assert.match(
    (await ask("why", node, "--study", "smoke")).stdout,
    new RegExp(`^${node} is fresh: `),
  );
  const show = documents.show.parse(
    JSON.parse((await ask("show", node, "--study", "smoke", "--json")).stdout),
  );
  assert.equal("stage" in show && show.stage, "train");
  assert.ok("outputs" in show && Object.keys(show.outputs).includes("best.safetensors"));
  assert.match((await ask("show", node, "--study", "smoke")).stdout, /best\.safetensors/);
});

Deno.test("graph draws the study as Mermaid", async () => {
  const { stdout } = await ask("graph", "smoke");
  assert.match(stdout, /^flowchart LR\n/);
  assert.ok(stdout.includes(`["${node}"]`));
  const { nodes } = documents.graph.parse(
    JSON.parse((await ask("graph", "smoke", "--json")).stdout),
  );
  assert.ok(
    nodes.find((drawn) => drawn.node === node)?.needs.some((need) =>
      need.startsWith("inject_adapter:")
    ),
  );
});

Deno.test("report finds the page of a study that has run, and refuses one that has not", async () => {
  const { page } = documents.report.parse(
    JSON.parse((await ask("report", "smoke", "--json")).stdout),
  );
  assert.match(await Deno.readTextFile(page ?? ""), /<html/);
  const empty = await Deno.makeTempDir();
  const refused = await cairn(root, ["report", "smoke", "--store", empty]);
  assert.equal(refused.code, 2);
  assert.match(
    refused.stderr,
    /^Cannot show the report of smoke as \d+ of its \d+ nodes are not fresh/,
  );
  await Deno.remove(empty, { recursive: true });
});

Deno.test("a wrong request ends with 2, one sentence on standard error, no stack and no output", async () => {
  const wrong = [
    ["reproduce", "smokee"],
    ["reproduce", "no/such/study.ts"],
    ["reproduce", "smoke", "--only", "method=lroa"],
    ["reproduce", "smoke", "--only", "lora"],
    ["reproduce", "smoke", "--stage", "trian"],
    ["reproduce", "smoke", "--jobs", "0"],
    ["plan", "smoke", "--only", "seed=13"],
    ["why", "train:vit-smoke/digits/lora/seed=1", "--study", "smoke"],
    ["show", "nothing", "--study", "smoke"],
    ["graph", "minni"],
    ["list", "metods"],
    ["schema", "sudy"],
    ["completions", "bsh"],
  ];
  for (const words of wrong) {
    const { code, stdout, stderr } = await cairn(root, words);
    assert.deepEqual([code, stdout], [2, ""], words.join(" "));
    assert.match(stderr, /^[A-Z][^\n]*[^.\n]\n$/, words.join(" "));
  }
});

Deno.test("a near miss is named, and with --json the refusal is a document", async () => {
  const { code, stdout, stderr } = await cairn(root, ["plan", "smoek", "--json"]);
  assert.equal(code, 2);
  assert.match(stderr, /did you mean 'smoke'\?/);
  assert.equal(refusal.parse(JSON.parse(stdout)).reason, "unknown-study");
});

Deno.test("a study's path is taken from where the user stands, and its errors name the field", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(join(folder, "mine.json"), JSON.stringify({ name: "mine", title: "" }));
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", join(root, "cli.ts"), "plan", "mine.json"],
    env: { INIT_CWD: folder, NO_COLOR: "1" },
    cwd: root,
  });
  const { code, stderr } = await command.output();
  assert.equal(code, 2);
  assert.match(new TextDecoder().decode(stderr), /mine\.json: title is empty/);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("show and why take the address of a number", async () => {
  const address = "table_2/vit-smoke-digits/lora";
  const shown = await ask("show", address, "--study", "smoke");
  assert.match(
    shown.stdout,
    /^table_2\/vit-smoke-digits\/lora: [\d.]+ \(accuracy, %\)\nmean of 1:\n {2}evaluate:\S+ [\d.]+\nfile: .*table_2\.csv\n$/,
  );
  const json = await ask("show", address, "--study", "smoke", "--json");
  const document = documents.show.parse(JSON.parse(json.stdout));
  assert.ok("seeds" in document && document.seeds[0]?.value === document.value);
  const why = await ask("why", address, "--study", "smoke");
  assert.match(
    why.stdout,
    /was computed from:\n {2}evaluate:vit-smoke\/digits\/lora\/seed=12 is fresh: /,
  );
  const unknown = await ask("show", "table_2/vit-smoke-digits/lor", "--study", "smoke");
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /^Unknown address .*did you mean 'table_2\/vit-smoke-digits\/lora'/);
});

Deno.test("plan groups nodes by stage and state, and --all lists them", async () => {
  const grouped = await ask("plan", "smoke");
  assert.match(grouped.stdout, /\nfresh {3}4 of train {2}\(/);
  assert.match(grouped.stdout, /\nNothing to run: all 23 nodes are fresh\n$/);
  const all = await ask("plan", "smoke", "--all");
  assert.equal(all.stdout.trimEnd().split("\n").length, 24);
});

Deno.test("an unknown node is looked for in every study, and the right one is named", async () => {
  const { code, stderr } = await ask("show", "train:vit-smoke/digts/lora/seed=12");
  assert.equal(code, 2);
  assert.match(
    stderr,
    /did you mean 'train:vit-smoke\/digits\/lora\/seed=12' or .* of study smoke: add --study smoke\?/,
  );
});

Deno.test("export writes a folder whatever its name", async () => {
  const folder = await Deno.makeTempDir();
  for (const name of ["lora:12", "a * b", "x".repeat(240)]) {
    const { code, stderr } = await ask("export", node, join(folder, name), "--study", "smoke");
    assert.equal(code, 0, stderr);
  }
  assert.equal([...Deno.readDirSync(folder)].length, 3);
  await Deno.remove(folder, { recursive: true });
});
