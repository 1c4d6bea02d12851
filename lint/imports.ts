// Every way a file can name another: import, re-export, and import() of a literal.

type Visitor = Deno.lint.LintVisitor;

/** A visitor that calls `seen` with each specifier and the node to report at. */
export function eachImport(seen: (specifier: string, node: Deno.lint.Node) => void): Visitor {
  return {
    ImportDeclaration: (node) => seen(node.source.value, node),
    ExportNamedDeclaration: (node) => node.source && seen(node.source.value, node),
    ExportAllDeclaration: (node) => seen(node.source.value, node),
    ImportExpression: ({ source }) => {
      if (source.type === "Literal" && typeof source.value === "string") seen(source.value, source);
    },
  };
}
