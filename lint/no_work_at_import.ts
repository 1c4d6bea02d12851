// no-work-at-import: importing a file defines things and does nothing, since the digest of a stage's code
// keeps only what the stage uses: a kernel registered in passing would escape it.
import { placeOf } from "./place.ts";

const exempt: readonly string[] = ["tests", "bench"];
const definitions: ReadonlySet<string> = new Set([
  "ImportDeclaration",
  "ExportAllDeclaration",
  "ExportNamedDeclaration",
  "ExportDefaultDeclaration",
  "FunctionDeclaration",
  "ClassDeclaration",
  "VariableDeclaration",
  "TSInterfaceDeclaration",
  "TSTypeAliasDeclaration",
  "TSModuleDeclaration",
]);

/** Checks the statements at the top of a file, and what the values there wait for. */
export const noWorkAtImport: Deno.lint.Rule = {
  create(context) {
    if (exempt.includes(placeOf(context.filename).room)) return {};
    return {
      Program(program) {
        for (const statement of program.body) {
          const message = workIn(statement);
          if (message) context.report({ node: statement, message });
        }
      },
    };
  },
};

function workIn(statement: Deno.lint.Node): string | undefined {
  if (isMainGuard(statement)) return undefined;
  if (statement.type === "ImportDeclaration" && importsNothing(statement)) {
    return "Import a name: an import for its effects works at import time";
  }
  if (!definitions.has(statement.type)) {
    return "Move this into a function: a file only defines things";
  }
  if (
    statement.type === "VariableDeclaration" &&
    statement.declarations.some(({ init }) => awaits(init))
  ) {
    return "Move this into a function: a file waits for nothing while it is imported";
  }
  return undefined;
}

/** `import "./x.ts"`; `import {} from` is no better. */
function importsNothing(node: Deno.lint.ImportDeclaration): boolean {
  return node.specifiers.length === 0;
}

/** `if (import.meta.main) …` runs in a program, never in an import. */
function isMainGuard(node: Deno.lint.Node): boolean {
  if (node.type !== "IfStatement" || node.alternate) return false;
  const { test } = node;
  return test.type === "MemberExpression" && test.object.type === "MetaProperty" &&
    test.property.type === "Identifier" && test.property.name === "main";
}

function awaits(init: Deno.lint.Expression | null | undefined): boolean {
  return init?.type === "AwaitExpression";
}
