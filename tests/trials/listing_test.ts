// A listing shows every change, follows nothing, and does not wait for a FIFO.
import assert from "node:assert/strict";
import { join } from "node:path";
import { differences, digestsIn, listingOf } from "../../trials/listing.ts";

async function inFolder(action: (folder: string) => void | Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "cairn-listing-" });
  try {
    Deno.mkdirSync(join(folder, "inner"));
    Deno.writeTextFileSync(join(folder, "inner", "a.txt"), "a");
    Deno.writeTextFileSync(join(folder, "b.txt"), "b");
    await action(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const changes: Readonly<Record<string, (folder: string) => void>> = {
  "another byte of the same time": (folder) => {
    const { mtime } = Deno.statSync(join(folder, "b.txt"));
    Deno.writeTextFileSync(join(folder, "b.txt"), "c");
    Deno.utimeSync(join(folder, "b.txt"), 0, mtime ?? 0);
  },
  "another time": (folder) => Deno.utimeSync(join(folder, "b.txt"), 0, 1),
  "another mode": (folder) => Deno.chmodSync(join(folder, "inner"), 0o700),
  "a new file": (folder) => Deno.writeTextFileSync(join(folder, "c.txt"), ""),
  "a file moved": (folder) => Deno.renameSync(join(folder, "b.txt"), join(folder, "c.txt")),
  "a folder for a file": (folder) => {
    Deno.removeSync(join(folder, "b.txt"));
    Deno.mkdirSync(join(folder, "b.txt"));
  },
  "a link for a file": (folder) => {
    Deno.removeSync(join(folder, "b.txt"));
    Deno.symlinkSync("inner/a.txt", join(folder, "b.txt"));
  },
};

for (const [what, change] of Object.entries(changes)) {
  Deno.test(`differences() of two listings shows ${what}`, () =>
    inFolder((folder) => {
      const before = listingOf(folder);
      change(folder);
      assert.notDeepEqual(differences(before, listingOf(folder)), []);
    }));
}

Deno.test("listingOf() leaves out what is skipped, and reads no FIFO", () =>
  inFolder((folder) => {
    new Deno.Command("mkfifo", { args: [join(folder, "fifo")] }).outputSync();
    const listing = listingOf(folder, ["inner"]);
    assert.deepEqual([...listing.keys()], ["", "b.txt", "fifo"]);
    assert.match(listing.get("fifo") ?? "", /^special/);
  }));

Deno.test("digestsIn() forgets times and modes, and keeps bytes", () =>
  inFolder((folder) => {
    const before = digestsIn(folder);
    Deno.utimeSync(join(folder, "b.txt"), 0, 1);
    Deno.chmodSync(join(folder, "b.txt"), 0o600);
    assert.deepEqual(digestsIn(folder), before);
    Deno.writeTextFileSync(join(folder, "b.txt"), "c");
    assert.notDeepEqual(digestsIn(folder), before);
  }));
