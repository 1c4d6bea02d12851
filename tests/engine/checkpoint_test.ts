// A checkpoint in several files: read as one, and every way its folder can be wrong.
import { strict as assert } from "node:assert";
import { join } from "node:path";
import { openCheckpoint, type Value, writeSafetensors } from "../../engine/run.ts";

const root = await Deno.makeTempDir({ prefix: "cairn checkpoint " });
globalThis.addEventListener("unload", () => Deno.removeSync(root, { recursive: true }));

const tensor = (...numbers: number[]): Value => (
  { shape: [numbers.length], dtype: "float32", data: Float32Array.from(numbers) }
);
const [first, second] = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"];

/** A folder of two shards with a tensor each, `a` and `b` of 20 bytes together, and this index. */
async function folderWith(index: unknown): Promise<string> {
  const folder = await Deno.makeTempDir({ dir: root });
  await writeSafetensors(join(folder, first), { a: tensor(1, 2) });
  await writeSafetensors(join(folder, second), { b: tensor(3, 4, 5) });
  const text = typeof index === "string" ? index : JSON.stringify(index);
  await Deno.writeTextFile(join(folder, "model.safetensors.index.json"), text);
  return folder;
}

const files = { a: first, b: second };
const whole = { metadata: { "total_size": 20 }, "weight_map": files };

Deno.test("openCheckpoint() reads the tensors that an index lists as if they were in one file", async () => {
  const opened = await openCheckpoint(await folderWith(whole));
  assert.ok(opened.ok);
  const { tensors, read } = opened.value;
  assert.deepEqual([...tensors.keys()], ["a", "b"]);
  assert.deepEqual(opened.value.files, [first, second]);
  assert.equal(tensors.get("b")?.file, second);
  assert.deepEqual([read("a"), read("b")], [tensor(1, 2), tensor(3, 4, 5)]);
  assert.throws(() => read("c"), /Cannot read "c": .* has no such tensor/);
});

Deno.test("openCheckpoint() tells where in its file each tensor lies", async () => {
  const folder = await folderWith(whole);
  const opened = await openCheckpoint(folder);
  const { file, offset, length } = (opened.ok && opened.value.tensors.get("b")) || assert.fail();
  const bytes = await Deno.readFile(join(folder, file));
  const cut = bytes.slice(offset, offset + length);
  assert.deepEqual(new Float32Array(cut.buffer), Float32Array.of(3, 4, 5));
});

Deno.test("openCheckpoint() prefers the single file, and reads it as it is", async () => {
  const folder = await folderWith(whole);
  await writeSafetensors(join(folder, "model.safetensors"), { c: tensor(7) });
  const opened = await openCheckpoint(folder);
  assert.ok(opened.ok);
  assert.deepEqual([...opened.value.tensors.keys()], ["c"]);
  assert.deepEqual(opened.value.read("c"), tensor(7));
});

Deno.test("openCheckpoint() believes an index that tells no total", async () => {
  assert.ok((await openCheckpoint(await folderWith({ "weight_map": files }))).ok);
});

const faults: readonly [what: string, index: unknown, reason: string, message: RegExp][] = [
  ["no JSON", "{", "malformed-index", /index\.json: has no weight_map$/],
  ["a list", [], "malformed-index", /has no weight_map$/],
  ["a map that is none", { "weight_map": 3 }, "malformed-index", /has no weight_map$/],
  [
    "a file elsewhere",
    { "weight_map": { a: "../model.safetensors" } },
    "malformed-index",
    /"a" is in "\.\.\/model\.safetensors"$/,
  ],
  [
    "a shard too few",
    { "weight_map": { a: first } },
    "unnamed-shard",
    /00002-of-00002\.safetensors: model\.safetensors\.index\.json does not name it$/,
  ],
  [
    "a name twice",
    `{"weight_map":{"a":"${first}","a":"${second}"}}`,
    "malformed-index",
    /"a" twice$/,
  ],
  [
    "a pointer in its place",
    "version https://git-lfs.github.com/spec/v1\n",
    "malformed-index",
    /index\.json: is a git-lfs pointer/,
  ],
  ["a file that is a number", { "weight_map": { a: 1 } }, "malformed-index", /"a" is in 1$/],
  [
    "a total in words",
    { ...whole, metadata: { "total_size": "20" } },
    "malformed-index",
    /total_size is no number$/,
  ],
  [
    "a shard that is not there",
    { "weight_map": { ...files, c: "model-00003-of-00003.safetensors" } },
    "missing-shard",
    /model-00003-of-00003\.safetensors: is not there$/,
  ],
  [
    "a tensor in the wrong shard",
    { "weight_map": { a: second, b: first } },
    "missing-tensor",
    /model-00002-of-00002\.safetensors: lacks "a"$/,
  ],
  [
    "another total",
    { ...whole, metadata: { "total_size": 24 } },
    "wrong-total",
    /index\.json: tells 24 bytes where its tensors have 20$/,
  ],
];

for (const [what, index, reason, message] of faults) {
  Deno.test(`openCheckpoint() calls an index with ${what} ${reason}`, async () => {
    const opened = await openCheckpoint(await folderWith(index));
    assert.ok(!opened.ok);
    assert.equal(opened.reason, reason);
    assert.match(opened.message, message);
  });
}

for (const [what, name] of [["in two shards", "a"], ["in no shard", "c"]] as const) {
  Deno.test(`openCheckpoint() refuses a tensor that the index says is ${what}`, async () => {
    const folder = await folderWith({ "weight_map": files });
    await writeSafetensors(join(folder, second), { b: tensor(3, 4, 5), [name]: tensor(1, 2) });
    const opened = await openCheckpoint(folder);
    assert.ok(!opened.ok);
    assert.equal(opened.reason, "unnamed-tensor");
    assert.match(opened.message, new RegExp(`${second}: has "${name}", which .* says is in`));
  });
}

Deno.test("openCheckpoint() waits for no pipe and reads no hole in place of an index", async () => {
  const folder = await Deno.makeTempDir({ dir: root });
  const path = join(folder, "model.safetensors.index.json");
  await new Deno.Command("mkfifo", { args: [path] }).output();
  const pipe = await openCheckpoint(folder);
  assert.match(pipe.ok ? "" : pipe.message, /index\.json: is no file$/);
  await Deno.remove(path);
  await Deno.writeTextFile(path, "");
  await Deno.truncate(path, 2 ** 40);
  const hole = await openCheckpoint(folder);
  assert.match(hole.ok ? "" : hole.message, /index\.json: index of 1099511627776 bytes$/);
  const file = await openCheckpoint(path);
  assert.equal(!file.ok && file.reason, "no-weights");
});

Deno.test("openCheckpoint() says of a folder with a pickle alone that pickles are not read", async () => {
  const folder = await Deno.makeTempDir({ dir: root });
  await Deno.writeTextFile(join(folder, "pytorch_model.bin"), "");
  const opened = await openCheckpoint(folder);
  assert.match(opened.ok ? "" : opened.message, /pytorch_model\.bin is PyTorch's pickle/);
});

Deno.test("openCheckpoint() names the shard that is cut off, and a folder without weights", async () => {
  const folder = await folderWith(whole);
  await Deno.truncate(join(folder, second), 60);
  const cut = await openCheckpoint(folder);
  assert.ok(!cut.ok);
  assert.ok(cut.message.startsWith(join(folder, second)), cut.message);
  const nothing = await openCheckpoint(join(root, "nowhere"));
  assert.equal(!nothing.ok && nothing.reason, "no-weights");
});
