// A record may have been written by anybody: what is not a claim, exactly, is nothing, and nothing it says leads out.
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { canonicalJson, type Claim, digestOf, type Json, keyOf } from "../../../pipeline/mod.ts";
import { parseClaim } from "../../../pipeline/record.ts";
import { isFileName } from "../../../pipeline/store/parse.ts";
import { anyJson } from "../../support/any_json.ts";
import { makeOutside } from "../../support/outside.ts";
import { type Rig, withRig } from "../../support/pipeline_rig.ts";

const object = { digest: digestOf("bytes"), size: 5 };

/** A sound claim, with changes on top. */
function claimWith(changes: Readonly<Record<string, unknown>> = {}) {
  const action = {
    stage: "say",
    parameters: { text: "hi" },
    inputs: { model: digestOf("a model") },
    code: { bundle: digestOf("code"), packages: digestOf("{}") },
    environment: {},
  };
  return {
    schema: "cairn.claim/1",
    key: keyOf(action),
    action,
    environment: "pure",
    claims: { model: digestOf("a claim") },
    outputs: { "text.txt": object },
    ...changes,
  };
}

function isParsed(value: unknown): boolean {
  return parseClaim(JSON.stringify(sorted(value))) !== undefined;
}

/** JSON in canonical order whatever it holds: what an attacker's own program would write. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1);
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}

Deno.test("parseClaim() takes a sound claim, as it is", () => {
  const text = canonicalJson(claimWith());
  assert.equal(canonicalJson(parseClaim(text)), text);
});

const hostileNames = [
  "",
  ".",
  "..",
  "../x",
  "a/../../x",
  "/etc/passwd",
  "a//b",
  "a/",
  "./a",
  "a\\..\\b",
  "a\0b",
  "a\nb",
  "\u001b[2Ja",
  "a\u202egnp.exe",
  "\ud800",
  "__proto__",
  "a/__proto__/b",
  "x".repeat(201),
  "é".repeat(101),
  Array(300).fill("deep").join("/"),
];

for (const name of hostileNames) {
  Deno.test(`parseClaim() refuses the output ${JSON.stringify(name).slice(0, 40)}`, () => {
    const outputs = Object.fromEntries([[name, object]]);
    assert.equal(isParsed(claimWith({ outputs })), false);
  });
}

const hostileChanges: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "a digest that is a path": { outputs: { a: { ...object, digest: "../../../../x" } } },
  "a digest in capitals": { outputs: { a: { ...object, digest: object.digest.toUpperCase() } } },
  "a digest with a line end": { outputs: { a: { ...object, digest: `${object.digest}\n` } } },
  "a digest in a list": { outputs: { a: { ...object, digest: [object.digest] } } },
  "a size as a text": { outputs: { a: { ...object, size: "5" } } },
  "a negative size": { outputs: { a: { ...object, size: -1 } } },
  "half a byte": { outputs: { a: { ...object, size: 0.5 } } },
  "a size beyond safe integers": { outputs: { a: { ...object, size: 2 ** 53 } } },
  "a size that is not there": { outputs: { a: { digest: object.digest } } },
  "a field more": { path: "/etc/passwd" },
  "a field more of an object": { outputs: { a: { ...object, path: "/etc/passwd" } } },
  "an output that is a file and a folder": { outputs: { a: object, "a/b": object } },
  "outputs in a list": { outputs: [object] },
  "outputs that are null": { outputs: null },
  "the key of something else": { key: digestOf("another action") },
  "a key that is a path": { key: "../../x" },
  "an environment that there is not": { environment: "loose" },
  "claims of other inputs": { claims: { other: digestOf("a claim") } },
  "no claim of an input": { claims: {} },
  "an older schema": { schema: "cairn.record/1" },
};

for (const [what, changes] of Object.entries(hostileChanges)) {
  Deno.test(`parseClaim() refuses ${what}`, () => {
    assert.equal(isParsed(claimWith(changes)), false);
  });
}

Deno.test("parseClaim() refuses a stage that is a path, under the very key of such an action", () => {
  for (const stage of ["../../x", "a/b", "..", "", "a\0"]) {
    const action = { ...claimWith().action, stage };
    assert.equal(isParsed(claimWith({ action, key: keyOf(action) })), false);
  }
});

Deno.test("parseClaim() refuses what two readers could take differently, and what is too much", () => {
  const text = canonicalJson(claimWith());
  const size = '"size":5';
  const texts = [
    text.replace(size, '"size":5,"size":6'),
    text.replace(size, '"size":5.0'),
    text.replace(size, '"size":1e400'),
    text.replace(size, '"size":-0'),
    text.replace(size, '"size": 5'),
    text.replace('{"text":"hi"}', '{"__proto__":{"a":1},"text":"hi"}'),
    text.replace('{"text":"hi"}', `${"[".repeat(100_000)}${"]".repeat(100_000)}`),
    `\ufeff${text}`,
    `${text}\n`,
    text.slice(0, -1),
    "",
    "null",
    "[]",
    "5",
  ];
  texts.forEach((each, i) => assert.equal(parseClaim(each), undefined, `text ${i}`));
});

Deno.test("parseClaim() refuses a million outputs, within seconds", () => {
  for (const count of [20_000, 1_000_000]) {
    const names = Array.from(
      { length: count },
      (_, i) => `"o${String(i).padStart(7, "0")}":${canonicalJson(object)}`,
    );
    const text = canonicalJson(claimWith()).replace(/(?<="outputs":\{)/, `${names.join()},`);
    const start = performance.now();
    assert.equal(parseClaim(text), undefined);
    assert.ok(performance.now() - start < 10_000);
  }
});

/** Puts a value at a place of a claim that the draws choose. */
function altered(value: Json, draws: Iterator<number>, put: Json): Json {
  const draw = (below: number) => draws.next().value % below;
  if (typeof value !== "object" || value === null || draw(4) === 0) return put;
  if (Array.isArray(value)) return value.map((member) => altered(member, draws, put));
  const entries = Object.entries(value);
  const chosen = draw(entries.length + 1);
  const member = entries[chosen];
  if (member === undefined) return Object.fromEntries([...entries, ["more", put]]);
  return Object.fromEntries(
    entries.map(([name, old]) => [name, name === member[0] ? altered(old, draws, put) : old]),
  );
}

