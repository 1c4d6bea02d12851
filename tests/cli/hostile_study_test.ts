// A study's file is code: what it may, and how a file that never ends, or prints, or lies, is dealt with.
import assert from "node:assert/strict";
import { join } from "node:path";
import { findStudy } from "../../cli/find_study.ts";
import { neverInterrupted } from "../../cli/interruption.ts";
import { little } from "../support/little_study_input.ts";
import { inFolder } from "../support/stage_work.ts";

const value = `const value = ${JSON.stringify(little)};`;

/** What is said of a file: the title of its study, or the sentence that refuses it. */
async function said(text: string | Uint8Array<ArrayBuffer>, file = "mine.ts"): Promise<string> {
  let sentence = "";
  await inFolder(async (folder) => {
    const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
    await Deno.writeFile(join(folder, file), bytes);
    const found = await findStudy(file, { cwd: folder, interruption: neverInterrupted });
    sentence = found.ok ? found.value.title : found.message.replace(folder, "");
  });
  return sentence;
}

const late = /^Cannot load the study file \/mine\.ts: it gave no study within 3 seconds$/;

const files: readonly (readonly [what: string, text: string, sentence: RegExp])[] = [
  ["an endless loop", "for (;;);", late],
  ["a promise that never ends", "await new Promise(() => {}); export default 1;", late],
  ["a timer that never ends", "setInterval(() => {}, 1); await new Promise(() => {});", late],
  [
    "a promise",
    "export default new Promise(() => {});",
    /the whole value is of the class Promise$/,
  ],
  [
    "what has no text",
    "throw { toString() { throw 1; } };",
    /it throws something that has no text$/,
  ],
  ["a throw of several lines", 'throw new Error("One\\ntwo");', /: One$/],
  ["the environment", 'Deno.env.get("HOME");', /Requires env access/],
  ["the network", 'await fetch("http://127.0.0.1:8080/");', /Requires net access/],
  ["a file elsewhere", 'Deno.readTextFileSync("/etc/hostname");', /Requires read access/],
  [
    "writing",
    'Deno.writeTextFileSync(new URL("x", import.meta.url), "");',
    /Requires write access/,
  ],
  ["a program", 'new Deno.Command("/bin/true").outputSync();', /Requires run access/],
  ["a library", 'Deno.dlopen("libc.so.6", {});', /Requires ffi access/],
  [
    "an end of its process",
    "setTimeout(() => { throw 1 }); await new Promise(() => {});",
    /mine\.ts: /,
  ],
  ["more output than anybody reads", 'for (;;) console.log("x".repeat(9999));', /mine\.ts: /],
];

for (const [what, text, sentence] of files) {
  Deno.test(`a study's file with ${what} is refused in one sentence`, async () => {
    const refusal = await said(text);
    assert.match(refusal, sentence);
    assert.doesNotMatch(refusal, /\n/);
  });
}

Deno.test("what a study's file prints does not mix with its study", async () => {
  const prints =
    `console.log("{}"); console.error("{"); Deno.stdout.writeSync(new Uint8Array(99999));`;
  assert.equal(await said(`${prints}${value}export default value;`), little.title);
});

Deno.test("a study's file may read what lies beside it", async () => {
  const read = "Deno.readTextFileSync(new URL(import.meta.url));";
  assert.equal(await said(`${read}${value}export default value;`), little.title);
});

Deno.test("a study's file that changes how lists work does not end in a stack", async () => {
  const text =
    `${value}Array.prototype.flatMap = () => { throw new Error("mine") }; export default value;`;
  assert.match(await said(text), /^(A little study|(Cannot load the study file|Study) .*)$/);
});

Deno.test("JSON with a byte order mark, in another encoding, too deep or too large is refused in one sentence", async () => {
  const bytes = (...values: number[]) => new Uint8Array(values);
  assert.match(
    await said("\uFEFF{}", "a.json"),
    /it begins with a byte order mark, save it as UTF-8/,
  );
  assert.match(await said(bytes(0xff, 0xfe, 0x7b, 0), "a.json"), /it is no UTF-8 text$/);
  const deep = "[".repeat(5000) + "]".repeat(5000);
  assert.match(await said(deep, "a.json"), /nested more than 64 levels deep/);
  assert.match(
    await said(`[${" ".repeat(4_000_000)}]`, "a.json"),
    /it has 4000002 bytes, and 4000000 are/,
  );
});

Deno.test("a study in a folder whose name has commas, blanks and stars is read", async () => {
  await inFolder(async (folder) => {
    const odd = join(folder, "a, *b?#%20");
    await Deno.mkdir(odd);
    await Deno.writeTextFile(join(odd, "mine.ts"), `${value}export default value;`);
    const found = await findStudy("mine.ts", { cwd: odd, interruption: neverInterrupted });
    assert.equal(found.ok ? found.value.title : found.message, little.title);
  });
});
