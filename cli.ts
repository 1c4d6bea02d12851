// The one door: parse the command line, import the command, hand it over, end with its code.
import { Command } from "commander";
import { collect, count, duration } from "./cli/options.ts";
import { startGuard, watchInterruption } from "./cli/interruption.ts";
import { type Outside, processOutside } from "./cli/outside.ts";

/** As in CITATION.cff, which a test compares. */
const version = "0.1.0";
const studyHelp = "name of a study, or path to a .ts or .json file";
const onlyHelp =
  "model=…,data=…,method=…,seed=…: only these cells; a repeated key gives alternatives";
const stageHelp = "that stage and what it needs";
const strictHelp = "refuse keys of a model's config that nothing here reads";
const engineHelp = "what runs the graphs; results of different engines lie apart";

/** The program: every command with its arguments and options; `end` is told a command's exit code. */
export function createProgram(outside: Outside, end: (code: number) => void) {
  const program = new Command("cairn")
    .description("Reproduces a study: runs what is not fresh, and says why")
    .version(version, "--version", "print the version")
    .option("--json", "machine-readable answers on standard output")
    .option("--store <dir>", "folder of objects, records, runs and results (default: artifacts)")
    .option("--allow-cpu", "let the engine tfjs-node-gpu run without a GPU")
    .configureHelp({ showGlobalOptions: true, helpWidth: 100 })
    .configureOutput({ writeOut: outside.write, writeErr: outside.note, outputError: () => {} })
    .exitOverride();

  program.command("reproduce").description("run what is not fresh, write the results, compare them")
    .argument("[study]", studyHelp, "mini")
    .option("--only <cells>", onlyHelp, collect)
    .option("--stage <name>", stageHelp)
    .option("--engine <name>", engineHelp, "onnx")
    .option("--jobs <n>", "nodes at once (default: one for each core)", count)
    .option("--threads <n>", "threads of a node's engine (default: cores over jobs)", count)
    .option("--max-time <length>", "stop after 90s, 30m or 1h30m, as Ctrl-C does", duration)
    .option("--force", "run what was asked for, and what it needs, fresh or not")
    .option("--publish", "copy the results to artifacts/published")
    .option("--paranoid", "read every byte of the store again")
    .option("--strict", strictHelp)
    .action(async (study, _own, command) => {
      const { reproduce } = await import("./cli/commands/reproduce.ts");
      end(await reproduce(study, command.optsWithGlobals(), outside));
    });

  program.command("plan").description("say what would run, what is fresh, and why; write nothing")
    .argument("[study]", studyHelp, "mini")
    .option("--only <cells>", onlyHelp, collect)
    .option("--stage <name>", stageHelp)
    .option("--engine <name>", engineHelp, "onnx")
    .option("--strict", strictHelp)
    .option("--all", "a line for each node, not for each stage and state")
    .action(async (study, _own, command) => {
      const { plan } = await import("./cli/commands/plan.ts");
      end(await plan(study, command.optsWithGlobals(), outside));
    });

  program.command("why").description(
    "say why a node would run or not: the first field that differs",
  )
    .argument("<node>", "name of a node, as plan --all prints it, or the address of a number")
    .option("--study <study>", studyHelp, "mini")
    .option("--engine <name>", engineHelp, "onnx")
    .action(async (node, _own, command) => {
      const { why } = await import("./cli/commands/why.ts");
      end(await why(node, command.optsWithGlobals(), outside));
    });

  program.command("show").description(
    "print a node's record: inputs, parameters, outputs, time, machine",
  )
    .argument("<node>", "name of a node, as plan --all prints it, or the address of a number")
    .option("--study <study>", studyHelp, "mini")
    .option("--engine <name>", engineHelp, "onnx")
    .action(async (node, _own, command) => {
      const { show } = await import("./cli/commands/show.ts");
      end(await show(node, command.optsWithGlobals(), outside));
    });

  program.command("graph").description("print the nodes and what they need, as Mermaid")
    .argument("[study]", studyHelp, "mini")
    .option("--only <cells>", onlyHelp, collect)
    .option("--stage <name>", stageHelp)
    .action(async (study, _own, command) => {
      const { graph } = await import("./cli/commands/graph.ts");
      end(await graph(study, command.optsWithGlobals(), outside));
    });

  program.command("report").description(
    "write the results of a study that has run, say where its page lies",
  )
    .argument("[study]", studyHelp, "mini")
    .option("--engine <name>", engineHelp, "onnx")
    .option("--open", "open the page in a browser")
    .action(async (study, _own, command) => {
      const { report } = await import("./cli/commands/report.ts");
      end(await report(study, command.optsWithGlobals(), outside));
    });

  program.command("export").description(
    "write a trained node's selected checkpoint as a folder that stock peft or transformers loads",
  )
    .argument("<node>", "name of a train node, as plan --all prints it")
    .argument("<folder>", "where to: a new folder")
    .option("--study <study>", studyHelp, "mini")
    .option("--engine <name>", engineHelp, "onnx")
    .option("--merged", "a whole checkpoint with the adapter folded in, not the adapter")
    .action(async (node, folder, _own, command) => {
      const { exportNode } = await import("./cli/commands/export.ts");
      end(await exportNode([node, folder], command.optsWithGlobals(), outside));
    });

  program.command("parity").description(
    "compare everything that is computed here with reference vectors of the original libraries",
  )
    .argument("<folder>", "a folder with a manifest.json")
    .option("--filter <text>", "only cases whose id or kind has it, as text or regular expression")
    .option("--engine <name>", engineHelp, "onnx")
    .action(async (folder, _own, command) => {
      const { parity } = await import("./cli/commands/parity.ts");
      end(await parity(folder, command.optsWithGlobals(), outside));
    });

  program.command("list").description("list the names that a study may use")
    .argument("<kind>", "methods, models, datasets or studies")
    .option("--model <name>", "count what each method trains of this model; list models names them")
    .option("--rank <n>", "rank to count with (default: 16)", count)
    .option("--labels <n>", "classes to count with (default: 2; a language model has none)", count)
    .action(async (kind, _own, command) => {
      const { list } = await import("./cli/commands/list.ts");
      end(list(kind, command.optsWithGlobals(), outside));
    });

  program.command("schema").description(
    "print the JSON Schema of a study file, or of a command's --json",
  )
    .argument("<of>", "study, or the name of a command")
    .action(async (of, _own, command) => {
      const { schema } = await import("./cli/commands/schema.ts");
      end(schema(of, command.optsWithGlobals(), outside));
    });

  program.command("completions").description("print a script that completes commands and options")
    .argument("<shell>", "bash, zsh or fish")
    .action(async (shell, _own, command) => {
      const { completions } = await import("./cli/commands/completions.ts");
      end(completions(shell, { ...command.optsWithGlobals(), program }, outside));
    });

  return program;
}

/**
 * Runs one command line. A wrong one ends with code 2; whatever else is thrown is a bug and keeps its stack.
 * Signals are heard from the start: what takes long to load is imported afterwards.
 */
async function main(words: string[]): Promise<void> {
  const interruption = watchInterruption();
  startGuard();
  const outside = processOutside(interruption);
  const endBadly = async (error: unknown) => {
    const { lastEnding, parserEnding } = await import("./cli/ending.ts");
    Deno.exit(parserEnding(error, words, outside) ?? await lastEnding(error, outside));
  };
  globalThis.addEventListener("error", (event) => {
    event.preventDefault();
    endBadly(event.error);
  });
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    endBadly(event.reason);
  });
  await createProgram(outside, Deno.exit).parseAsync(words, { from: "user" }).catch(endBadly);
}

if (import.meta.main) await main(Deno.args);
