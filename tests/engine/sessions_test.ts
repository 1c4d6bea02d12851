// Every engine that is installed here takes the steps that ONNX Runtime takes, each time with the same bits.
import { strict as assert } from "node:assert";
import { fileURLToPath } from "node:url";
import { allowCpuVariable, type EngineName, engines } from "../../engine/engines.ts";
import type { EngineIdentity } from "../../engine/identity.ts";
import { identifyEngine } from "../../engine/identify_engine.ts";
import { denoArguments } from "../../engine/process_of.ts";
import type { Steps } from "./steps_on_engine.ts";

const program = fileURLToPath(new URL("./steps_on_engine.ts", import.meta.url));

async function stepsOn(engine: EngineName, env: Record<string, string> = {}): Promise<string> {
  const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
    args: denoArguments(engine, program),
    env,
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  const lines = new TextDecoder().decode(stdout).split("\n");
  return lines.findLast((line) => line.startsWith("{")) ?? assert.fail("It printed nothing");
}

const names = Object.keys(engines) as EngineName[];
const identities = new Map(
  await Promise.all(names.map(async (name) => [name, await identifyEngine(name)] as const)),
);
const reference: Steps = JSON.parse(await stepsOn("onnx"));

function assertNear(actual: readonly number[], expected: readonly number[], what: string): void {
  assert.equal(actual.length, expected.length, what);
  for (const [place, element] of expected.entries()) {
    const distance = Math.abs((actual[place] ?? NaN) - element);
    assert.ok(distance <= 1e-5, `${what}[${place}] is ${actual[place]} instead of ${element}`);
  }
}

for (const [engine, identity] of identities) {
  const ignore = !identity.ok;

  Deno.test({
    name: `${engine} trains as onnx does, reads weights of files, and repeats itself bit for bit`,
    ignore,
    fn: async () => {
      const first = await stepsOn(engine);
      assert.equal(await stepsOn(engine), first);
      const { identity: own, trained, product, refusal }: Steps = JSON.parse(first);
      assert.deepEqual(own, identity);
      assert.deepEqual(Object.keys(trained), Object.keys(reference.trained));
      for (const [name, elements] of Object.entries(reference.trained)) {
        assertNear(trained[name] ?? [], elements, name);
      }
      assert.deepEqual(product, [-2, -2]);
      assert.equal(refusal, "Cannot run the graph without values for x");
    },
  });
}

const gpu = identities.get("tfjs-node-gpu");

Deno.test({
  name: "tfjs-node-gpu refuses a machine without a GPU, and runs on its processor when told to",
  ignore: gpu?.ok !== false || gpu.reason !== "no-gpu",
  fn: async () => {
    await assert.rejects(stepsOn("tfjs-node-gpu"), /finds no GPU here/);
    const steps: Steps = JSON.parse(await stepsOn("tfjs-node-gpu", { [allowCpuVariable]: "1" }));
    const { value } = steps.identity as { readonly value: EngineIdentity };
    assert.match(value.device, /^cpu-/);
    assertNear(steps.trained["loss"] ?? [], reference.trained["loss"] ?? [], "loss");
  },
});

Deno.test({
  name: "onnx-wasm refuses a weight file that WebAssembly cannot hold, and names what can",
  ignore: identities.get("onnx-wasm")?.ok !== true,
  fn: async () => {
    const heavy = fileURLToPath(new URL("./heavy_weights_on_engine.ts", import.meta.url));
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: [...denoArguments("onnx-wasm", heavy), String(2 ** 31)],
    }).output();
    assert.match(new TextDecoder().decode(stdout), /2147483648 bytes .*take engine onnx$/);
  },
});

Deno.test("An engine goes by its name in the table, or says in one sentence why it cannot run here", () => {
  const refused = [...identities].filter(([, identity]) => !identity.ok);
  for (const [engine, identity] of refused) {
    assert.match(
      identity.ok ? "" : identity.message,
      new RegExp(`^Cannot run engine ${engine} as .*('deno task engine:${engine}'|--allow-cpu)$`),
    );
  }
  const installed = [...identities].flatMap(([name, one]) =>
    one.ok ? [[name, one.value.name]] : []
  );
  for (const [name, own] of installed) assert.equal(own, name);
  assert.ok(identities.get("tfjs-cpu")?.ok, "tfjs-cpu needs nothing that the project does not");
});
