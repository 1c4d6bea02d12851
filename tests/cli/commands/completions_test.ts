// The scripts of completions, sourced in the shells themselves. A shell that is not installed is named and left out.
import assert from "node:assert/strict";
import { join } from "node:path";
import { createProgram } from "../../../cli/create_program.ts";
import { completions } from "../../../cli/commands/completions.ts";
import { inFolder } from "../../support/stage_work.ts";
import { memoryOutside } from "../memory_outside.ts";

/** How each shell is asked, without a terminal, what would complete a line. */
const askers: Readonly<Record<string, (line: string) => string>> = {
  bash: (line) =>
    `COMP_LINE='${line}'; COMP_POINT=${line.length}; _cairn; printf '%s\\n' "\${COMPREPLY[@]}"`,
  // compadd prints what it is given: everything that may stand there, whatever has been typed of it.
  zsh: (line) =>
    `compset() { :; }; _files() { print FILES; }; compadd() { shift; print -l -- "$@"; }
words=("\${(@s: :)\${:-${line}}}"); CURRENT=$#words; _cairn`,
  fish: (line) => `complete -C '${line}'`,
};

const isInstalled = (shell: string) =>
  new Deno.Command("sh", { args: ["-c", `command -v ${shell}`], stdout: "null" }).outputSync()
    .success;

/** The first words of the lines that a shell offers. */
async function offered(shell: string, line: string): Promise<string[]> {
  const outside = memoryOutside({ root: "/a project" });
  const program = createProgram(outside, () => {});
  assert.equal(completions(shell, { program }, outside), 0);
  let words: string[] = [];
  await inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "mine.json"), "");
    await Deno.writeTextFile(join(folder, "script"), outside.written());
    const code = `source ./script 2> /dev/null; ${askers[shell]?.(line)}`;
    const args = shell === "zsh" ? ["-f", "-c", `autoload -Uz compinit; ${code}`] : ["-c", code];
    const { stdout, stderr } = await new Deno.Command(shell, { args, cwd: folder }).output();
    assert.equal(new TextDecoder().decode(stderr), "", `${shell}: ${line}`);
    words = new TextDecoder().decode(stdout).split("\n").map((text) => text.split("\t")[0] ?? "");
  });
  return words;
}

/** In bash a reply begins behind the last `:` or `=` that was typed. */
const lines: readonly (readonly [line: string, word: string, inBash?: string])[] = [
  ["cairn pl", "plan"],
  ["cairn plan sm", "smoke"],
  ["cairn plan --engine ", "tfjs-cpu"],
  ["cairn plan --al", "--all"],
  ["cairn plan --only me", "method=c3la"],
  ["cairn plan --only method=c3", "method=c3la", "c3la"],
  ["cairn plan --stage ev", "evaluate"],
  [
    "cairn show train:vit-mini/digits/cla/s",
    "train:vit-mini/digits/cla/seed=12",
    "vit-mini/digits/cla/seed=12",
  ],
  ["cairn why --study sm", "smoke"],
  ["cairn list me", "methods"],
  ["cairn list methods --model roberta-b", "roberta-base"],
  ["cairn schema st", "study"],
  ["cairn completions fi", "fish"],
];

for (const shell of Object.keys(askers)) {
  const ignore = !isInstalled(shell);
  const name = `${shell} completes commands, options and their values${
    ignore ? ": it is not installed" : ""
  }`;
  Deno.test({
    name,
    ignore,
    async fn() {
      for (const [line, word, inBash = word] of lines) {
        const words = await offered(shell, line);
        const wanted = shell === "bash" ? inBash : word;
        assert.ok(words.includes(wanted), `${shell}: '${line}' gives ${words.slice(0, 5)}`);
      }
    },
  });
}

Deno.test({
  name: "bash and fish complete a list of cells behind its comma, and files where a path may stand",
  ignore: !["bash", "fish"].every(isInstalled),
  async fn() {
    const list = "cairn plan --only method=cla,see";
    assert.deepEqual((await offered("bash", list)).slice(0, 1), ["cla,seed=12"]);
    assert.ok((await offered("fish", list)).includes("method=cla,seed=12"));
    for (const shell of ["bash", "fish"]) {
      assert.ok((await offered(shell, "cairn plan mi")).includes("mine.json"), shell);
    }
  },
});
