// Imports resolve as Deno resolves them, or are refused by name.
import assert from "node:assert/strict";
import { resolveImport, type Target } from "../../../pipeline/code/import_map.ts";

const map = {
  "zod": "npm:zod@4.6.7",
  "@std/csv": "npm:deno-std@1.4.0/csv/mod.js",
  "@scope/pack": "npm:@scope/pack@1.0.0",
  "@scope/pack/deep": "npm:@scope/other@2.0.0/x.js",
  "house/": "./",
};

function resolve(specifier: string): Target {
  return resolveImport(specifier, "/root/models/vit.ts", { root: "/root", map });
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
