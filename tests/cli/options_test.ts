// Tests of cli/options.ts and of what cli/create_program.ts makes of a command line.
import assert from "node:assert/strict";
import { createProgram } from "../../cli/create_program.ts";
import { collect, count, duration, parseDuration, requestSentence } from "../../cli/options.ts";
import { lastEnding, parserEnding } from "../../cli/ending.ts";
import { CodeFault } from "../../pipeline/code/code_fault.ts";
import { memoryOutside } from "./memory_outside.ts";

/** Parses a command line that does not get as far as a command. */
async function parse(...words: string[]) {
  const outside = memoryOutside();
  try {
    await createProgram(outside, () => assert.fail("A command ran")).parseAsync(words, {
      from: "user",
    });
  } catch (error) {
    return {
      code: parserEnding(error, words, outside),
      out: outside.written(),
      err: outside.noted(),
    };
  }
  return assert.fail("The line was accepted");
}

Deno.test("count() takes whole numbers from 1 on", () => {
  assert.equal(count("2"), 2);
  for (const text of ["0", "-1", "1.5", "two", ""]) {
    assert.throws(() => count(text), /whole number/, text);
  }
});

Deno.test("parseDuration() reads seconds, minutes, hours and their sums", () => {
  assert.equal(parseDuration("90s"), 90_000);
  assert.equal(parseDuration("30m"), 1_800_000);
  assert.equal(parseDuration("1h30m"), 5_400_000);
  assert.equal(parseDuration("0.5h"), 1_800_000);
});

Deno.test("parseDuration() reads nothing into a bare number, a wrong unit, zero or nothing", () => {
  for (const text of ["30", "30min", "m", "0s", "", "-5m", "30m1h"]) {
    assert.equal(parseDuration(text), undefined, text);
  }
});

Deno.test("duration() gives milliseconds", () => {
  assert.equal(duration("2m"), 120_000);
  assert.throws(() => duration("soon"), /90s, 30m or 1h30m/);
});

Deno.test("collect() keeps every value in order", () => {
  assert.deepEqual(collect("b", collect("a", undefined)), ["a", "b"]);
});

Deno.test("requestSentence() makes one sentence with a capital and no full stop", () => {
  assert.equal(
    requestSentence("error: unknown option '--jbos'\n(Did you mean --jobs?)\n"),
    "Unknown option '--jbos' (did you mean --jobs?)",
  );
  assert.equal(requestSentence("error: too many arguments."), "Too many arguments");
});

Deno.test("an unknown command or option ends with 2 and one sentence that suggests the nearest", async () => {
  assert.deepEqual(await parse("reprduce"), {
    code: 2,
    out: "",
    err: "Unknown command 'reprduce' (did you mean reproduce?)\n",
  });
  assert.deepEqual(await parse("plan", "--stag", "train"), {
    code: 2,
    out: "",
    err: "Unknown option '--stag' (did you mean --stage?)\n",
  });
});

Deno.test("a wrong value, a missing argument and one too many end with 2 and one sentence", async () => {
  const lines = [
    ["reproduce", "--jobs", "none"],
    ["reproduce", "--max-time", "soon"],
    ["why"],
    ["plan", "smoke", "mini"],
  ];
  for (const words of lines) {
    const { code, out, err } = await parse(...words);
    assert.deepEqual([code, out], [2, ""], words.join(" "));
    assert.match(err, /^[A-Z].*[^.]\n$/, words.join(" "));
  }
});

Deno.test("with --json a refusal is also a document with a reason", async () => {
  const { code, out } = await parse("plan", "--json", "--jbos");
  assert.equal(code, 2);
  const { schema, reason } = JSON.parse(out);
  assert.deepEqual({ schema, reason }, { schema: "cairn.refusal/1", reason: "unknown-option" });
});

Deno.test("every command has help on standard output, with --json and --store, and ends with 0", async () => {
  const commands = createProgram(memoryOutside(), () => {}).commands.map((command) =>
    command.name()
  );
  for (const name of commands) {
    const { code, out, err } = await parse(name, "--help");
    assert.deepEqual([code, err], [0, ""], name);
    assert.match(out, /--json[^]*--store <dir>/, name);
  }
});

Deno.test("no command at all prints the help on standard error and ends with 2", async () => {
  const { code, out, err } = await parse();
  assert.deepEqual([code, out], [2, ""]);
  assert.match(err, /^Usage: cairn/);
});

Deno.test("parserEnding() leaves what the parser does not know to lastEnding(): a bug keeps its stack", async () => {
  const bug = new TypeError("Broken");
  const outside = memoryOutside();
  assert.equal(parserEnding(bug, [], outside), undefined);
  assert.equal(await lastEnding(bug, outside), 1);
  assert.match(outside.noted(), /^TypeError: Broken\n {4}at /);
});

Deno.test("lastEnding() says in one sentence that a stage's code has no identity, and nothing ran", async () => {
  const outside = memoryOutside();
  assert.equal(await lastEnding(new CodeFault("Cannot identify x"), outside), 2);
  assert.equal(outside.noted(), "Cannot identify x\n");
});

Deno.test("lastEnding() says of a disk in one sentence what is wrong with it", async () => {
  const outside = memoryOutside();
  const full = Object.assign(new Error("No space left on device (os error 28)"), {
    code: "ENOSPC",
  });
  assert.equal(await lastEnding(full, outside), 1);
  assert.equal(outside.noted(), "Cannot go on: No space left on device\n");
});

Deno.test("--version prints the version that CITATION.cff has", async () => {
  const { code, out } = await parse("--version");
  const citation = await Deno.readTextFile(new URL("../../CITATION.cff", import.meta.url));
  assert.deepEqual([code, out], [0, `${/^version: (.*)$/m.exec(citation)?.[1]}\n`]);
});
