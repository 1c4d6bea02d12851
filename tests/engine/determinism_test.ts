// The same training in several processes gives the same bytes.
import { strict as assert } from "node:assert";
import { fileURLToPath } from "node:url";
import { denoArguments, type EngineName, identifyEngine } from "../../engine/run.ts";

const SCRIPT = fileURLToPath(new URL("./digest_of_training.ts", import.meta.url));

async function digest(engine: EngineName, threads: number, trains: string): Promise<string> {
  const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
    args: [...denoArguments(engine, SCRIPT), String(threads), trains],
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

const tensorflow = await identifyEngine("tfjs-node");

for (
  const [engine, trains] of [["onnx", "lora"], ["onnx", "full"], ["tfjs-node", "full"]] as const
) {
  Deno.test({
    name: `Training of ${trains} on ${engine} gives equal bytes twice, with 1 and 2 threads`,
    ignore: engine === "tfjs-node" && !tensorflow.ok,
    fn: async () => {
      const first = await digest(engine, 1, trains);
      assert.match(first, /^[0-9a-f]{64}$/);
      assert.equal(await digest(engine, 1, trains), first);
      assert.equal(await digest(engine, 2, trains), first);
    },
  });
}
