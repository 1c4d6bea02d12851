// Attaching: what is refused, and what a description says.
import assert from "node:assert/strict";
import { attach, describe, methodNamed } from "../../adapters/mod.ts";
import type { Setting } from "../../adapters/mod.ts";
import { tinyModel } from "../support/models.ts";

const setting: Setting = { rank: 4, alpha: 8, links: 3, seed: 12, weightDecay: 0 };
const model = tinyModel("vit");

Deno.test("attach() refuses ranks and links that no matrix can have", () => {
  const attaching = (wanted: Partial<Setting>) => () =>
    attach(methodNamed("cola"), model, { ...setting, ...wanted });
  assert.throws(attaching({ rank: 17 }), {
    message: "Cannot attach as rank must be whole and in 1 … 16: current value is 17",
  });
  assert.throws(attaching({ rank: 2.5 }), /current value is 2.5/);
  assert.throws(attaching({ links: 0 }), {
    message: "Cannot attach as links must be whole and at least 1: current value is 0",
  });
  assert.doesNotThrow(attaching({ rank: 16 }));
});

Deno.test("only chains have links, and only chains that fold feed their weights", () => {
  const links = (name: "cla" | "c3la") =>
    attach(methodNamed(name), model, setting).draws.length + 1;
  assert.equal(links("cla"), 1);
  assert.equal(links("c3la"), 3);
  const fed = (name: "cla" | "c3la") =>
    attach(methodNamed(name), model, setting).state.filter(({ name }) =>
      name.endsWith("query.weight")
    );
  assert.equal(fed("cla").length, 0);
  assert.equal(fed("c3la").length, 2);
});

Deno.test("describe() is the plain-data part of an attachment", () => {
  const attachment = attach(methodNamed("cola"), model, setting);
  const description = describe(methodNamed("cola"), attachment);
  assert.deepEqual(JSON.parse(JSON.stringify(description)), {
    method: "cola",
    trained: attachment.trained,
    state: attachment.state,
    groups: attachment.groups,
    links: 3,
    merges: attachment.merges,
    adapted: attachment.adapted,
    parameters: attachment.parameters,
  });
  assert.deepEqual(description.merges, attachment.adapted.map(({ module }) => module));
  assert.ok(attachment.adapted.every(({ letter }) => letter === "q" || letter === "v"));
});
