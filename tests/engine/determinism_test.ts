// The same training in several processes gives the same bytes.
import { strict as assert } from "node:assert";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("./digest_of_training.ts", import.meta.url));

async function digest(threads: number, trains: string): Promise<string> {
  const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", SCRIPT, String(threads), trains],
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

for (const trains of ["lora", "full"]) {
  Deno.test(`Training of ${trains} gives equal bytes in two processes, with 1 and 2 threads`, async () => {
    const first = await digest(1, trains);
    assert.match(first, /^[0-9a-f]{64}$/);
    assert.equal(await digest(1, trains), first);
    assert.equal(await digest(2, trains), first);
  });
}
