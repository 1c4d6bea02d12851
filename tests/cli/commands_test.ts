// Tests of the commands that need no store: what they print, in words and as documents.
import assert from "node:assert/strict";
import { methodNames } from "../../adapters/mod.ts";
import { createProgram } from "../../cli/create_program.ts";
import { completions } from "../../cli/commands/completions.ts";
import { documents, refusal } from "../../cli/documents.ts";
import { mermaid } from "../../cli/commands/graph.ts";
import { list, listText } from "../../cli/commands/list.ts";
import { schema } from "../../cli/commands/schema.ts";
import { fieldLines } from "../../cli/commands/show.ts";
import { memoryOutside } from "./memory_outside.ts";

const program = createProgram(memoryOutside(), () => {});

Deno.test("list prints a line for each name, and its --json keeps to its schema", () => {
  for (const kind of ["methods", "models", "datasets", "studies"]) {
    const [text, json] = [memoryOutside(), memoryOutside()];
    assert.equal(list(kind, {}, text), 0);
    assert.equal(list(kind, { json: true }, json), 0);
    const { entries } = documents.list.parse(JSON.parse(json.written()));
    assert.equal(text.written(), listText(entries));
  }
});

Deno.test("list methods names every row of the table", () => {
  const outside = memoryOutside();
  list("methods", { json: true }, outside);
  const names = documents.list.parse(JSON.parse(outside.written())).entries.map(({ name }) => name);
  assert.deepEqual(names, [...methodNames]);
});

Deno.test("list, schema and completions refuse an unknown name and suggest the nearest", () => {
  const refused = [
    [
      (outside: ReturnType<typeof memoryOutside>) => list("metods", { json: true }, outside),
      "methods",
    ],
    [
      (outside: ReturnType<typeof memoryOutside>) => schema("plam", { json: true }, outside),
      "plan",
    ],
    [
      (outside: ReturnType<typeof memoryOutside>) =>
        completions("bsh", { json: true, program }, outside),
      "bash",
    ],
  ] as const;
  for (const [command, near] of refused) {
    const outside = memoryOutside();
    assert.equal(command(outside), 2);
    assert.match(
      outside.noted(),
      new RegExp(`^Unknown .*\\(did you mean '${near}'\\?\\).*[^.]\\n$`),
    );
    refusal.parse(JSON.parse(outside.written()));
  }
});

Deno.test("schema has a JSON Schema for study and for every command", () => {
  for (const of of ["study", ...program.commands.map((command) => command.name())]) {
    const outside = memoryOutside();
    assert.equal(schema(of, {}, outside), 0, of);
    assert.match(JSON.parse(outside.written()).$schema, /2020-12/, of);
  }
});

Deno.test("schema --json puts the schema into the envelope", () => {
  const outside = memoryOutside();
  schema("study", { json: true }, outside);
  assert.equal(documents.schema.parse(JSON.parse(outside.written())).of, "study");
});

Deno.test("completions know every command, its options and its closed lists", () => {
  for (const shell of ["bash", "zsh", "fish"]) {
    const outside = memoryOutside({ root: "/a project" });
    assert.equal(completions(shell, { program }, outside), 0);
    const script = outside.written();
    for (const command of program.commands) assert.ok(script.includes(command.name()), shell);
    for (const word of ["max-time", "store", "smoke", "datasets", "'/a project/deno.json'"]) {
      assert.ok(script.includes(word), `${shell}: ${word}`);
    }
  }
});

Deno.test("mermaid() draws each node as a box and each need as an arrow", () => {
  const nodes = [
    { node: "prepare_data:digits", stage: "prepare_data", needs: [] },
    {
      node: 'train:"a"',
      stage: "train",
      needs: ["prepare_data:digits", "initialize_model:left-out"],
    },
  ];
  assert.equal(
    mermaid(nodes),
    'flowchart LR\n  n0["prepare_data:digits"]\n  n1["train:#quot;a#quot;"]\n  n0 --> n1\n',
  );
});

Deno.test("fieldLines() indents what is nested and leaves out what is empty", () => {
  const value = {
    key: "ab",
    none: undefined,
    empty: {},
    outputs: { "a.json": { size: 3 } },
    list: [1, 2],
  };
  assert.deepEqual(fieldLines(value, ""), [
    "key: ab",
    "outputs:",
    "  a.json:",
    "    size: 3",
    "list: [1,2]",
  ]);
});
