// A program: opens a session on a graph whose weight file has the size that is given, and prints what it says.
import { linear, trace } from "../../engine/mod.ts";
import { openSession } from "../../engine/run.ts";

if (import.meta.main) {
  const folder = await Deno.makeTempDir({ prefix: "heavy-weights-" });
  const file = "model.safetensors";
  // A hole: it takes no room on the disk.
  await Deno.writeFile(`${folder}/${file}`, new Uint8Array());
  await Deno.truncate(`${folder}/${file}`, Number(Deno.args[0]));
  const weight = { name: "weight", shape: [2, 3], dtype: "float32" } as const;
  const { bytes } = trace((tracer) => {
    const w = tracer.constant(weight, { kind: "file", file, offset: 0, length: 24 });
    return { y: linear(tracer.input({ name: "x", shape: [1, 3], dtype: "float32" }), w) };
  });
  const said = await openSession(bytes, { threads: 1, folder })
    .then(() => "opened", (error) => String(error.message));
  await Deno.remove(folder, { recursive: true });
  await Deno.stdout.write(new TextEncoder().encode(said));
  Deno.exit(0);
}
