// ARCHITECTURE.md follows c3LA from the study to the number, through few files, which are there and say what they are.
import assert from "node:assert/strict";

const root = new URL("../../", import.meta.url);

Deno.test("c3LA is followed from the study to the number in at most 14 files, each linked by its name", async () => {
  const text = await Deno.readTextFile(new URL("ARCHITECTURE.md", root));
  const walk = text.slice(text.indexOf("## Follow c3LA"), text.indexOf("## Map"));
  const steps = [...walk.matchAll(/^\d+\. \[([^\]]+)\]\(([^)]+)\)/gm)];
  assert.ok(steps.length >= 10 && steps.length <= 14, `${steps.length} files`);
  for (const [, name = "", path = ""] of steps) {
    assert.equal(name, path);
    assert.match(await Deno.readTextFile(new URL(path, root)), /^\/\/ /, path);
  }
});
