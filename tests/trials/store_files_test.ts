// An enemy who may write a store seals what it wrote: names and digests vouch for the new content.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { edit, everywhere, placesIn, replaced } from "../../trials/store_files.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

async function edited(name: string, text: string, sealed = true): Promise<[string, string]> {
  const folder = await Deno.makeTempDir({ prefix: "cairn-edit-" });
  try {
    Deno.writeTextFileSync(join(folder, name), text);
    edit(join(folder, name), (value) => everywhere(value, "a", () => 2), sealed);
    const [found] = [...Deno.readDirSync(folder)].map((entry) => entry.name);
    return [found ?? "", Deno.readTextFileSync(join(folder, found ?? ""))];
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("edit() gives a claim the name of its new text", async () => {
  const [before, after] = ['{"a":1,"b":{"a":1}}', '{"a":2,"b":{"a":2}}'];
  assert.deepEqual(await edited(`${sha256(before)}.json`, before), [
    `${sha256(after)}.json`,
    after,
  ]);
});

Deno.test("edit() gives a memory its new digest, or leaves the old one where it is not to seal", async () => {
  const memory = (digest: string, value: string) => `{"sha256":"${digest}","value":${value}}\n`;
  const before = memory(sha256('{"a":1}'), '{"a":1}');
  const sealed = memory(sha256('{"a":2}'), '{"a":2}');
  assert.deepEqual(await edited("memo.json", before), ["memo.json", sealed]);
  const doubtful = memory(sha256('{"a":1}'), '{"a":2}');
  assert.deepEqual(await edited("memo.json", before, false), ["memo.json", doubtful]);
});

Deno.test("placesIn() names every place, and replaced() changes that one", () => {
  const value = { a: [1, { b: 2 }] };
  const places = placesIn(value).map((place) => place.join("."));
  assert.deepEqual([...new Set(places)], ["a", "a.0", "a.1", "a.1.b"]);
  assert.deepEqual(replaced(value, ["a", "1", "b"], null), { a: [1, { b: null }] });
  assert.deepEqual(replaced(value, [], 3), 3);
});
