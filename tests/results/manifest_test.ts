// Tests of results/manifest.ts.
import assert from "node:assert/strict";
import {
  type Evidence,
  manifestOf,
  manifestText,
  readManifestNumbers,
  readNumbers,
} from "../../results/manifest.ts";

const numbers = [
  { address: "table_2/vit/lora", value: 88.5, sources: ["evaluate:lora"] },
  { address: "table_2/vit/cla", value: 86.8, sources: ["evaluate:cla"] },
];
const node = (name: string) => ({
  key: `key of ${name}`,
  outputs: { "b.json": "2", "a.json": "1" },
});
const evidence: Evidence = {
  study: "smoke",
  engine: "onnx",
  report: "report:smoke",
  numbers,
  node,
};

function made(of: Evidence) {
  const manifest = manifestOf(of);
  assert.ok(manifest.ok);
  return manifest.value;
}

Deno.test("manifestOf() names the report and the nodes behind its numbers, and no others", () => {
  assert.deepEqual(Object.keys(made(evidence).nodes), [
    "evaluate:cla",
    "evaluate:lora",
    "report:smoke",
  ]);
});

Deno.test("manifestOf() refuses a number whose source never ran", () => {
  const lacking = (name: string) => name === "evaluate:cla" ? undefined : node(name);
  assert.deepEqual(manifestOf({ ...evidence, node: lacking }), {
    ok: false,
    reason: "untied-number",
    message: "Cannot tie numbers of smoke to 'evaluate:cla' as no such node ran",
  });
});

Deno.test("readNumbers() and readManifestNumbers() read what was written, and nothing of another shape", () => {
  assert.deepEqual(readNumbers(JSON.stringify(numbers)), numbers);
  assert.equal(readManifestNumbers(manifestText(made(evidence)))?.length, 2);
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  for (const text of ["", "{", "null", "3", "{}", "[1]", '[{"address":1}]', deep]) {
    assert.equal(readNumbers(text), undefined, text.slice(0, 20));
    assert.equal(readManifestNumbers(text), undefined, text.slice(0, 20));
  }
});

Deno.test("manifestText() does not depend on the order of numbers, and is JSON", () => {
  const text = manifestText(made(evidence));
  assert.equal(text, manifestText(made({ ...evidence, numbers: [...numbers].reverse() })));
  const parsed = JSON.parse(text);
  assert.deepEqual(parsed.numbers.map(({ value }: { value: number }) => value), [86.8, 88.5]);
  assert.deepEqual(parsed.nodes["evaluate:cla"], {
    key: "key of evaluate:cla",
    outputs: { "a.json": "1", "b.json": "2" },
  });
});

Deno.test("manifestText() gives each node and number a line, so that a change is a line of a diff", () => {
  const lines = manifestText(made(evidence)).split("\n");
  assert.equal(lines.filter((line) => line.includes("key of")).length, 3);
  assert.equal(lines.filter((line) => line.includes('"address"')).length, 2);
});
