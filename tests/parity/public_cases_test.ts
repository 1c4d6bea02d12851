// Inputs that failed once, of ../shared/cases: each is computed as the original libraries do, or refused.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { checkCase, readManifest } from "../../parity/mod.ts";

/** The sentence of those that must be refused; all others of these folders pass. */
const refused: Readonly<Record<string, RegExp>> = {
  "gpt2-lmhead-other":
    /lm_head\.weight and transformer\.wte\.weight are one weight and hold different/,
  "int8-embed": /roberta\.embeddings\.word_embeddings\.weight is of type I8: /,
};

for (const folder of ["configs", "layouts", "safetensors"]) {
  const path = fileURLToPath(new URL(`../../../shared/cases/${folder}`, import.meta.url));
  const manifest = await readManifest(path);
  if (!manifest.ok) {
    const name = `../shared/cases/${folder} is absent: its cases are not run`;
    Deno.test({ name, ignore: true, fn() {} });
    continue;
  }
  for (const golden of manifest.value.cases) {
    const sentence = refused[golden.id];
    Deno.test(`${folder}/${golden.id} ${sentence ? "is refused by name" : "passes"}`, async () => {
      const { verdict, message = "" } = await checkCase(path, golden);
      assert.equal(verdict, sentence ? "fail" : "pass", message);
      if (sentence) assert.match(message, sentence);
    });
  }
}
