// Which targets a wish names, and what is wrong with one that names none.
import assert from "node:assert/strict";
import { chooseTargets } from "../../adapters/mod.ts";
import { tinyModel } from "../support/models.ts";

const { architecture, config } = tinyModel("gpt2");
const targets = architecture.targets(config);

function namesOf(...wishes: string[]): string[] {
  const chosen = chooseTargets(targets, wishes);
  assert.ok(chosen.ok, chosen.ok ? "" : chosen.message);
  return chosen.value.map(({ name }) => name.replace("transformer.h.", ""));
}

Deno.test("chooseTargets() reads the letters of papers, in the model's order", () => {
  assert.deepEqual(
    namesOf("v", "q"),
    [0, 1].flatMap((layer) => ["q", "v"].map((letter) => `${layer}.attn.c_attn.${letter}`)),
  );
  assert.deepEqual(namesOf("ffn").length, 4);
  assert.deepEqual(namesOf("all"), namesOf("q", "k", "v", "o", "ffn"));
});

Deno.test("chooseTargets() reads ends of names and expressions as peft's target_modules does", () => {
  assert.deepEqual(namesOf("c_attn"), ["0.attn.c_attn", "1.attn.c_attn"]);
  assert.deepEqual(namesOf("mlp.c_proj"), ["0.mlp.c_proj", "1.mlp.c_proj"]);
  assert.deepEqual(namesOf(".*\\.1\\.attn\\.c_attn"), ["1.attn.c_attn"]);
});

Deno.test("chooseTargets() takes each target once, however often it is wished for", () => {
  assert.deepEqual(namesOf("q", "c_attn.q"), namesOf("q"));
});

Deno.test("chooseTargets() refuses a module as a whole and in parts", () => {
  assert.deepEqual(chooseTargets(targets, ["q", "c_attn"]), {
    ok: false,
    reason: "overlapping-targets",
    message: "Cannot adapt transformer.h.0.attn.c_attn as a whole and in parts: choose one",
  });
});

for (const wish of ["query", "attn", ".*nothing"]) {
  Deno.test(`chooseTargets() refuses '${wish}', and says what there is`, () => {
    const chosen = chooseTargets(targets, ["q", wish]);
    assert.ok(!chosen.ok && chosen.reason === "unknown-target");
    assert.ok(chosen.message.startsWith(`Unknown target '${wish}': choose among q, k, v, o, ffn`));
    assert.match(chosen.message, /mlp\.c_fc/);
  });
}

Deno.test("chooseTargets() refuses '[', which is no pattern in Python either", () => {
  const chosen = chooseTargets(targets, ["["]);
  assert.ok(!chosen.ok && chosen.reason === "invalid-pattern");
  assert.equal(chosen.message, 'Cannot read the pattern "[" as Python does: it ends too early');
});
