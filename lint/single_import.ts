// single-import: a library that we may want to replace enters through one file.
import { eachImport } from "./imports.ts";
import { placeOf } from "./place.ts";

/** Package and the one file that may name it; tests and benches may, to compare with it. */
export const entrances: Readonly<Record<string, string>> = {
  "@tensorflow/tfjs": "engine/tf.ts",
  "onnxruntime-node": "engine/session.ts",
};

const exempt: readonly string[] = ["tests", "bench"];

/** Checks each import against the entrances. */
export const singleImport: Deno.lint.Rule = {
  create(context) {
    const { path, room } = placeOf(context.filename);
    if (exempt.includes(room)) return {};
    return eachImport((specifier, node) => {
      const library = Object.keys(entrances).find((name) => names(specifier, name));
      if (library === undefined || entrances[library] === path) return;
      context.report({ node, message: `Only ${entrances[library]} may import ${library}` });
    });
  },
};

/** `@tensorflow/tfjs`, its sub-paths and sister packages, with or without `npm:` and a version. */
function names(specifier: string, library: string): boolean {
  const bare = specifier.replace(/^npm:\/?/, "");
  return bare.startsWith(library) && /^$|^[-/@]/.test(bare.slice(library.length));
}
