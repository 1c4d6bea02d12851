// Imports resolve as Deno resolves them, or are refused by name.
import assert from "node:assert/strict";
import { readScopes, resolveImport, type Target } from "../../../pipeline/code/import_map.ts";

const map = {
  "zod": "npm:zod@4.6.7",
  "@std/csv": "npm:deno-std@1.4.0/csv/mod.js",
  "@scope/pack": "npm:@scope/pack@1.0.0",
  "@scope/pack/deep": "npm:@scope/other@2.0.0/x.js",
  "house/": "./",
};

function resolve(specifier: string): Target {
  return resolveImport(specifier, "/root/models/vit.ts", [{ under: "", base: "/root", map }]);
}

const npm = (name: string, range: string, subpath = ""): Target => ({
  kind: "npm",
  request: { name, range, subpath },
});

const cases: readonly (readonly [string, Target])[] = [
  ["./layers.ts", { kind: "file", path: "/root/models/layers.ts" }],
  ["../engine/mod.ts", { kind: "file", path: "/root/engine/mod.ts" }],
  ["house/engine/mod.ts", { kind: "file", path: "/root/engine/mod.ts" }],
  ["file:///root/a%20b.ts", { kind: "file", path: "/root/a b.ts" }],
  ["node:crypto", { kind: "builtin", name: "node:crypto" }],
  ["crypto", { kind: "builtin", name: "node:crypto" }],
  ["zod", npm("zod", "4.6.7")],
  ["zod/v4/core", npm("zod", "4.6.7", "/v4/core")],
  ["@std/csv", npm("deno-std", "1.4.0", "/csv/mod.js")],
  ["@scope/pack/sub", npm("@scope/pack", "1.0.0", "/sub")],
  ["@scope/pack/deep", npm("@scope/other", "2.0.0", "/x.js")],
  ["npm:plain", npm("plain", "")],
  ["npm:@a/b@^1.2/c.js", npm("@a/b", "^1.2", "/c.js")],
];

for (const [specifier, target] of cases) {
  Deno.test(`resolveImport() finds what ${specifier} names`, () => {
    assert.deepEqual(resolve(specifier), target);
  });
}

for (const specifier of ["https://deno.land/x/a.ts", "jsr:@std/csv", "zodiac", "@scope/unknown"]) {
  Deno.test(`resolveImport() refuses ${specifier}, whose code has no identity`, () => {
    assert.throws(
      () => resolve(specifier),
      (error: unknown) => error instanceof TypeError && error.message.includes(`"${specifier}"`),
    );
  });
}

/** A project with an engine's configuration, as files. */
function projectWithEngine(): string {
  const root = Deno.makeTempDirSync({ prefix: "scopes " });
  Deno.mkdirSync(`${root}/engine/other`, { recursive: true });
  const own = { imports: { "#a": "./engine/a.ts", "#b": "./b.ts" } };
  const other = {
    imports: { "#a": "./c.ts", "pack": "npm:pack@1" },
    scopes: { "../": { "#a": "../d.ts" } },
  };
  Deno.writeTextFileSync(`${root}/deno.json`, JSON.stringify(own));
  Deno.writeTextFileSync(`${root}/engine/other/deno.json`, JSON.stringify(other));
  return root;
}

Deno.test("readScopes() lets the narrowest scope win, then the root's imports, then the configuration's", () => {
  const root = projectWithEngine();
  const scopes = readScopes(root, "engine/other");
  const from = (importer: string, specifier: string) =>
    resolveImport(specifier, `${root}/${importer}`, scopes);
  assert.deepEqual(from("engine/run.ts", "#a"), { kind: "file", path: `${root}/engine/d.ts` });
  assert.deepEqual(from("stages/x.ts", "#a"), { kind: "file", path: `${root}/engine/a.ts` });
  assert.deepEqual(from("engine/run.ts", "#b"), { kind: "file", path: `${root}/b.ts` });
  assert.deepEqual(from("engine/run.ts", "pack"), npm("pack", "1"));
  assert.deepEqual(
    resolveImport("#a", `${root}/engine/run.ts`, readScopes(root)),
    { kind: "file", path: `${root}/engine/a.ts` },
  );
  Deno.removeSync(root, { recursive: true });
});
