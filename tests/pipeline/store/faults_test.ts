// A disk that is full, out of quota, failing or not ours: nodes fail with a sentence, the run comes to its end.
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Event } from "../../../pipeline/mod.ts";
import { allFresh, littleStudy } from "../../support/little_study.ts";
import { type Rig, withRig } from "../../support/pipeline_rig.ts";

const source = fileURLToPath(
  new URL("../../../../shared/services/faults/faultlib.c", import.meta.url),
);
const program = fileURLToPath(new URL("../../support/run_fake_study.ts", import.meta.url));
const project = fileURLToPath(new URL("../../../deno.json", import.meta.url));

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function faultLibrary(folder: string): string {
  const library = join(folder, "faults.so");
  const args = ["-shared", "-fPIC", "-O2", "-o", library, source, "-ldl"];
  assert.ok(new Deno.Command("gcc", { args }).outputSync().success);
  return library;
}

interface Ended {
  readonly code: number;
  readonly events: readonly Event[];
  readonly noise: string;
}

/** A run of the little study in another process, whose operations in the store fail as told. */
function runWith(rig: Rig, fault: string, library: string): Ended {
  const { folder } = rig.context.store;
  const { code, stdout, stderr } = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", `--config=${project}`, program, rig.root, JSON.stringify(littleStudy())],
    env: { LD_PRELOAD: library, FAULT_PATH: folder, FAULT: fault },
    stdin: "null",
  }).outputSync();
  const [text, noise] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  const events = (text ?? "").trim().split("\n").map((line) => JSON.parse(line));
  return { code, events, noise: noise ?? "" };
}

/** Operations, which of them, what they meet; over the whole of a run, which has about 130. */
const faults: readonly string[] = [
  "any:1+:ENOSPC",
  "any:9:EDQUOT",
  "any:23:EIO",
  "any:18+:EROFS",
  "unlink:1+:EACCES",
  "any:40+:ENOSPC",
  "any:57+:EDQUOT",
  "any:74:EROFS",
  "sync:2+:EIO",
  "rename:4+:EACCES",
  "open,read:30:EIO",
  "open,create:12+:EMFILE",
];

for (const fault of isThere(source) ? faults : []) {
  Deno.test(`a run whose store answers ${fault} ends with a sentence for each node that met it`, async () => {
    await withRig(async (rig) => {
      Deno.mkdirSync(rig.context.store.folder);
      const { code, events, noise } = runWith(rig, fault, faultLibrary(join(rig.root, "..")));
      assert.doesNotMatch(noise, /\bat .*:\d+:\d+|panicked/);
      assert.deepEqual([code, events.at(-1)?.event], [0, "run_finished"]);
      for (const event of events) {
        if (event.event !== "node_finished" || event.outcome !== "failed") continue;
        assert.match(event.message ?? "", /^(Cannot|[A-Z][a-z ]+ \(os error \d+\))/);
      }
      const told = await rig.run(littleStudy());
      assert.deepEqual([told.summary.failed, told.summary.unrepaired], [0, []]);
      assert.equal(rig.read(told, "gather", "all.txt"), "YOU!\n3");
      assert.deepEqual((await rig.run(littleStudy())).outcomes, allFresh);
    });
  });
}

if (!isThere(source)) {
  const name = "../shared/services is absent: no store is made to fail";
  Deno.test({ name, ignore: true, fn() {} });
}
