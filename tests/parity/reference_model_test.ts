// The task of a hub config, as transformers writes and infers it.
import assert from "node:assert/strict";
import { taskOf } from "../../parity/reference_model.ts";

const labels = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [i, `LABEL_${i}`]));

const read: readonly [string, Record<string, unknown>, unknown][] = [
  ["RobertaForSequenceClassification", { id2label: labels(7) }, {
    kind: "sequence_classification",
    labels: 7,
  }],
  ["LlamaForSequenceClassification", {}, { kind: "sequence_classification", labels: 2 }],
  ["RobertaForSequenceClassification", { id2label: labels(1) }, { kind: "regression" }],
  ["RobertaForSequenceClassification", {
    id2label: labels(1),
    "problem_type": "single_label_classification",
  }, { kind: "sequence_classification", labels: 1 }],
  ["ViTForImageClassification", { id2label: labels(3) }, {
    kind: "image_classification",
    labels: 3,
  }],
  ["GPT2LMHeadModel", {}, { kind: "causal_lm" }],
  ["LlamaForCausalLM", {}, { kind: "causal_lm" }],
];

for (const [name, config, task] of read) {
  Deno.test(`taskOf() reads ${name} with ${JSON.stringify(config)}`, () => {
    assert.deepEqual(taskOf({ architectures: [name], ...config }), task);
  });
}

Deno.test("taskOf() names what it cannot compare", () => {
  assert.throws(() => taskOf({ architectures: ["RobertaForTokenClassification"] }), /TokenClass/);
  assert.throws(() => taskOf({}), /architectures ''/);
  const many = { "problem_type": "multi_label_classification" };
  assert.throws(
    () => taskOf({ architectures: ["RobertaForSequenceClassification"], ...many }),
    /multi_label_classification/,
  );
});
