// Tests of results/manifest.ts.
import assert from "node:assert/strict";
import { manifestOf, manifestText } from "../../results/manifest.ts";

const numbers = [
  { address: "table_2/vit/lora", value: 88.5, sources: ["evaluate:lora"] },
  { address: "table_2/vit/cla", value: 86.8, sources: ["evaluate:cla"] },
];
const node = (name: string) => ({
  key: `key of ${name}`,
  outputs: { "b.json": "2", "a.json": "1" },
});
const evidence = { study: "smoke", engine: "onnx", report: "report:smoke", numbers, node };

Deno.test("manifestOf() names the report and the nodes behind its numbers, and no others", () => {
  assert.deepEqual(Object.keys(manifestOf(evidence).nodes), [
    "evaluate:cla",
    "evaluate:lora",
    "report:smoke",
  ]);
});

Deno.test("manifestOf() refuses a number whose source never ran", () => {
  assert.throws(
    () =>
      manifestOf({
        ...evidence,
        node: (name) => (name === "evaluate:cla" ? undefined : node(name)),
      }),
    /Cannot tie numbers of smoke to 'evaluate:cla' as no such node ran/,
  );
});

Deno.test("manifestText() does not depend on the order of numbers, and is JSON", () => {
  const text = manifestText(manifestOf(evidence));
  assert.equal(text, manifestText(manifestOf({ ...evidence, numbers: [...numbers].reverse() })));
  const parsed = JSON.parse(text);
  assert.deepEqual(parsed.numbers.map(({ value }: { value: number }) => value), [86.8, 88.5]);
  assert.deepEqual(parsed.nodes["evaluate:cla"], {
    key: "key of evaluate:cla",
    outputs: { "a.json": "1", "b.json": "2" },
  });
});

Deno.test("manifestText() gives each node and number a line, so that a change is a line of a diff", () => {
  const lines = manifestText(manifestOf(evidence)).split("\n");
  assert.equal(lines.filter((line) => line.includes("key of")).length, 3);
  assert.equal(lines.filter((line) => line.includes('"address"')).length, 2);
});
