// --strict: a study whose config has a key that nothing reads is planned without it, and refused with it.
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { plan } from "../../cli/commands/plan.ts";
import { reproduce } from "../../cli/commands/reproduce.ts";
import { smoke } from "../../studies/smoke.ts";
import { inFolder } from "../support/stage_work.ts";
import { memoryOutside } from "./memory_outside.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

async function inStudy(test: (cwd: string) => Promise<void>): Promise<void> {
  await inFolder(async (cwd) => {
    const study = JSON.parse(JSON.stringify(smoke));
    study.models["vit-smoke"].config["favourite_colour"] = "blue";
    await Deno.writeTextFile(join(cwd, "my.json"), JSON.stringify(study));
    await test(cwd);
  });
}

for (const [name, command] of [["plan", plan], ["reproduce", reproduce]] as const) {
  Deno.test(`${name} --strict refuses a key that nothing reads, by its place`, async () => {
    await inStudy(async (cwd) => {
      const outside = memoryOutside({ root, cwd });
      const options = { strict: true, store: join(cwd, "store") } as const;
      assert.equal(await command("my.json", options, outside), 2);
      assert.match(
        outside.noted(),
        /models\.vit-smoke\.config has the key 'favourite_colour', which nothing here reads/,
      );
    });
  });
}

Deno.test("plan without --strict keeps the key", async () => {
  await inStudy(async (cwd) => {
    const outside = memoryOutside({ root, cwd });
    assert.equal(await plan("my.json", { store: join(cwd, "store") }, outside), 0, outside.noted());
  });
});
