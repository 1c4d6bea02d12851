// completions: a script for bash, zsh or fish that defines `cairn` and completes its commands and options.
import type { CommandUnknownOpts } from "commander";
import { catalogue, studies } from "../../studies/mod.ts";
import { documents } from "../documents.ts";
import { type ExitCode, exitCode, refuse } from "../ending.ts";
import { jsonDocument } from "../json_document.ts";
import { unknownName } from "../spoken.ts";
import type { Outside } from "../outside.ts";

/** A command as a shell completes it. */
export interface Completed {
  readonly name: string;
  readonly summary: string;
  /** Long options, `--json`. */
  readonly options: readonly string[];
  /** What its argument may be, where that is a closed list. */
  readonly values: readonly string[];
}

const writers = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/** Prints the script for one shell; read it with `source <(…)`. */
export function completions(
  shell: string,
  options: { readonly json?: true | undefined; readonly program: CommandUnknownOpts },
  outside: Outside,
): ExitCode {
  if (!isShell(shell)) {
    const message = unknownName("shell", shell, Object.keys(writers));
    return refuse({ reason: "unknown-shell", message }, options, outside);
  }
  const script = writers[shell](completedCommands(options.program), outside.root);
  if (options.json) outside.write(jsonDocument("completions", { shell, script }));
  else outside.write(script);
  return exitCode.done;
}

function isShell(shell: string): shell is keyof typeof writers {
  return Object.hasOwn(writers, shell);
}

/** Reads the commands off the program itself, so that the script knows what the parser knows. */
export function completedCommands(program: CommandUnknownOpts): Completed[] {
  const everywhere = longOptions(program);
  return program.commands.map((command) => ({
    name: command.name(),
    summary: command.description(),
    options: [...longOptions(command), ...everywhere, "--help"],
    values: argumentValues(command),
  }));
}

function longOptions(command: CommandUnknownOpts): string[] {
  return command.options.flatMap(({ long }) => (long ? [long] : []));
}

/** Closed lists only: a node or a path is for the user to know. */
function argumentValues(command: CommandUnknownOpts): readonly string[] {
  const [argument] = command.registeredArguments;
  const lists: Readonly<Record<string, Record<string, unknown>>> = {
    study: studies,
    kind: catalogue,
    shell: writers,
    of: { study: true, ...documents },
  };
  return Object.keys(lists[argument?.name() ?? ""] ?? {});
}

/** The function that all three scripts complete; it runs the project's own task from anywhere. */
function runLine(root: string): string {
  return `deno task --quiet --config '${root.replaceAll("'", "'\\''")}/deno.json' cairn`;
}

function bashScript(commands: readonly Completed[], root: string): string {
  const cases = commands.map(({ name, options, values }) =>
    `    ${name}) words="${[...values, ...options].join(" ")}" ;;`
  );
  return `cairn() { ${runLine(root)} "$@"; }
_cairn() {
  local words="${commands.map(({ name }) => name).join(" ")}"
  [ "$COMP_CWORD" -gt 1 ] && case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _cairn cairn
`;
}

function zshScript(commands: readonly Completed[], root: string): string {
  return `autoload -U +X bashcompinit && bashcompinit\n${bashScript(commands, root)}`;
}

function fishScript(commands: readonly Completed[], root: string): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "\\'")}'`;
  const lines = commands.flatMap(({ name, summary, options, values }) => [
    `complete -c cairn -n __fish_use_subcommand -f -a ${name} -d ${quoted(summary)}`,
    ...options.map((option) =>
      `complete -c cairn -n "__fish_seen_subcommand_from ${name}" -l ${option.slice(2)}`
    ),
    ...values.map((word) =>
      `complete -c cairn -n "__fish_seen_subcommand_from ${name}" -a ${word}`
    ),
  ]);
  return [`function cairn; ${runLine(root)} $argv; end`, ...lines, ""].join("\n");
}
