// What a shell completes after each command and option, read off the program itself: it knows what the parser knows.
import type { CommandUnknownOpts, Option } from "commander";
import { catalogue, cells, engines, graphOf, parseStudy, studies } from "../studies/mod.ts";
import { documents } from "./documents.ts";

/** What may stand at one place: a word of a list, a path, either, or nothing. */
export interface Place {
  readonly values: readonly string[];
  readonly takes: "nothing" | "word" | "path";
}

/** A command as a shell completes it. */
export interface Completed {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly (Place & { readonly option: string })[];
  /** Its arguments. */
  readonly argument: Place;
}

/** Every command of the program, with the names that the studies here have. */
export function completedCommands(program: CommandUnknownOpts): Completed[] {
  const known = knownNames();
  const place = (name: string, fallback: Place["takes"]): Place => ({
    values: known[name] ?? [],
    takes: paths.includes(name) ? "path" : fallback,
  });
  const optionOf = ({ long, required }: Option) =>
    long ? [{ option: long, ...place(long.slice(2), required ? "word" : "nothing") }] : [];
  return program.commands.map((command) => ({
    name: command.name(),
    summary: command.description(),
    options: [
      ...[...command.options, ...program.options].flatMap(optionOf),
      { option: "--help", values: [], takes: "nothing" },
    ],
    argument: argumentOf(
      command.registeredArguments.map((argument) => place(argument.name(), "word")),
    ),
  }));
}

/** Shells do not count arguments: names are those of the first, paths may be any's. */
function argumentOf([first, ...rest]: readonly Place[]): Place {
  const isPath = [first, ...rest].some((place) => place?.takes === "path");
  return { values: first?.values ?? [], takes: isPath ? "path" : "word" };
}

/** Arguments and options that take a path, beside the names of a list. */
const paths: readonly string[] = ["study", "folder", "store"];

/** By the name of an argument, or of an option without its dashes. */
function knownNames(): Readonly<Record<string, readonly string[]>> {
  const found = Object.values(studies).flatMap((input) => {
    const study = parseStudy(input, input.name);
    const graph = study.ok ? graphOf(study.value) : study;
    return study.ok && graph.ok ? [{ study: study.value, graph: graph.value }] : [];
  });
  const nodes = found.flatMap(({ graph }) => [...graph.nodes.values()]);
  return {
    study: Object.keys(studies),
    node: nodes.map(({ name }) => name),
    stage: distinct(nodes.map(({ stage }) => stage.name)),
    only: distinct(found.flatMap(({ study }) => cells(study)).flatMap(pairsOf)),
    engine: Object.keys(engines),
    kind: Object.keys(catalogue),
    model: catalogue.models.map(({ name }) => name),
    shell: ["bash", "zsh", "fish"],
    of: ["study", ...Object.keys(documents)],
  };
}

function pairsOf({ model, data, method, seed }: ReturnType<typeof cells>[number]): string[] {
  return Object.entries({ model, data, method, seed }).map((pair) => pair.join("="));
}

const distinct = (words: readonly string[]) => [...new Set(words)];
