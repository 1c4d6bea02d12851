// Tests of the process that reads what others made: it is ended when it is late, and started again.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { foreignFiles } from "../../cli/foreign_files.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const golden = { id: "a", kind: "smell", checks: {} };

Deno.test("ask() ends a process that is late, in a sentence, and starts another", async () => {
  const files = foreignFiles({ engine: "onnx", root, limitMs: 1 });
  for (const _ of [1, 2]) {
    const late = await files.ask({ kind: "check", folder: root, golden });
    assert.ok(!late.ok && late.reason === "process-late");
    assert.match(late.message, /took longer than 0\.001 s$/);
  }
  files.close();
});

Deno.test("ask() answers one question after the other from one process", async () => {
  const files = foreignFiles({ engine: "onnx", root });
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
