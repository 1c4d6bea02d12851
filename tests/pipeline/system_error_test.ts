// An error of the file system is known by what the system says, whatever class Deno or node gives it.
import assert from "node:assert/strict";
import { openSync } from "node:fs";
import { attempt, attemptSync, systemCause } from "../../pipeline/mod.ts";

function thrown(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

Deno.test("systemCause() knows what Deno and node throw, a quota that has no code included", () => {
  const path = "/nowhere/at/all";
  const known = [
    thrown(() => Deno.openSync(path)),
    thrown(() => openSync(path, "r")),
    thrown(() => Deno.readDirSync("/etc/hostname")),
    new Error("Disk quota exceeded (os error 122)"),
    Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" }),
  ];
  for (const error of known) assert.match(systemCause(error) ?? "", /^[^(:]+(: |, |$)/);
  assert.equal(systemCause(known[3]), "Disk quota exceeded");
  assert.equal(systemCause(known[4]), "no space left on device, write");
});

Deno.test("systemCause() leaves bugs and refused permissions to whoever made them", () => {
  const bugs = [new TypeError("Cannot read x"), new RangeError("Cannot find a"), "text", null];
  for (const bug of [...bugs, new Deno.errors.NotCapable("Requires read access")]) {
    assert.equal(systemCause(bug), undefined);
  }
});

Deno.test("attempt() makes a failure of what the system refuses, and throws a bug on", async () => {
  const refused = await attempt("open the door", () => Deno.openSync("/nowhere/at/all"));
  assert.ok(!refused.ok);
  assert.match(refused.message, /^Cannot open the door: No such file or directory: open/);
  assert.deepEqual(attemptSync("count", () => 1), { ok: true, value: 1 });
  await assert.rejects(attempt("fall", () => Promise.reject(new TypeError("A bug"))), /A bug/);
});
