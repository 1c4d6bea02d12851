// The report shows whatever was trained: every method of the table, and one that was added without ado.
import assert from "node:assert/strict";
import { type MethodCard, methodCards, type MethodRow, methods } from "../../adapters/mod.ts";
import { report } from "../../stages/report.ts";
import { cellOf, reportDocuments, reportParameters, written } from "../support/report_inputs.ts";
import { type Files, inFolder, runStage } from "../support/stage_work.ts";

/** A row that says as little as a row can. */
const added: MethodRow = {
  label: "Fresh-LoRA",
  meaning: "a method that only a guide knows",
  design: { kind: "low_rank", a: "drawn", trains: "both" },
};
const table: Readonly<Record<string, MethodRow>> = { ...methods, "fresh_lora": added };
const all = Object.keys(table);
const cards = methodCards(all, table);
const ranked = cards.filter(({ family }) => family !== "control");

async function reportOf(folder: string, asked = cards): Promise<Files> {
  const cells = asked.flatMap(({ id }) => [12, 22].map((seed) => cellOf("vit-tiny", id, seed)));
  const inputs = await written(folder, reportDocuments(cells));
  return await runStage(report, folder, {
    parameters: { ...reportParameters, cells, methods: asked },
    inputs,
  });
}

const read = (files: Files, name: string) => Deno.readTextFile(files[name] ?? assert.fail(name));

/** The exhibits that set methods side by side, and which methods those are. */
const exhibits: Readonly<Record<string, readonly MethodCard[]>> = {
  "table_1.md": ranked,
  "table_2.md": ranked,
  "table_3.md": ranked,
  "table_parameters.md": cards,
  "table_spectra.md": ranked,
  "table_sharpness.md": ranked,
  "figure_performance.svg": ranked,
  "figure_learning_curves.svg": cards,
  "figure_generalization.svg": ranked,
  "figure_singular_values.svg": ranked,
  "figure_intruder_dimensions.svg": ranked,
  "figure_loss_landscape.svg": ranked,
};

Deno.test("every table and every figure shows every method that was trained", async () => {
  await inFolder(async (folder) => {
    const files = await reportOf(folder);
    for (const [name, shown] of Object.entries(exhibits)) {
      const text = await read(files, name);
      for (const { label } of shown) assert.ok(text.includes(label), `${name} lacks ${label}`);
    }
  });
});

Deno.test("no other exhibit is about methods, so that none is forgotten here", async () => {
  await inFolder(async (folder) => {
    const written = Object.keys(await reportOf(folder)).filter((name) => /\.(md|svg)$/.test(name));
    const about = ["table_claims.md", "table_signal.md"];
    assert.deepEqual(written.sort(), [...Object.keys(exhibits), ...about].sort());
  });
});

Deno.test("the legend of the page says what each method is", async () => {
  await inFolder(async (folder) => {
    const html = await read(await reportOf(folder), "report.html");
    for (const { meaning } of cards) assert.ok(html.includes(meaning.replaceAll("'", "&#39;")));
  });
});

Deno.test("a method without a family stands in a block of its own, ranked with the others", async () => {
  await inFolder(async (folder) => {
    const asked = cards.filter(({ id }) => ["lora", "head", "fresh_lora"].includes(id));
    const numbers = JSON.parse(await read(await reportOf(folder, asked), "numbers.json"));
    const addresses = numbers.map(({ address }: { address: string }) => address);
    for (const exhibit of ["table_2", "table_3", "table_parameters"]) {
      assert.ok(addresses.includes(`${exhibit}/vit-tiny-images/fresh_lora`), exhibit);
    }
    assert.ok(addresses.includes("table_1/fresh_lora/vit-tiny-images"));
    assert.match(await read(await reportOf(folder, asked), "report.html"), /Beyond the paper/);
  });
});
