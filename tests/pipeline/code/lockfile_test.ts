// Packages are followed through the lock to all that they pull in.
import assert from "node:assert/strict";
import { lockedPackages, type Lockfile } from "../../../pipeline/code/lockfile.ts";

const lock: Lockfile = {
  specifiers: { "npm:a@1": "1.0.0_peer@3.0.0", "npm:lone@*": "5.0.0", "npm:ghost@1": "1.0.0" },
  npm: {
    "a@1.0.0_peer@3.0.0": {
      integrity: "A",
      dependencies: ["b", "c@2.0.0", "alias@npm:real@1.0.0"],
      optionalPeers: ["peer"],
    },
    "b@1.0.0": {
      integrity: "B",
      dependencies: ["a@1.0.0_peer@3.0.0"],
      optionalDependencies: ["o"],
    },
    "c@1.0.0": { integrity: "C1" },
    "c@2.0.0": { integrity: "C2" },
    "real@1.0.0": { integrity: "R" },
    "peer@3.0.0": { integrity: "P" },
    "lone@5.0.0": { integrity: "L" },
  },
};

const request = (name: string, range: string) => ({ name, range, subpath: "" });

Deno.test("lockedPackages() follows dependencies, peers and aliases, through cycles", () => {
  assert.deepEqual(lockedPackages(lock, [request("a", "1")]), {
    "a@1.0.0_peer@3.0.0": "A",
    "b@1.0.0": "B",
    "c@2.0.0": "C2",
    "peer@3.0.0": "P",
    "real@1.0.0": "R",
  });
});

Deno.test("lockedPackages() leaves out what is not reached", () => {
  assert.deepEqual(lockedPackages(lock, [request("lone", "")]), { "lone@5.0.0": "L" });
});

Deno.test("lockedPackages() refuses a package that the lock does not pin", () => {
  assert.throws(
    () => lockedPackages(lock, [request("a", "2")]),
    /Cannot find npm:a@2 in deno\.lock/,
  );
  assert.throws(() => lockedPackages(lock, [request("ghost", "1")]), /ghost@1\.0\.0/);
});

Deno.test("lockedPackages() finds every package of this project's own lock", () => {
  const real: Lockfile = JSON.parse(Deno.readTextFileSync("deno.lock"));
  const requests = Object.keys(real.specifiers ?? {}).map((specifier) => {
    const [, name = "", range = ""] = /^npm:(.+)@(.+)$/.exec(specifier) ?? [];
    return request(name, range);
  });
  const packages = lockedPackages(real, requests);
  assert.ok(Object.values(packages).every((integrity) => integrity.startsWith("sha512-")));
  assert.deepEqual(Object.keys(packages), Object.keys(real.npm ?? {}).sort());
});
