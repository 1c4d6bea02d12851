// The program as its parser knows it: every command, its arguments and its options; a command's file is imported
// when it is called.
import { Command } from "commander";
import { collect, count, duration } from "./options.ts";
import type { Outside } from "./outside.ts";

/** As in CITATION.cff, which a test compares. */
const version = "0.1.0";
const studyHelp = "name of a study, or path to a .ts or .json file";
const onlyHelp =
  "model=…,data=…,method=…,seed=…: only these cells; a repeated key gives alternatives";
const stageHelp = "that stage and what it needs";
const strictHelp = "refuse keys of a model's config that nothing here reads";
const engineHelp = "what runs the graphs; results of different engines lie apart";

/** What commands see of the world, and who is told their exit codes. */
interface Edges {
  readonly outside: Outside;
  end(code: number): void;
}

/** The program: every command with its arguments and options; `end` is told a command's exit code. */
export function createProgram(outside: Outside, end: Edges["end"]) {
  const program = bareProgram(outside);
  for (const add of commands) add(program, { outside, end });
  return program;
}

/** The options of all commands. */
function bareProgram(outside: Outside) {
  return new Command("cairn")
    .description("Reproduces a study: runs what is not fresh, and says why")
    .version(version, "--version", "print the version")
    .option("--json", "machine-readable answers on standard output")
    .option("--store <dir>", "folder of objects, records, runs and results (default: artifacts)")
    .option("--allow-cpu", "let the engine tfjs-node-gpu run without a GPU")
    .configureHelp({ showGlobalOptions: true, helpWidth: 100 })
    .configureOutput({ writeOut: outside.write, writeErr: outside.note, outputError: () => {} })
    .exitOverride();
}

type Program = ReturnType<typeof bareProgram>;

function addReproduce(program: Program, { outside, end }: Edges): void {
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
      const { reproduce } = await import("./commands/reproduce.ts");
      end(await reproduce(study, command.optsWithGlobals(), outside));
    });
}

function addPlan(program: Program, { outside, end }: Edges): void {
  program.command("plan").description("say what would run, what is fresh, and why; write nothing")
    .argument("[study]", studyHelp, "mini")
    .option("--only <cells>", onlyHelp, collect)
    .option("--stage <name>", stageHelp)
    .option("--engine <name>", engineHelp, "onnx")
    .option("--strict", strictHelp)
    .option("--all", "a line for each node, not for each stage and state")
    .action(async (study, _own, command) => {
      const { plan } = await import("./commands/plan.ts");
      end(await plan(study, command.optsWithGlobals(), outside));
    });
}

function addWhy(program: Program, { outside, end }: Edges): void {
  program.command("why").description(
    "say why a node would run or not: the first field that differs",
  )
    .argument("<node>", "name of a node, as plan --all prints it, or the address of a number")
    .option("--study <study>", studyHelp, "mini")
    .option("--engine <name>", engineHelp, "onnx")
    .action(async (node, _own, command) => {
      const { why } = await import("./commands/why.ts");
      end(await why(node, command.optsWithGlobals(), outside));
    });
}

function addShow(program: Program, { outside, end }: Edges): void {
  program.command("show").description(
    "print a node's record: inputs, parameters, outputs, time, machine",
  )
    .argument("<node>", "name of a node, as plan --all prints it, or the address of a number")
    .option("--study <study>", studyHelp, "mini")
    .option("--engine <name>", engineHelp, "onnx")
    .action(async (node, _own, command) => {
      const { show } = await import("./commands/show.ts");
      end(await show(node, command.optsWithGlobals(), outside));
    });
}

function addGraph(program: Program, { outside, end }: Edges): void {
  program.command("graph").description("print the nodes and what they need, as Mermaid")
    .argument("[study]", studyHelp, "mini")
    .option("--only <cells>", onlyHelp, collect)
    .option("--stage <name>", stageHelp)
    .action(async (study, _own, command) => {
      const { graph } = await import("./commands/graph.ts");
      end(await graph(study, command.optsWithGlobals(), outside));
    });
}

function addReport(program: Program, { outside, end }: Edges): void {
  program.command("report").description(
    "write the results of a study that has run, say where its page lies",
  )
    .argument("[study]", studyHelp, "mini")
    .option("--engine <name>", engineHelp, "onnx")
    .option("--open", "open the page in a browser")
    .action(async (study, _own, command) => {
      const { report } = await import("./commands/report.ts");
      end(await report(study, command.optsWithGlobals(), outside));
    });
}

function addExport(program: Program, { outside, end }: Edges): void {
  program.command("export").description(
    "write a trained node's selected checkpoint as a folder that stock peft or transformers loads",
  )
    .argument("<node>", "name of a train node, as plan --all prints it")
    .argument("<folder>", "where to: a new folder")
    .option("--study <study>", studyHelp, "mini")
    .option("--engine <name>", engineHelp, "onnx")
    .option("--merged", "a whole checkpoint with the adapter folded in, not the adapter")
    .action(async (node, folder, _own, command) => {
      const { exportNode } = await import("./commands/export.ts");
      end(await exportNode([node, folder], command.optsWithGlobals(), outside));
    });
}

function addParity(program: Program, { outside, end }: Edges): void {
  program.command("parity").description(
    "compare everything that is computed here with reference vectors of the original libraries",
  )
    .argument("<folder>", "a folder with a manifest.json")
    .option("--filter <text>", "only cases whose id or kind has it, as text or regular expression")
    .option("--engine <name>", engineHelp, "onnx")
    .action(async (folder, _own, command) => {
      const { parity } = await import("./commands/parity.ts");
      end(await parity(folder, command.optsWithGlobals(), outside));
    });
}

function addList(program: Program, { outside, end }: Edges): void {
  program.command("list").description("list the names that a study may use")
    .argument("<kind>", "methods, models, datasets or studies")
    .option("--model <name>", "count what each method trains of this model; list models names them")
    .option("--rank <n>", "rank to count with (default: 16)", count)
    .option("--labels <n>", "classes to count with (default: 2; a language model has none)", count)
    .action(async (kind, _own, command) => {
      const { list } = await import("./commands/list.ts");
      end(list(kind, command.optsWithGlobals(), outside));
    });
}

function addSchema(program: Program, { outside, end }: Edges): void {
  program.command("schema").description(
    "print the JSON Schema of a study file, or of a command's --json",
  )
    .argument("<of>", "study, or the name of a command")
    .action(async (of, _own, command) => {
      const { schema } = await import("./commands/schema.ts");
      end(schema(of, command.optsWithGlobals(), outside));
    });
}

function addCompletions(program: Program, { outside, end }: Edges): void {
  program.command("completions").description("print a script that completes commands and options")
    .argument("<shell>", "bash, zsh or fish")
    .action(async (shell, _own, command) => {
      const { completions } = await import("./commands/completions.ts");
      end(completions(shell, { ...command.optsWithGlobals(), program }, outside));
    });
}

/** In the order in which help lists them. */
const commands = [
  addReproduce,
  addPlan,
  addWhy,
  addShow,
  addGraph,
  addReport,
  addExport,
  addParity,
  addList,
  addSchema,
  addCompletions,
];
