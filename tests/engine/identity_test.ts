// What a result's engine is called.
import { strict as assert } from "node:assert";
import { deviceOf } from "../../engine/identity.ts";
import { engineIdentity } from "../../engine/run.ts";

const flags = (words: string) => `processor\t: 0\nflags\t\t: fpu sse2 ${words}\nbugs\t\t:\n`;

Deno.test("deviceOf() names the widest vector unit that the engine uses", () => {
  assert.equal(deviceOf({ arch: "x64", cpuinfo: flags("avx avx2 avx512f") }), "cpu-x86_64-avx512");
  assert.equal(deviceOf({ arch: "x64", cpuinfo: flags("avx avx2") }), "cpu-x86_64-avx2");
  assert.equal(deviceOf({ arch: "x64", cpuinfo: flags("avx") }), "cpu-x86_64-none");
  assert.equal(deviceOf({ arch: "arm64", cpuinfo: "Features\t: fp asimd\n" }), "cpu-aarch64-none");
});

Deno.test("deviceOf() names the family alone where the system does not tell", () => {
  assert.equal(deviceOf({ arch: "arm64", cpuinfo: null }), "cpu-aarch64");
});

Deno.test("engineIdentity() holds the version of ONNX Runtime that the lock names", async () => {
  const identified = await engineIdentity();
  assert.ok(identified.ok);
  const { name, version, device } = identified.value;
  assert.equal(name, "onnx");
  const lock = Deno.readTextFileSync(new URL("../../deno.lock", import.meta.url));
  assert.ok(lock.includes(`"npm:onnxruntime-node@${version}"`), version);
  assert.match(device, /^cpu-\w+(-\w+)?$/);
});
