// docs/methods.md has every method as the table has it; `-- --update` writes it anew.
import assert from "node:assert/strict";
import {
  choicesOf,
  type MethodName,
  methodNamed,
  methodNames,
  methods,
} from "../../adapters/mod.ts";

const path = new URL("../../docs/methods.md", import.meta.url);
const block = /(<!-- methods: .*? -->)\n[^]*?(<!-- end -->)/;

function rowOf(name: MethodName): string[] {
  const { label, meaning } = methods[name];
  const choices = choicesOf(methodNamed(name)).filter((choice) => choice.name !== "decay");
  const options = choices.map((choice) =>
    `\`${choice.name}\`: ${choice.values.map((value) => `\`${value}\``).join(", ")}`
  );
  return [`\`${name}\``, label, meaning, options.join("; ")];
}

/** As `deno fmt` lays a table out. */
function tableOf(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => row[at]?.length ?? 0))
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [head, widths.map((width) => "-".repeat(width)), ...body].map(line).join("\n");
}

Deno.test("docs/methods.md says of every method what the table says, and what its options are", async () => {
  const text = await Deno.readTextFile(path);
  assert.match(text, block);
  const table = tableOf([
    ["method", "label", "what it is", "options, the paper's reading first"],
    ...methodNames.map(rowOf),
  ]);
  const current = text.replace(block, (_, start, end) => `${start}\n\n${table}\n\n${end}`);
  if (Deno.args.includes("--update")) await Deno.writeTextFile(path, current);
  else assert.equal(text, current);
});

Deno.test("docs/methods.md explains every option that a method has", async () => {
  const text = await Deno.readTextFile(path);
  const names = methodNames.flatMap((name) =>
    choicesOf(methodNamed(name)).map((choice) => choice.name)
  );
  for (const name of new Set(names)) assert.match(text, new RegExp(`^\\| \`${name}\` +\\|`, "m"));
});