const anyValue = fc.oneof(anyJson, fc.constantFrom(...hostileNames), fc.string());

Deno.test("whatever one changes in a claim, what is parsed is canonical, safe and under its own key", () => {
  const claim = JSON.parse(canonicalJson(claimWith()));
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat()), anyValue, (draws, put) => {
      const text = JSON.stringify(sorted(altered(claim, draws, put)));
      const parsed = parseClaim(text);
      if (parsed !== undefined) assertSafe(parsed, text);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("no text makes the parser throw", () => {
  const texts = fc.oneof(fc.string({ unit: "binary" }), fc.json(), anyJson.map(canonicalJson));
  fc.assert(fc.property(texts, (text) => assert.equal(parseClaim(text), undefined)));
});

function assertSafe(claim: Claim, text: string): void {
  assert.equal(canonicalJson(claim), text);
  assert.equal(keyOf(claim.action), claim.key);
  for (const [name, { digest, size }] of Object.entries(claim.outputs)) {
    assert.equal(join("/store", name), `/store/${name}`);
    assert.ok(isFileName(name) && /^[0-9a-f]{64}$/.test(digest) && Number.isSafeInteger(size));
  }
}

const nodes = [{ name: "say:a", stage: "say", parameters: { text: "hi" } }];

/** Puts a text into the store as a record of the node, under its own digest. */
async function plant(rig: Rig, change: (claim: Claim) => unknown): Promise<void> {
  const first = await rig.run(nodes);
  const key = first.summary.outcomes.get("say:a")?.key;
  assert.ok(key);
  const [record] = rig.context.store.records("say", key);
  assert.ok(record);
  const folder = `${rig.context.store.folder}/records/say/${key}`;
  for (const { name } of Deno.readDirSync(folder)) Deno.removeSync(`${folder}/${name}`);
  const text = JSON.stringify(sorted(change(record.claim)));
  Deno.writeTextFileSync(`${folder}/${digestOf(text)}.json`, text);
}

const plants: Readonly<Record<string, (outside: string) => (claim: Claim) => unknown>> = {
  "a digest that leads out": (outside) => (claim) => ({
    ...claim,
    outputs: { "text.txt": { digest: `../../../outside/${outside}`, size: 3 } },
  }),
  "an output that leads out": () => (claim) => ({
    ...claim,
    outputs: { ...claim.outputs, "../../outside/secret.txt": claim.outputs["text.txt"] },
  }),
  "no outputs": () => (claim) => ({ ...claim, outputs: {} }),
  "an output that its stage does not have": () => (claim) => ({
    ...claim,
    outputs: { ...claim.outputs, "more.txt": claim.outputs["text.txt"] },
  }),
  "another shape": () => () => ({ outputs: { a: null } }),
  "an object that is not there": () => (claim) => ({
    ...claim,
    outputs: { "text.txt": { digest: digestOf("never"), size: 3 } },
  }),
};

for (const [what, change] of Object.entries(plants)) {
  Deno.test(`a planted record with ${what} moves nothing, and its node runs again`, async () => {
    await withRig(async (rig) => {
      const outside = makeOutside(dirname(rig.root));
      await plant(rig, change("secret.txt"));
      const before = outside.look();
      const told = await rig.run(nodes);
      assert.equal(outside.look(), before);
      assert.deepEqual([told.outcomes, told.summary.unrepaired], [{ "say:a": "ran" }, []]);
      assert.equal(rig.read(told, "say:a", "text.txt"), "HI!");
      assert.deepEqual((await rig.run(nodes)).outcomes, { "say:a": "fresh" });
    });
  });
}
