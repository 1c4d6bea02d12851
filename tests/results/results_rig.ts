// Results in a temporary folder: objects in a store, and room for results and for what is published.
import { join } from "node:path";
import { type Digest, digestOf } from "../../pipeline/mod.ts";
import { contentsOf } from "../../results/results_folder.ts";
import type { Materials } from "../../results/write_results.ts";

/** A rig whose one number has the value given; its files' texts hold it too. */
export async function openResultsRig(value = 88.5) {
  const folder = await Deno.makeTempDir({ prefix: "cairn results " });
  const texts = { "page.html": `<p>${value}`, "figures/a.svg": "<svg/>" };
  const files: Record<string, Digest> = {};
  for (const [name, text] of Object.entries(texts)) {
    files[name] = digestOf(text);
    await Deno.writeTextFile(join(folder, digestOf(text)), text);
  }
  const numbers = [{ address: "table_2/vit/lora", value, sources: [] }];
  const nodes = { "report:smoke": { key: "k", outputs: files } };
  const manifest = { study: "smoke", engine: "onnx", report: "report:smoke", nodes, numbers };
  const materials: Materials = { files, manifest, objectPath: (digest) => join(folder, digest) };
  return {
    folder,
    materials,
    numbers,
    results: join(folder, "results", "smoke"),
    published: join(folder, "published", "smoke"),
    clean: () => Deno.remove(folder, { recursive: true }),
  };
}

/** The names in a folder, at any depth. */
export async function namesIn(folder: string): Promise<string[]> {
  return [...(await contentsOf(folder)).keys()];
}
