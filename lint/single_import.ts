// single-import: a library that we may want to replace enters through one file.
import { eachImport } from "./imports.ts";
import { placeOf } from "./place.ts";

/**
 * Package and the file that may name it, or where builds of one library go in by different files, each of
 * them; tests and benches may, to compare with it. A longer name that fits goes before a shorter one.
 */
const entrances: Readonly<Record<string, readonly string[]>> = {
  "@tensorflow/tfjs-node-gpu": ["engine/sessions/tfjs_node_gpu.ts"],
  "@tensorflow/tfjs-node": ["engine/sessions/tfjs_node.ts"],
  "@tensorflow/tfjs": ["engine/tf.ts"],
  // The second takes types, which are the same in every build.
  "onnxruntime-node": ["engine/sessions/onnx.ts", "engine/sessions/onnx_session.ts"],
  "onnxruntime-web": ["engine/sessions/onnx_wasm.ts"],
};

const exempt: readonly string[] = ["tests", "bench"];

/** Checks each import against the entrances. */
export const singleImport: Deno.lint.Rule = {
  create(context) {
    const { path, room } = placeOf(context.filename);
    if (exempt.includes(room)) return {};
    return eachImport((specifier, node) => {
      const library = Object.keys(entrances).find((name) => names(specifier, name));
      const files = entrances[library ?? ""];
      if (files === undefined || files.includes(path)) return;
      context.report({ node, message: `Only ${files.join(" and ")} may import ${library}` });
    });
  },
};

/** `@tensorflow/tfjs`, its sub-paths and sister packages, with or without `npm:` and a version. */
function names(specifier: string, library: string): boolean {
  const bare = specifier.replace(/^npm:\/?/, "");
  return bare.startsWith(library) && /^$|^[-/@]/.test(bare.slice(library.length));
}
