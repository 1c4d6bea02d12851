// Digests are SHA-256, of bytes in memory and of files read in chunks alike.
import assert from "node:assert/strict";
import { digestOf, digestOfPlainFile, isDigest } from "../../pipeline/mod.ts";

Deno.test("digestOf() is SHA-256 in lower-case hexadecimal", () => {
  const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  assert.equal(digestOf("abc"), abc);
  assert.equal(digestOf(new TextEncoder().encode("abc")), abc);
});

Deno.test("digestOfPlainFile() equals digestOf() on a file of several chunks", async () => {
  const path = Deno.makeTempFileSync();
  const bytes = new Uint8Array(2.5 * 2 ** 20).map((_, i) => i * 31);
  Deno.writeFileSync(path, bytes);
  assert.equal(await digestOfPlainFile(path), digestOf(bytes));
  Deno.removeSync(path);
});

Deno.test("isDigest() takes 64 lower-case digits and nothing else", () => {
  assert.ok(isDigest(digestOf("")));
  assert.ok(!isDigest(digestOf("").toUpperCase()));
  assert.ok(!isDigest(`${digestOf("")}0`));
});
