// completions: a script for bash, zsh or fish that defines `cairn` and completes commands, options and their values.
import type { CommandUnknownOpts } from "commander";
import { type Completed, completedCommands } from "../completed_commands.ts";
import { type ExitCode, exitCode, refuse } from "../ending.ts";
import { jsonDocument } from "../json_document.ts";
import type { Outside } from "../outside.ts";
import { unknownName } from "../spoken.ts";

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

/** The function that all three scripts complete; it runs the project's own task from anywhere. */
function runLine(root: string): string {
  return `deno task --quiet --config ${quoted(`${root}/deno.json`)} cairn`;
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** For each command and option its words: lines of a `case`, the same in bash and zsh. */
function cases(commands: readonly Completed[]): string {
  const lines = commands.flatMap(({ name, options, argument }) => [
    ...options.filter(({ takes }) => takes !== "nothing").map(({ option, values, takes }) =>
      `    ${name}" "${option}) words="${values.join(" ")}" files=${takes === "path" ? 1 : ""} ;;`
    ),
    `    ${name}" "*) words="${
      [...argument.values, ...options.map(({ option }) => option)].join(" ")
    }" files=${argument.takes === "path" ? 1 : ""} ;;`,
  ]);
  return lines.join("\n");
}

const names = (commands: readonly Completed[]) => commands.map(({ name }) => name).join(" ");

/** Bash breaks words at `:` and `=`, which names hold: the word is taken from the line, and its start off the reply. */
function bashScript(commands: readonly Completed[], root: string): string {
  return `cairn() { ${runLine(root)} "$@"; }
_cairn() {
  local line="\${COMP_LINE:0:COMP_POINT}" words="${names(commands)}" files= given=() cur=
  read -ra given <<< "$line"
  [[ "$line" != *[[:space:]] ]] && cur="\${given[-1]}" && unset 'given[-1]'
  [ "\${#given[@]}" -gt 1 ] && case "\${given[1]}"" ""\${given[-1]}" in
${cases(commands)}
  esac
  local before=
  [ "\${given[-1]}" = --only ] && [[ "$cur" == *,* ]] && before="\${cur%,*},"
  local cut="\${cur%"\${cur##*[:=]}"}"
  mapfile -t COMPREPLY < <(compgen -W "$words" -P "$before" -- "\${cur#"$before"}")
  [ -n "$files" ] && mapfile -t -O "\${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$cur")
  COMPREPLY=("\${COMPREPLY[@]#"$cut"}")
  [[ "\${COMPREPLY[*]}" == *= ]] && compopt -o nospace 2> /dev/null
  return 0
}
complete -F _cairn cairn
`;
}

function zshScript(commands: readonly Completed[], root: string): string {
  return `cairn() { ${runLine(root)} "$@"; }
_cairn() {
  local given=("\${(@)words[2,CURRENT-1]}") words="${names(commands)}" files=
  (( $#given > 0 )) && case "\${given[1]}"" ""\${given[-1]}" in
${cases(commands)}
  esac
  [[ "\${given[-1]}" == --only ]] && compset -P '*,'
  compadd -- \${=words}
  [[ -n "$files" ]] && _files
  return 0
}
autoload -Uz compinit && (( $+functions[compdef] )) || compinit
compdef _cairn cairn
`;
}

/** fish puts a word in place of all that was typed of it, so what stands before the last comma goes in front. */
function fishScript(commands: readonly Completed[], root: string): string {
  const spoken = (text: string) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  const lines = commands.flatMap(({ name, summary, options, argument }) => {
    const seen = `-n "__fish_seen_subcommand_from ${name}"`;
    return [
      `complete -c cairn -n __fish_use_subcommand -f -a ${name} -d ${spoken(summary)}`,
      ...options.map((option) => `complete -c cairn ${seen} ${fishOption(option)}`),
      `complete -c cairn ${seen} ${argument.takes === "path" ? "" : "-f "}-a "${
        argument.values.join(" ")
      }"`,
    ];
  });
  return [
    `function cairn; ${runLine(root)} $argv; end`,
    "function __cairn_listed",
    "  set -l before (string match -r '^.*,' -- (commandline -ct)); or set before ''",
    "  for word in $argv; echo $before$word; end",
    "end",
    ...lines,
    "",
  ].join("\n");
}

function fishOption({ option, values, takes }: Completed["options"][number]): string {
  const long = `-l ${option.slice(2)}`;
  if (takes === "nothing") return `-f ${long}`;
  if (option === "--only") return `${long} -x -a "(__cairn_listed ${values.join(" ")})"`;
  return `${long} ${takes === "path" ? "-r -F" : "-x"} -a "${values.join(" ")}"`;
}
