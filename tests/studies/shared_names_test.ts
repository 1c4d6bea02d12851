// Tests of studies/shared_names.ts: a study in which two things would go by one name is refused.
import assert from "node:assert/strict";
import fc from "fast-check";
import { setupsOf } from "../../analysis/results.ts";
import { parseStudy } from "../../studies/mod.ts";
import { smoke } from "../../studies/smoke.ts";

const [grid] = smoke.grids;
const [landscape] = smoke.exhibits.landscapes;
const model = smoke.models["vit-smoke"];
const { digits } = smoke.data;

function refusal(study: object): string {
  const parsed = parseStudy({ ...smoke, exhibits: {}, ...study }, "mine");
  return parsed.ok ? "" : parsed.message;
}

/** A study with one grid for each pair of a model and its data. */
function paired(pairs: readonly (readonly [string, string])[]): object {
  return {
    models: Object.fromEntries(pairs.map(([name]) => [name, { ...model, pretraining: undefined }])),
    data: Object.fromEntries(pairs.map(([, name]) => [name, digits])),
    grids: pairs.map(([name, data]) => ({ ...smoke.grids[0], models: [name], data })),
  };
}

Deno.test("two pairs of model and data that share an address are refused, with both named", () => {
  assert.equal(
    refusal(paired([["vit-smoke", "digits"], ["vit", "smoke-digits"]])),
    "Study mine: grids: vit-smoke on digits and vit on smoke-digits would share the address " +
      "vit-smoke-digits: rename one of them",
  );
});

Deno.test("whatever the names: a table has a row for each pair, and pairs that share an address are refused", () => {
  const name = fc.array(fc.constantFrom("a", "b", "a-b", "b-a"), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.join("-"));
  const pairs = fc.uniqueArray(fc.tuple(name, name), {
    minLength: 1,
    maxLength: 4,
    selector: String,
  });
  fc.assert(fc.property(pairs, (all) => {
    const cells = all.map(([model, data]) => ({ model, data, metric: "accuracy" }));
    const rows = setupsOf(cells as unknown as Parameters<typeof setupsOf>[0]).length;
    const addresses = new Set(all.map((pair) => pair.join("-")));
    assert.equal(rows, all.length);
    assert.equal(refusal(paired(all)) === "", addresses.size === all.length);
  }));
});

Deno.test("an exhibit that asks for the same thing twice is refused", () => {
  assert.match(
    refusal({ exhibits: { landscapes: [landscape, { ...landscape, points: 7 }] } }),
    /exhibits\.landscapes\.1 asks for vit-smoke\/digits\/lora\/seed=12, as exhibits\.landscapes\.0 does$/,
  );
  const twice = [{ pretrained: "vit-smoke", random: "a" }, {
    pretrained: "vit-smoke",
    random: "b",
  }];
  assert.match(
    refusal({
      models: { "vit-smoke": model, a: model, b: model },
      exhibits: { pretraining: twice },
    }),
    /exhibits\.pretraining\.1 asks for vit-smoke, as exhibits\.pretraining\.0 does$/,
  );
});

Deno.test("a cell may stand in two grids that train it alike, and in no others", () => {
  assert.equal(refusal({ grids: [grid, grid] }), "");
  assert.match(
    refusal({ grids: [grid, { ...grid, recipe: "pretrain" }] }),
    /cell vit-smoke\/digits\/fft\/seed=12 already has the recipe adapt$/,
  );
});
