// What an export is put together from: the epochs at which links end, and the hub's own words for a model.
import assert from "node:assert/strict";
import { type ArchitectureName, architectures } from "../../models/mod.ts";
import { hubClass, hubDocument } from "../../stages/hub_document.ts";
import { linkEnds } from "../../stages/export_cell.ts";
import { tinyConfig, tinyTask } from "../support/models.ts";

/** Two epochs a link, six in all. */
const epochs = [0, 0, 1, 1, 2, 2].map((link, index) => ({ epoch: index + 1, link }));

Deno.test("links end after their last epochs, and the selected one where it was selected", () => {
  assert.deepEqual(linkEnds({ best: 6, epochs }), [2, 4, 6]);
  assert.deepEqual(linkEnds({ best: 5, epochs }), [2, 4, 5]);
  assert.deepEqual(linkEnds({ best: 4, epochs }), [2, 4]);
  assert.deepEqual(linkEnds({ best: 1, epochs }), [1]);
});

for (const name of Object.keys(architectures) as ArchitectureName[]) {
  Deno.test(`${name} reads the config.json that an export gives it, and finds itself`, () => {
    const architecture = architectures[name];
    const json = tinyConfig(name);
    const config = architecture.parseConfig(json);
    assert.ok(config.ok);
    const hub = hubClass(name, tinyTask(name));
    assert.ok(hub.ok);
    const asked = { task: tinyTask(name), labelNames: ["one", "two", "three"] };
    const document = hubDocument({ json, config: config.value }, hub.value, asked);
    const again = architecture.parseConfig(JSON.parse(JSON.stringify(document)));
    assert.ok(again.ok, again.ok ? "" : again.message);
    const weights = (config: typeof again.value) => architecture.weights(config, tinyTask(name));
    assert.deepEqual(weights(again.value), weights(config.value));
  });
}

Deno.test("labels are named both ways, and a language model has none", () => {
  const hub = { model: "M", auto: "AutoM" };
  const told = (task: Parameters<typeof hubClass>[1], labelNames: string[]) =>
    hubDocument({ json: {}, config: {} }, hub, { task, labelNames });
  const document = told({ kind: "sequence_classification", labels: 2 }, ["no", "yes"]);
  assert.deepEqual(document["id2label"], { 0: "no", 1: "yes" });
  assert.deepEqual(document["label2id"], { no: 0, yes: 1 });
  assert.deepEqual(Object.keys(told({ kind: "causal_lm" }, [])), ["architectures"]);
});

Deno.test("a head that transformers has no class for is refused", () => {
  const found = hubClass("vit", { kind: "regression" });
  assert.match(found.ok ? "" : found.message, /no class of vit with a head for regression$/);
});
