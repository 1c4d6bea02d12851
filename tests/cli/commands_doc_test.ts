// docs/commands.md shows every command's help as the program prints it; `-- --update` writes it anew.
import assert from "node:assert/strict";
import { createProgram } from "../../cli/create_program.ts";
import { memoryOutside } from "./memory_outside.ts";

const path = new URL("../../docs/commands.md", import.meta.url);
const program = createProgram(memoryOutside(), () => {});
const block = /```text\n\$ deno task cairn (\w+) --help\n([^]*?)```\n/g;

/** Indented code would lose its blank lines in some readers; fenced text keeps what a terminal shows. */
function helpBlock(name: string): string {
  const command = program.commands.find((candidate) => candidate.name() === name);
  assert.ok(command, `docs/commands.md shows '${name}', which is no command`);
  return `\`\`\`text\n$ deno task cairn ${name} --help\n${command.helpInformation()}\`\`\`\n`;
}

Deno.test("docs/commands.md shows the help of every command as it is", async () => {
  const text = await Deno.readTextFile(path);
  const current = text.replace(block, (_, name: string) => helpBlock(name));
  if (Deno.args.includes("--update")) await Deno.writeTextFile(path, current);
  else assert.equal(text, current);
  const shown = [...current.matchAll(block)].map(([, name]) => name);
  assert.deepEqual(shown, program.commands.map((command) => command.name()));
});
