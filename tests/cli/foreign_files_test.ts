// Tests of the process that reads what others made: it is ended when it is late, and started again.
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { confined, foreignFiles, type ForeignOptions } from "../../cli/foreign_files.ts";
import { launch, thisKernel } from "../../pipeline/mod.ts";
import { outcomeOf, promises, type Tried } from "../support/promises.ts";
import { inFolder } from "../support/stage_work.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const golden = { id: "a", kind: "smell", checks: {} };

Deno.test("ask() ends a process that is late, in a sentence, and starts another", async () => {
  const files = foreignFiles({ engine: "onnx", root, read: [], limitMs: 1 });
  for (const _ of [1, 2]) {
    const late = await files.ask({ kind: "check", folder: root, golden });
    assert.ok(!late.ok && late.reason === "process-late");
    assert.match(late.message, /took longer than 0\.001 s$/);
  }
  files.close();
});

Deno.test("ask() answers one question after the other from one process", async () => {
  const files = foreignFiles({ engine: "onnx", root, read: [] });
  for (const id of ["a", "b"]) {
    const answer = await files.ask({ kind: "check", folder: root, golden: { ...golden, id } });
    assert.ok(answer.ok && answer.value.id === id);
    assert.match(answer.value.message ?? "", /^Unknown kind 'smell'/);
  }
  files.close();
});

/** The state letter of a process, Z for one that has ended; nothing where there is none. */
async function stateOf(pid: number): Promise<string | undefined> {
  const stat = await Deno.readTextFile(`/proc/${pid}/stat`).catch(() => undefined);
  return stat?.split(") ")[1]?.[0];
}

Deno.test({
  name: "the process ends with the command, even one that is killed",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const command = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--allow-all", "cli.ts", "parity", "tests/reference/goldens"],
      cwd: root,
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const output = command.stdout.getReader();
    await output.read(); // a case is done: the process is at work
    const children = `/proc/${command.pid}/task/${command.pid}/children`;
    const [child = assert.fail()] = (await Deno.readTextFile(children)).trim().split(" ").map(
      Number,
    );
    assert.match(await stateOf(child) ?? "", /^[RSD]$/);
    command.kill("SIGKILL");
    await command.status;
    await output.cancel();
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.match(await stateOf(child) ?? "Z", /^[ZX]$/);
  },
});

/** Starts a program that tries what no process may, in the place of the one that reads; gives what came of it. */
async function tryAll(folder: string): Promise<Tried> {
  const [given, secret, scratch] = ["given/text", "secret/password", "scratch"]
    .map((name) => join(folder, name)) as [string, string, string];
  const support = join(root, "tests/support");
  const options: ForeignOptions = {
    engine: "onnx",
    root,
    read: [join(folder, "given")],
    write: [scratch],
  };
  const program = join(support, "trespass_program.ts");
  const stage = join(support, "fake_stages/trespass.ts");
  const own = confined(options);
  const { child, input } = launch({ ...own, program, code: [...own.code, program, stage] });
  const parameters = { secret, run: Deno.pid, object: secret };
  const work = { parameters, inputs: { text: given }, scratch };
  await input.write(new TextEncoder().encode(JSON.stringify(work)));
  await input.close();
  const { stderr } = await child.output();
  const tried = await Deno.readTextFile(join(scratch, "tried.json")).catch(() => undefined);
  return JSON.parse(tried ?? assert.fail(new TextDecoder().decode(stderr)));
}

const { landlock, seccomp } = thisKernel();

Deno.test({
  name: "the process may what a worker may, and nothing that docs/security.md denies to workers",
  ignore: landlock < 6 || !seccomp,
  fn: async (t) => {
    Deno.env.set("CAIRN_SECRET", "a password");
    await inFolder(async (folder) => {
      for (const name of ["given", "secret", "scratch"]) Deno.mkdirSync(join(folder, name));
      for (const file of ["given/text", "secret/password"]) {
        Deno.writeTextFileSync(join(folder, file), "text");
      }
      const tried = await tryAll(folder);
      for (const { may, tries } of promises()) {
        for (const name of tries) {
          await t.step(`it ${may ? "may" : "may not"} ${name}`, () => {
            assert.equal(
              outcomeOf(tried[name]),
              may ? "allowed" : "refused",
              `it gave ${tried[name]}`,
            );
          });
        }
      }
    });
    Deno.env.delete("CAIRN_SECRET");
  },
});
