// report: one file for each form of each exhibit, and numbers that can be traced.
import assert from "node:assert/strict";
import { report } from "../../stages/report.ts";
import { accuracyOf, reportInputs, reportParameters } from "../support/report_inputs.ts";
import { digestsOf, type Files, inFolder, readDocument, runStage } from "../support/stage_work.ts";

interface Number {
  readonly address: string;
  readonly value: number;
  readonly sources: readonly string[];
}

async function reported(folder: string): Promise<Files> {
  const inputs = await reportInputs(folder);
  return await runStage(report, folder, { parameters: reportParameters, inputs });
}

/** The ids of the exhibits on the page that hold what the selector's start says. */
async function exhibits(files: Files, kind: "table" | "figure"): Promise<string[]> {
  const html = await Deno.readTextFile(files["report.html"] ?? "");
  return [...html.matchAll(/<figure class="exhibit" id="([^"]+)"/g)]
    .map(([, id = ""]) => id).filter((id) => id.startsWith(kind)).sort();
}

const withEnding = (files: Files, ending: string) =>
  Object.keys(files).filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length)).sort();

const numbersOf = (files: Files) => readDocument<Number[]>(files["numbers.json"]);

Deno.test("report writes one CSV and one Markdown file for each table, and one SVG for each figure", async () => {
  await inFolder(async (folder) => {
    const files = await reported(folder);
    const [tables, figures] = [await exhibits(files, "table"), await exhibits(files, "figure")];
    assert.ok(tables.length >= 6 && figures.length >= 5);
    assert.deepEqual(withEnding(files, ".csv"), tables);
    assert.deepEqual(withEnding(files, ".md"), tables);
    assert.deepEqual(withEnding(files, ".svg"), figures);
    const count = 2 * tables.length + figures.length + 2;
    assert.equal(Object.keys(files).length, count);
  });
});

Deno.test("numbers.json has each address once, and names nodes of the study as the sources", async () => {
  await inFolder(async (folder) => {
    const numbers = await numbersOf(await reported(folder));
    assert.equal(new Set(numbers.map(({ address }) => address)).size, numbers.length);
    const nodes = Object.keys(await reportInputs(folder));
    assert.ok(numbers.every(({ sources }) => sources.length > 0));
    for (const { address, sources, value } of numbers) {
      assert.ok(sources.every((source) => nodes.includes(source)), `${address}: ${sources}`);
      assert.ok(Number.isFinite(value));
    }
  });
});

Deno.test("report gives a method's score as the mean of its seeds' test metric, in percent", async () => {
  await inFolder(async (folder) => {
    const numbers = await numbersOf(await reported(folder));
    for (const method of ["lora", "cola"]) {
      const own = reportParameters.cells.filter((cell) => cell.method === method);
      const found = numbers.find(({ address }) => address === `table_2/vit-tiny-images/${method}`);
      assert.equal(found?.value, 100 * (accuracyOf(own[0] ?? assert.fail()) + 0.125 / 2));
      assert.deepEqual(found?.sources, own.map(({ id }) => `evaluate:${id}`));
    }
  });
});

Deno.test("report says a bound for methods that have one, and none for the head alone", async () => {
  await inFolder(async (folder) => {
    const bounds = (await numbersOf(await reported(folder)))
      .filter(({ sources }) => sources.some((source) => source.startsWith("compute_bounds:")));
    assert.ok(bounds.some(({ value }) => value === 12.5));
    assert.ok(bounds.every(({ sources }) => sources.every((each) => !each.includes("/head/"))));
  });
});

Deno.test("report shows a landscape and its sharpness for the cells that were sampled", async () => {
  await inFolder(async (folder) => {
    const files = await reported(folder);
    const svg = await Deno.readTextFile(files["figure_loss_landscape.svg"] ?? "");
    assert.match(svg, /LoRA/);
    assert.match(svg, /CoLA/);
    assert.match(svg, /epoch 2 of 3/);
    assert.match(svg, /path explained: 95\.0 %/);
    const html = await Deno.readTextFile(files["report.html"] ?? "");
    assert.match(html, /5 × 5 points, each the mean over the first 2 batches .*\(6 examples\)/);
    assert.match(
      html,
      /checkpoint that validation selects; score, G\(W\) and sharpness are its own/,
    );
    const sharpness = (await numbersOf(files)).filter(({ address }) =>
      address.startsWith("table_sharpness/")
    );
    assert.deepEqual(
      new Set(sharpness.flatMap(({ sources }) => sources)),
      new Set(
        ["lora", "cola"].map((method) => `sample_landscape:vit-tiny/images/${method}/seed=12`),
      ),
    );
  });
});

Deno.test("report escapes a study's words, counts its cells and says where the data come from", async () => {
  await inFolder(async (folder) => {
    const html = await Deno.readTextFile((await reported(folder))["report.html"] ?? "");
    assert.ok(html.includes("<h1>A tiny study &amp; its &lt;report&gt;</h1>"));
    assert.ok(html.includes("<dt>trained cells</dt><dd>6</dd>"));
    assert.ok(html.includes("drawn. Train / validation / test: 16 / 6 / 9."));
    assert.ok(html.includes("α 4"), "the default of alpha is twice the rank");
  });
});

Deno.test("report gives equal bytes for equal documents", async () => {
  await inFolder(async (folder) => {
    assert.deepEqual(
      await digestsOf(await reported(folder)),
      await digestsOf(await reported(folder)),
    );
  });
});

Deno.test("report leaves out the landscapes of a study that asks for none", async () => {
  await inFolder(async (folder) => {
    const all = Object.entries(await reportInputs(folder));
    const inputs = Object.fromEntries(all.filter(([name]) => !name.startsWith("sample_")));
    const files = await runStage(report, folder, { parameters: reportParameters, inputs });
    assert.equal(files["figure_loss_landscape.svg"], undefined);
    assert.equal(files["table_sharpness.csv"], undefined);
    assert.ok(files["table_2.csv"]);
  });
});

Deno.test("report names the keys of a config that nothing reads", async () => {
  await inFolder(async (folder) => {
    const inputs = await reportInputs(folder);
    const parameters = { ...reportParameters, unread: { "vit-tiny": ["mood", "<colour>"] } };
    const { "report.html": page } = await runStage(report, folder, { parameters, inputs });
    const html = await Deno.readTextFile(page ?? "");
    assert.ok(html.includes("keys that nothing here reads: mood, &lt;colour&gt;."));
  });
});
