// no-unseen-code: what a stage runs is in its bundle, so nothing is loaded or made of text while it runs.
import { placeOf } from "./place.ts";

/** Rooms whose code stages reach. `pipeline/code/bundle.ts` refuses the same of stages that lie elsewhere. */
const stagedRooms: readonly string[] = [
  "random",
  "engine",
  "data",
  "models",
  "adapters",
  "analysis",
  "stages",
];

const makers: readonly string[] = ["eval", "Function", "Worker", "SharedWorker"];

/** Checks `import()` of anything but a text that stands there, and what makes code of text. */
export const noUnseenCode: Deno.lint.Rule = {
  create(context) {
    if (!stagedRooms.includes(placeOf(context.filename).room)) return {};
    const made = (node: Deno.lint.CallExpression | Deno.lint.NewExpression) => {
      const { callee } = node;
      if (callee.type !== "Identifier" || !makers.includes(callee.name)) return;
      context.report({ node, message: `Cannot run code by ${callee.name}: no digest sees it` });
    };
    return {
      CallExpression: made,
      NewExpression: made,
      ImportExpression(node) {
        if (node.source.type === "Literal" && typeof node.source.value === "string") return;
        const message = "Name the module that import() takes: no digest sees one that is computed";
        context.report({ node, message });
      },
    };
  },
};
