// What changes the identity of a stage's code, and what does not: edits of a real project, one by one.
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type AnyStage,
  type CodeIdentity,
  codeOf,
  codesOf,
  type Store,
} from "../../pipeline/mod.ts";
import { littleStudy } from "../support/little_study.ts";
import { type Rig, withRig } from "../support/pipeline_rig.ts";

async function stageOf(rig: Rig, name: string): Promise<AnyStage> {
  return (await import(pathToFileURL(join(rig.root, "stages", `${name}.ts`)).href))[name];
}

async function codeNow(rig: Rig, name: string): Promise<CodeIdentity> {
  return await codeOf(await stageOf(rig, name), rig.root);
}

/** An edit of one file, and what it must move in the code of `say`. */
type Edit = readonly [what: string, file: string, from: string, to: string];

const harmless: readonly Edit[] = [
  ["a comment", "stages/shout.ts", "/** Louder. */", "// As loud as can be.\n/* twice */"],
  ["a type", "stages/shout.ts", "(text: string): string", "(text: string & {}): `${string}`"],
  ["a type alone", "stages/shout.ts", "const mark", "type Mark = string;\nconst mark"],
  ["an interface", "stages/say.ts", "export const say", "interface A { b: 1 }\nexport const say"],
  ["the layout", "stages/shout.ts", "return louder + mark;", "return   louder\n\n  +\n mark"],
  ["quotes", "stages/shout.ts", 'const mark = "!"', "const mark = '!'"],
  ["what a door gives and nobody takes", "stages/whisper.ts", "toLowerCase", "trim"],
  ["a new name in a door", "stages/voice.ts", "{ whisper }", "{ whisper, whisper as hush }"],
  ["an unused function beside", "stages/shout.ts", "/** Louder", "export const n = 1;\n/** Louder"],
  ["a type import", "stages/shout.ts", "const mark", 'import type { z } from "zod";\nconst mark'],
  ["deno.json beside its imports", "deno.json", '"lineWidth": 100', '"lineWidth": 90'],
];

// A name that esbuild does not inline away.
const shoutCode = "(text: string): string {\n  const louder = text";
const renamedCode = "(words: string): string {\n  const louder = words";

const telling: readonly Edit[] = [
  ["a value", "stages/shout.ts", 'const mark = "!"', 'const mark = "?"'],
  ["a used function", "stages/shout.ts", "text.toUpperCase()", "text.trim()"],
  ["a local name", "stages/shout.ts", shoutCode, renamedCode],
  ["what stands behind a name", "stages/voice.ts", "./shout.ts", "./other.ts"],
  ["the stage's outputs", "stages/say.ts", '["text.txt"]', '["text.txt", "b"]'],
];

for (const [what, file, from, to] of harmless) {
  Deno.test(`codeOf() is the same after an edit of ${what}`, async () => {
    await withRig(async (rig) => {
      const before = await codeNow(rig, "say");
      rig.edit(file, from, to);
      const after = await codeNow(rig, "say");
      assert.deepEqual([after.bundle, after.packages], [before.bundle, before.packages]);
    });
  });
}

for (const [what, file, from, to] of telling) {
  Deno.test(`codeOf() is another after an edit of ${what}`, async () => {
    await withRig(async (rig) => {
      rig.add("stages/other.ts", "export const shout = (text: string) => text;\n");
      const before = await codeNow(rig, "say");
      rig.edit(file, from, to);
      assert.notEqual((await codeNow(rig, "say")).bundle, before.bundle);
    });
  });
}

Deno.test("codeOf() holds the packages that are reached, theirs included, and no others", async () => {
  await withRig(async (rig) => {
    const { packages } = await codeNow(rig, "pack");
    assert.deepEqual(Object.keys(packages), ["pure-rand@8.4.2", "zod@4.6.7"]);
    rig.edit("stages/draw.ts", ".next()", ".next() + Number(unused())");
    const names = Object.keys((await codeNow(rig, "pack")).packages);
    assert.ok(names.includes("arquero@8.0.3"));
    assert.ok(names.some((name) => name.startsWith("@uwdata/flechette@")), "of arquero's own");
  });
});

Deno.test("codeOf() moves with a package's integrity in the lock, and the bundle does not", async () => {
  await withRig(async (rig) => {
    const before = await codeNow(rig, "pack");
    const integrity = before.packages["zod@4.6.7"] ?? "";
    rig.edit("deno.lock", integrity, "sha512-other");
    const after = await codeNow(rig, "pack");
    assert.equal(after.bundle, before.bundle);
    assert.deepEqual(after.packages, { ...before.packages, "zod@4.6.7": "sha512-other" });
  });
});

Deno.test("codeOf() is the same after a change of a package that is not reached", async () => {
  await withRig(async (rig) => {
    const before = await codeNow(rig, "say");
    rig.edit("deno.lock", "sha512-", "sha512-other");
    assert.deepEqual(await codeNow(rig, "say"), before);
  });
});

Deno.test("codeOf() takes data files by their content: a JSON file's layout does not count", async () => {
  await withRig(async (rig) => {
    const before = await codeNow(rig, "pack");
    rig.edit("stages/table.json", '{ "factor": 3 }', '{\n  "factor": 3\n}\n');
    assert.deepEqual(await codeNow(rig, "pack"), before);
    rig.edit("stages/table.json", "3", "4");
    assert.notEqual((await codeNow(rig, "pack")).bundle, before.bundle);
  });
});

