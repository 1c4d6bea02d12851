// Who imports what: each foreign library enters the engine through one file.
import { strict as assert } from "node:assert";
import { fileURLToPath } from "node:url";

const ENGINE = new URL("../../engine/", import.meta.url);

async function sources(folder: URL): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    // Packages of engines, and what is built for them.
    if (entry.name === "node_modules" || entry.name === "native") continue;
    const inside = new URL(entry.isDirectory ? `${entry.name}/` : entry.name, folder);
    found.push(...entry.isDirectory ? await sources(inside) : [fileURLToPath(inside)]);
  }
  return found.filter((path) => path.endsWith(".ts"));
}

async function importersOf(library: string): Promise<string[]> {
  const paths = await sources(ENGINE);
  const imports = new RegExp(`(from |import\\()"${library}`);
  return paths
    .filter((path) => imports.test(Deno.readTextFileSync(path)))
    .map((path) => path.slice(fileURLToPath(ENGINE).length));
}

/** The modules that a program loads by entering through `door`; types load nothing. */
async function modulesBehind(door: string): Promise<string[]> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", fileURLToPath(new URL(door, ENGINE))],
    cwd: fileURLToPath(new URL("..", ENGINE)),
  }).output();
  const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as {
    modules: { specifier: string; dependencies?: { code?: unknown; npmPackage?: string }[] }[];
  };
  return modules.map(({ specifier }) => specifier);
}

Deno.test("One file imports TensorFlow.js, and each engine's session its own library", async () => {
  const sessions = ["sessions/tfjs_node.ts", "sessions/tfjs_node_gpu.ts"];
  assert.deepEqual((await importersOf("@tensorflow/tfjs")).sort(), [...sessions, "tf.ts"]);
  // Of which one takes types.
  const builds = ["sessions/onnx.ts", "sessions/onnx_session.ts"];
  assert.deepEqual((await importersOf("onnxruntime-node")).sort(), builds);
  assert.deepEqual(await importersOf("onnxruntime-web"), ["sessions/onnx_wasm.ts"]);
});

Deno.test("engine/run.ts loads no TensorFlow.js, and engine/mod.ts no ONNX Runtime", async () => {
  const [run, mod] = [await modulesBehind("run.ts"), await modulesBehind("mod.ts")];
  assert.ok(run.some((module) => module.includes("onnxruntime-node")));
  assert.ok(!run.some((module) => module.includes("tensorflow")), run.join());
  assert.ok(mod.some((module) => module.includes("tensorflow")));
  assert.ok(!mod.some((module) => module.includes("onnxruntime")), mod.join());
});
