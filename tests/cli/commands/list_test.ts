// Tests of what `list` counts and says of methods and models.
import assert from "node:assert/strict";
import { documents } from "../../../cli/documents.ts";
import { list } from "../../../cli/commands/list.ts";
import { memoryOutside } from "../memory_outside.ts";

interface Counted {
  readonly adapter: number;
  readonly head: number;
  readonly trained: number;
  readonly share: number;
}

type Wish = Parameters<typeof list>[1];

function counts(wish: Wish): Map<string, Counted> {
  const outside = memoryOutside();
  assert.equal(list("methods", { ...wish, json: true }, outside), 0);
  const { entries } = documents.list.parse(JSON.parse(outside.written()));
  return new Map(entries.map((entry) => [entry.name, entry as unknown as Counted]));
}

function linesOf(kind: string, wish: Wish = {}): string[] {
  const outside = memoryOutside();
  assert.equal(list(kind, wish, outside), 0);
  return outside.written().split("\n");
}

function refusalOf(kind: string, wish: Wish): string {
  const outside = memoryOutside();
  assert.equal(list(kind, wish, outside), 2);
  assert.equal(outside.written(), "");
  return outside.noted();
}

Deno.test("list methods --model counts roberta-base's adapters at rank 16 as peft does", () => {
  const found = counts({ model: "roberta-base" });
  assert.equal(found.get("lora")?.adapter, 589_824);
  assert.equal(found.get("cla")?.adapter, 294_912);
  const head = 768 * 768 + 768 + 2 * 768 + 2;
  assert.ok([...found.values()].every((each) => each.head === head));
  assert.deepEqual(found.get("fft"), { ...found.get("fft"), trained: 124_647_170, share: 1 });
});

Deno.test("list methods --model tells inputs and outputs apart where heads share keys", () => {
  const found = counts({ model: "tinyllama-1.1b", rank: 8 });
  assert.equal(found.get("lora")?.adapter, 22 * 8 * (2048 + 2048 + 2048 + 256));
  assert.equal(found.get("c3la")?.adapter, 22 * 8 * (2048 + 256));
});

Deno.test("list methods --model: a language model has no head, unless it is to tell classes apart", () => {
  assert.equal(counts({ model: "tinyllama-1.1b" }).get("lora")?.head, 0);
  assert.equal(counts({ model: "tinyllama-1.1b", labels: 3 }).get("lora")?.head, 3 * 2048);
  assert.equal(counts({ model: "vit-base", labels: 7 }).get("lora")?.head, 7 * 769);
});

Deno.test("list methods --model has a line for each method: formula, counts, share, proof", () => {
  const lines = linesOf("methods", { model: "roberta-base" });
  const line = lines.find((each) => each.startsWith("lora "));
  assert.match(
    line ?? "",
    /^lora +Σ r\(in \+ out\) +589,824 +592,130 +1,181,954 +0\.948 % +trajectories$/,
  );
  const readings = lines.filter((each) => each.startsWith("asym "));
  assert.match(readings[0] ?? "", /Σ r·out .* trajectories; train=A: conformance suite$/);
  assert.match(readings[1] ?? "", /train=B\|A +train=A: Σ r·in$/);
});

Deno.test("list methods says of the extra methods that the conformance suite alone proves them", () => {
  const lines = linesOf("methods");
  for (const method of ["dpaca", "cpaca", "dcpaca", "ba"]) {
    const start = lines.findIndex((line) => line.startsWith(`${method} `));
    assert.match(lines[start + 2] ?? "", /^ +proof: conformance suite$/);
  }
});

Deno.test("list models gives architecture and parameters", () => {
  const line = linesOf("models").find((each) => each.startsWith("gpt2 "));
  assert.match(line ?? "", /gpt2, 124,439,808 parameters for causal_lm$/);
});

Deno.test("list refuses what it cannot count in one sentence", () => {
  assert.match(
    refusalOf("methods", { model: "roberta-bas" }),
    /^Unknown model 'roberta-bas' \(did you mean 'roberta-base'\?\); known: .*[^.]\n$/,
  );
  assert.equal(
    refusalOf("methods", { model: "gpt2", rank: 5000 }),
    "Cannot adapt with rank 5000 as a matrix has 768 inputs\n",
  );
  assert.match(refusalOf("models", { model: "gpt2" }), /^Cannot list models with --model/);
  assert.match(refusalOf("methods", { rank: 3 }), /^Cannot count without a model/);
});
