// Tests of cli/only.ts.
import assert from "node:assert/strict";
import { checkOnly, parseOnly } from "../../cli/only.ts";

const cells = [
  { model: "vit-mini", data: "digits", method: "cla", seed: 12 },
  { model: "vit-mini", data: "digits", method: "lora", seed: 22 },
];

Deno.test("parseOnly() reads pairs, and alternatives from a repeated key", () => {
  const expected = { ok: true, value: { method: ["cla", "lora"], seed: ["12"] } };
  assert.deepEqual(parseOnly(["method=cla,method=lora,seed=12"]), expected);
  assert.deepEqual(parseOnly(["method=cla", "method=lora", "seed=12"]), expected);
  assert.deepEqual(parseOnly([]), { ok: true, value: {} });
});

Deno.test("parseOnly() refuses what is no pair, and says how one looks", () => {
  for (const text of ["cla", "method=", "", "method=cla,"]) {
    const parsed = parseOnly([text]);
    assert.equal(parsed.ok, false, text);
    assert.match(
      parsed.ok ? "" : parsed.message,
      /^Cannot read .* in --only .* --only method=cla$/,
    );
  }
});

Deno.test("parseOnly() refuses an unknown key and suggests the nearest", () => {
  const parsed = parseOnly(["metod=cla"]);
  assert.match(
    parsed.ok ? "" : parsed.message,
    /^Unknown key of --only 'metod' \(did you mean 'method'\?\)/,
  );
});

Deno.test("checkOnly() lets values pass that some cell has, numbers as they are written", () => {
  assert.equal(checkOnly({ method: ["cla"], seed: ["12", "22"] }, cells).ok, true);
});

Deno.test("checkOnly() refuses a value that no cell has and suggests the nearest", () => {
  const checked = checkOnly({ model: ["vit-mimi"] }, cells);
  assert.match(
    checked.ok ? "" : checked.message,
    /^Unknown model 'vit-mimi' \(did you mean 'vit-mini'\?\)/,
  );
});
