// Every function, value and type that a room shows at its front door says what it is.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const rooms = [
  "adapters",
  "analysis",
  "data",
  "engine",
  "models",
  "pipeline",
  "random",
  "stages",
  "studies",
];
const doors = [...rooms.map((room) => `${room}/mod.ts`), "engine/run.ts"];

interface Declaration {
  readonly declarationKind: string;
  readonly kind: string;
  readonly jsDoc?: { readonly doc?: string };
}

interface Symbol {
  readonly name: string;
  readonly declarations: readonly Declaration[];
}

/** What a door exports, as `deno doc` sees it. */
async function exportsOf(door: string): Promise<Symbol[]> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", door],
    cwd: root,
  }).output();
  const { nodes } = JSON.parse(new TextDecoder().decode(stdout));
  return Object.values(nodes as Record<string, { symbols: Symbol[] }>).flatMap(({ symbols }) =>
    symbols
  );
}

/** A namespace that is passed on whole (`tf`) is its own library's to document. */
function isSilent({ declarations }: Symbol): boolean {
  const own = declarations.filter(({ kind, declarationKind }) =>
    declarationKind === "export" && kind !== "import" && kind !== "namespace" &&
    kind !== "reference"
  );
  return own.length > 0 && own.every(({ jsDoc }) => (jsDoc?.doc ?? "") === "");
}

for (const door of doors) {
  Deno.test(`every export of ${door} has a docstring`, async () => {
    const symbols = await exportsOf(door);
    assert.ok(symbols.length > 0);
    assert.deepEqual(symbols.filter(isSilent).map(({ name }) => name), []);
  });
}
