// Reading and writing safetensors: every type, and every way a file can be wrong.
// deno-lint-ignore-file camelcase -- data_offsets is the format's own word
import { strict as assert } from "node:assert";
import fc from "fast-check";
import {
  openSafetensors,
  readSafetensors,
  type Value,
  writeSafetensors,
} from "../../engine/run.ts";

const folder = await Deno.makeTempDir({ prefix: "cairn safetensors " });
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

/** A file of this header and these bytes. */
function write(header: unknown, body: Uint8Array | number): string {
  const text = typeof header === "string" ? header : JSON.stringify(header);
  const bytes = typeof body === "number" ? new Uint8Array(body) : body;
  const encoded = new TextEncoder().encode(text);
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(encoded.length), true);
  return save(Uint8Array.of(...length, ...encoded, ...bytes));
}

function saveText(text: string): string {
  return save(Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
}

function save(bytes: Uint8Array): string {
  const path = Deno.makeTempFileSync({ dir: folder, suffix: ".safetensors" });
  Deno.writeFileSync(path, bytes);
  return path;
}

async function readOne(dtype: string, elements: ArrayBufferView): Promise<Value> {
  const body = new Uint8Array(elements.buffer);
  const entry = { dtype, shape: [2, 2], data_offsets: [0, body.length] };
  return (await readSafetensors(write({ x: entry }, body))).read("x");
}

const numbers = Float32Array.of(1, -2.5, 0, 65504);
const whole = Int32Array.of(1, -2, 0, 77);

Deno.test("read() gives floats of every width as float32", async () => {
  const wanted: Value = { shape: [2, 2], dtype: "float32", data: numbers };
  assert.deepEqual(await readOne("F32", numbers), wanted);
  assert.deepEqual(await readOne("F64", Float64Array.from(numbers)), wanted);
  assert.deepEqual(await readOne("F16", Uint16Array.of(0x3c00, 0xc100, 0, 0x7bff)), wanted);
  const { data } = await readOne("BF16", Uint16Array.of(0x3f80, 0xc020, 0, 0x4780));
  assert.deepEqual(data, Float32Array.of(1, -2.5, 0, 65536));
});

Deno.test("read() gives half precision's small, infinite and missing numbers", async () => {
  const { data } = await readOne("F16", Uint16Array.of(0x0001, 0x7c00, 0xfc00, 0x7e00));
  assert.deepEqual(data, Float32Array.of(2 ** -24, Infinity, -Infinity, NaN));
});

Deno.test("read() gives integers of every width as int32, and bool as bool", async () => {
  const wanted: Value = { shape: [2, 2], dtype: "int32", data: whole };
  assert.deepEqual(await readOne("I32", whole), wanted);
  assert.deepEqual(await readOne("I64", BigInt64Array.from(whole, BigInt)), wanted);
  assert.deepEqual(await readOne("I8", Int8Array.from(whole)), wanted);
  assert.deepEqual(
    (await readOne("U8", Uint8Array.of(0, 1, 200, 255))).data,
    Int32Array.of(0, 1, 200, 255),
  );
  const bits = Uint8Array.of(0, 1, 1, 0);
  assert.deepEqual(await readOne("BOOL", bits), { shape: [2, 2], dtype: "bool", data: bits });
});

Deno.test("read() throws for an integer that int32 cannot hold, and for an unknown name", async () => {
  const large = BigInt64Array.of(1n, 2n, 3n, 4294967296n);
  await assert.rejects(readOne("I64", large), /Cannot read "x" as int32: it holds 4294967296/);
  const file = await readSafetensors(write({}, 0));
  assert.throws(() => file.read("y"), /Cannot read "y": .* has no such tensor/);
});

Deno.test("readSafetensors() tells where tensors lie in the file", async () => {
  const header = {
    __metadata__: { format: "pt" },
    b: { dtype: "F32", shape: [2], data_offsets: [4, 12] },
    a: { dtype: "F32", shape: [], data_offsets: [0, 4] },
    none: { dtype: "F32", shape: [0, 3], data_offsets: [4, 4] },
  };
  const file = await readSafetensors(write(header, 12));
  const start = 8 + JSON.stringify(header).length;
  assert.deepEqual(file.metadata, { format: "pt" });
  assert.deepEqual(file.tensors.get("b"), {
    dtype: "F32",
    shape: [2],
    offset: start + 4,
    length: 8,
  });
  assert.equal(file.read("none").data.length, 0);
});

const one = { dtype: "F32", shape: [2], data_offsets: [0, 8] };
Deno.test("openSafetensors() takes metadata of null for none", async () => {
  assert.deepEqual((await readSafetensors(write({ __metadata__: null }, 0))).metadata, {});
});

Deno.test("openSafetensors() opens quantised files, and read() refuses by name and type", async () => {
  for (const [dtype, bytes] of [["F8_E4M3", 2], ["F8_E5M2", 2], ["F4", 1], ["C64", 16]] as const) {
    const file = await readSafetensors(
      write({ "q.weight": { dtype, shape: [2], data_offsets: [0, bytes] } }, bytes),
    );
    assert.equal(file.tensors.get("q.weight")?.dtype, dtype);
    assert.throws(() => file.read("q.weight"), {
      message: `Cannot read "q.weight" as it is of type ${dtype}`,
    });
  }
});

Deno.test("openSafetensors() writes a tensor's name so that no terminal obeys it, and not at length", async () => {
  for (const name of ["\u001b[2J\n", "x".repeat(100_000)]) {
    const opened = await openSafetensors(write({ [name]: { ...one, shape: [3] } }, 8));
    assert.ok(!opened.ok && opened.message.length < 600);
    assert.match(opened.message, /^\P{Cc}+$/u);
  }
});

Deno.test("openSafetensors() says in one sentence what is wrong with any bytes", async () => {
  const bytes = fc.uint8Array({ maxLength: 64 });
  const headers = fc.tuple(fc.json(), bytes).map(([text, body]) => write(text, body));
  await fc.assert(
    fc.asyncProperty(fc.oneof(headers, bytes.map(save)), async (path) => {
      const opened = await openSafetensors(path);
      assert.ok(opened.ok || /^\P{Cc}+$/u.test(opened.message));
    }),
    { numRuns: 300 },
  );
});

const faults: Readonly<Record<string, [reason: string, path: () => string]>> = {
  "a header that has a name twice": [
    "malformed-header",
    () => write(`{"x":${JSON.stringify(one)},"\\u0078":${JSON.stringify(one)}}`, 8),
  ],
  "a header with a byte order mark": ["malformed-header", () => write("\ufeff{}", 0)],
  "a header that begins with a blank": ["malformed-header", () => write(" {}", 0)],
  "a header that is no UTF-8": [
    "malformed-header",
    () => save(Uint8Array.of(4, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0xff, 0xfe, 0x7d)),
  ],
  "a git-lfs pointer": [
    "not-safetensors",
    () => saveText("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n"),
  ],
  "a page of HTML": ["not-safetensors", () => saveText("\n<!DOCTYPE html><html><body>no</body>")],
  "an answer in XML": ["not-safetensors", () => saveText("<?xml version='1.0'?><Error/>")],
  "an answer in words": ["not-safetensors", () => saveText("Entry not found")],
  "an answer of few words": ["not-safetensors", () => saveText("no\n\n")],
  "an answer in JSON": ["not-safetensors", () => saveText('{"error":"Repository not found"}')],
  "a pickle in a zip": ["not-safetensors", () => saveText("PK\x03\x04\x00\x00\x08\x08 data.pkl")],
  "a GGUF file": ["not-safetensors", () => saveText("GGUF\x03\x00\x00\x00\x01\x00")],
  "a folder": ["unreadable", () => Deno.makeTempDirSync({ dir: folder })],
  "a file that is not there": ["unreadable", () => `${folder}/nowhere.safetensors`],
  "a device": ["unreadable", () => "/dev/zero"],
  "offsets that run backwards": [
    "wrong-size",
    () => write({ x: { ...one, data_offsets: [8, 0] } }, 8),
  ],
  "an offset that is negative": [
    "malformed-header",
    () => write({ x: { ...one, data_offsets: [-8, 0] } }, 8),
  ],
  "an offset in parts": [
    "malformed-header",
    () => write({ x: { ...one, data_offsets: [0, 8.5] } }, 8),
  ],
  "a shape beyond all bounds": [
    "wrong-size",
    () => write({ x: { ...one, shape: [2 ** 52, 2 ** 52] } }, 8),
  ],
  "a tensor behind the file's end": [
    "not-contiguous",
    () => write({ x: { ...one, data_offsets: [1000, 1008] } }, 8),
  ],
  "two tensors in one place": ["not-contiguous", () => write({ x: one, y: one }, 8)],
  "an empty file": ["truncated-header", () => save(new Uint8Array(0))],
  "a header beyond the file": [
    "truncated-header",
    () => save(Uint8Array.of(99, 0, 0, 0, 0, 0, 0, 0, 123)),
  ],
  "a header beyond reason": ["header-too-large", () => save(new Uint8Array(16).fill(255))],
  "a header that is no JSON": ["malformed-header", () => write("{", 0)],
  "a header that is a list": ["malformed-header", () => write([], 0)],
  "a tensor without a shape": ["malformed-header", () => write({ x: { dtype: "F32" } }, 0)],
  "a negative extent": ["malformed-header", () => write({ x: { ...one, shape: [-2] } }, 8)],
  "three offsets": ["malformed-header", () => write({ x: { ...one, data_offsets: [0, 8, 9] } }, 8)],
  "metadata that are no words": ["malformed-header", () => write({ __metadata__: { a: 1 } }, 0)],
  "a type of another format": ["unknown-type", () => write({ x: { ...one, dtype: "F128" } }, 8)],
  "a shape of another size": ["wrong-size", () => write({ x: { ...one, shape: [3] } }, 8)],
  "tensors that overlap": [
    "not-contiguous",
    () => write({ x: one, y: { ...one, data_offsets: [4, 12] } }, 12),
  ],
  "a hole between tensors": [
    "not-contiguous",
    () => write({ x: one, y: { ...one, data_offsets: [9, 17] } }, 17),
  ],
  "bytes that are missing": ["wrong-file-size", () => write({ x: one }, 7)],
  "bytes behind the last tensor": ["wrong-file-size", () => write({ x: one }, 9)],
};

for (const [what, [reason, path]] of Object.entries(faults)) {
  Deno.test(`openSafetensors() calls ${what} ${reason}`, async () => {
    const place = path();
    const opened = await openSafetensors(place);
    assert.ok(!opened.ok);
    assert.equal(opened.reason, reason);
    assert.ok(opened.message.startsWith(place), opened.message);
    await assert.rejects(readSafetensors(place), { message: opened.message });
  });
}

Deno.test("writeSafetensors() is undone by readSafetensors()", async () => {
  const shape = fc.array(fc.nat(4), { maxLength: 3 });
  const value = shape.chain((shape) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const elements = fc.array(fc.integer(), { minLength: size, maxLength: size });
    return elements.map((list): Value => ({ shape, dtype: "int32", data: Int32Array.from(list) }));
  });
  const path = `${folder}/law.safetensors`;
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.string(), value), async (tensors) => {
      await writeSafetensors(path, tensors, { step: "7" });
      const file = await readSafetensors(path);
      assert.deepEqual(file.metadata, { step: "7" });
      assert.deepEqual([...file.tensors.keys()].sort(), Object.keys(tensors).sort());
      for (const [name, wanted] of Object.entries(tensors)) {
        assert.deepEqual(file.read(name), wanted);
      }
      for (const { offset } of file.tensors.values()) assert.equal(offset % 4, 0);
    }),
    { numRuns: 50 },
  );
});

Deno.test("writeSafetensors() ignores the order of names and writes views in part", async () => {
  const data = Float32Array.of(9, 1, 2, 9);
  const a: Value = { shape: [2], dtype: "float32", data: data.subarray(1, 3) };
  const b: Value = { shape: [1], dtype: "bool", data: Uint8Array.of(1) };
  const [first, second] = [`${folder}/first`, `${folder}/second`];
  await writeSafetensors(first, { a, b }, { x: "1", y: "2" });
  await writeSafetensors(second, { b, a }, { y: "2", x: "1" });
  assert.deepEqual(await Deno.readFile(first), await Deno.readFile(second));
  assert.deepEqual((await readSafetensors(first)).read("a").data, Float32Array.of(1, 2));
});