Deno.test("codeOf() does not depend on the folder of the project or on the other stages", async () => {
  await withRig(async (one) => {
    await withRig(async (two) => {
      const names = ["say", "pack", "measure", "climb"];
      const stages = await Promise.all(names.map((name) => stageOf(two, name)));
      const codes = await codesOf(stages, { root: two.root });
      const together = [...codes.values()].map(({ identity }) => identity);
      const alone: CodeIdentity[] = [];
      for (const name of names) alone.push(await codeNow(one, name));
      assert.deepEqual(new Set(together), new Set(alone));
    });
  });
});

Deno.test("codeOf() names the files that count, and not the doors or the unused", async () => {
  await withRig(async (rig) => {
    const { files } = await codeNow(rig, "say");
    assert.deepEqual(Object.keys(files), ["stages/say.ts", "stages/shout.ts"]);
  });
});

Deno.test("codeOf() refuses a module that is imported for its side effects", async () => {
  await withRig(async (rig) => {
    rig.edit("stages/say.ts", "import {", 'import "./whisper.ts";\nimport {');
    await assert.rejects(() => codeNow(rig, "say"), /Cannot identify code that works at import/);
  });
});

const unseen = {
  "computes what it imports": "await import(text)",
  "computes an import of a part": "await import(`./${text}.ts`)",
  "makes code of text": 'eval("1")',
  "makes code of text by a constructor": 'new Function("return 1")()',
  "makes code of text by a call": 'Function("return 1")()',
  "starts a thread": 'new Worker(new URL("./shout.ts", import.meta.url), { type: "module" })',
};
for (const [what, expression] of Object.entries(unseen)) {
  Deno.test(`codeOf() refuses a module that ${what}`, async () => {
    await withRig(async (rig) => {
      rig.edit("stages/shout.ts", "export function", "export async function");
      rig.edit("stages/shout.ts", "return louder", `${expression};\n  return louder`);
      await assert.rejects(() => codeNow(rig, "say"), /^CodeFault: Cannot identify code that is /);
    });
  });
}

const unreadable = {
  "cannot be parsed": ["export function", "export functoin"],
  "imports what is not there": [
    "const mark",
    'import { x } from "./nowhere.ts";\nconst mark = x ||',
  ],
  "imports a module of the web": [
    "const mark",
    'import x from "https://x/x.ts";\nconst mark = x ||',
  ],
} as const;
for (const [what, [from, to]] of Object.entries(unreadable)) {
  Deno.test(`codesOf() says in a sentence of a module that ${what} where it is`, async () => {
    await withRig(async (rig) => {
      const stages = [await stageOf(rig, "say")];
      rig.edit("stages/shout.ts", from, to);
      const sentence = /^CodeFault: Cannot read the code of a stage: .*stages\/shout\.ts/s;
      await assert.rejects(() => codesOf(stages, { root: rig.root }), sentence);
    });
  });
}

Deno.test("codeOf() lets be what only has the name of a thread or of code made of text", async () => {
  await withRig(async (rig) => {
    const harmless = 'const Worker = String; new Worker("Function eval(1)"); String.prototype.at;';
    rig.edit("stages/shout.ts", "return louder", `${harmless}\n  return louder`);
    assert.deepEqual(Object.keys((await codeNow(rig, "say")).files).length, 2);
  });
});

Deno.test("codeOf() refuses an import whose code the lock does not pin", async () => {
  await withRig(async (rig) => {
    rig.edit("stages/shout.ts", "const mark = ", 'import x from "unheard-of";\nconst mark = x || ');
    await assert.rejects(() => codeNow(rig, "say"), /"unheard-of"/);
  });
});

const forged = "f".repeat(64);

/** Puts another bundle into the memo, with the digest that belongs to it. */
function forgeBundle(store: Store): void {
  const path = join(store.folder, "memo", "code.json");
  const { value } = JSON.parse(Deno.readTextFileSync(path));
  const [module = ""] = Object.keys(value.stages);
  value.stages[module].bundle = forged;
  store.memory.remember("memo/code", value);
}

Deno.test("a wrong digit in the memo of code throws it away, and --paranoid one that is whole", async () => {
  await withRig(async (rig) => {
    const { store } = rig.context;
    const told = await rig.run(littleStudy());
    const key = told.summary.outcomes.get("say:b")?.key;
    const memo = join(store.folder, "memo", "code.json");
    const text = Deno.readTextFileSync(memo);
    const digit = /"bundle":"(.)/.exec(text)?.[1] ?? "";
    Deno.writeTextFileSync(memo, text.replace(/(?<="bundle":")./, digit === "0" ? "1" : "0"));
    assert.equal((await rig.run(littleStudy())).summary.outcomes.get("say:b")?.key, key);
    forgeBundle(store);
    const paranoid = await rig.run(littleStudy(), { paranoid: true });
    assert.equal(paranoid.summary.outcomes.get("say:b")?.key, key);
    assert.equal((await rig.run(littleStudy())).summary.outcomes.get("say:b")?.key, key);
  });
});

Deno.test("codesOf() believes its memo while no file changes, and notices the first that does", async () => {
  await withRig(async (rig) => {
    const { store } = rig.context;
    const options = { root: rig.root, store, save: true };
    const stages = [await stageOf(rig, "say")];
    const first = await codesOf(stages, options);
    forgeBundle(store);
    const [remembered] = (await codesOf(stages, options)).values();
    assert.equal(remembered?.identity.bundle, forged, "the memo was not used");
    rig.edit("stages/whisper.ts", "toLowerCase", "trim");
    assert.deepEqual(await codesOf(stages, options), first);
  });
});
