// What the writer of ONNX models writes, the reader reads.
import { strict as assert } from "node:assert";
import type { Recording } from "../../engine/graph/recording.ts";
import { fieldsOf } from "../../engine/onnx/proto_reader.ts";
import { externalFiles, readModel } from "../../engine/onnx/reader.ts";
import { writeModel } from "../../engine/onnx/writer.ts";

const recording: Recording = {
  nodes: [
    {
      op: "Gemm",
      domain: "",
      inputs: ["x", "w"],
      outputs: ["y"],
      attributes: { alpha: { float: 0.5 }, transB: 1, axis: -1, perm: [1, 0, -3], mode: "add" },
    },
    { op: "Gelu", domain: "com.microsoft", inputs: ["y"], outputs: ["z", "z.1"], attributes: {} },
  ],
  initializers: [
    {
      name: "w",
      shape: [2, 300],
      dtype: "float32",
      source: { kind: "file", file: "a b.safetensors", offset: 2 ** 33 + 7, length: 2400 },
    },
    { name: "axes", shape: [], dtype: "int64", source: { kind: "bytes", bytes: Uint8Array.of(7) } },
  ],
  inputs: [{ name: "x", shape: [1, 2], dtype: "int32" }, {
    name: "keep",
    shape: [],
    dtype: "bool",
  }],
  outputs: [{ name: "z", shape: [1, 300], dtype: "float32", value: "z" }],
  wires: new Map(),
};

Deno.test("readModel() gives back nodes, constants, inputs and outputs as they were written", () => {
  const { nodes, initializers, inputs, outputs } = readModel(writeModel(recording));
  assert.deepEqual(nodes, recording.nodes);
  assert.deepEqual(initializers, recording.initializers);
  assert.deepEqual(inputs, recording.inputs);
  assert.deepEqual(outputs, recording.outputs.map(({ value: _, ...declared }) => declared));
});

Deno.test("externalFiles() names each weight file once", () => {
  const twice = { ...recording, initializers: recording.initializers.flatMap((one) => [one, one]) };
  assert.deepEqual(externalFiles(readModel(writeModel(twice))), ["a b.safetensors"]);
});

Deno.test("A model that ends in the middle of a field is refused", () => {
  const bytes = writeModel(recording);
  assert.throws(() => readModel(bytes.subarray(0, bytes.length - 3)), RangeError);
  assert.throws(() => fieldsOf(Uint8Array.of(0x0b)), /wire type 3/);
});
