// What a rule says of a file that was made up to break it.
import plugin from "../../lint/plugin.ts";

/** The messages of one rule for a source that stands at `path`, from the project's folder. */
export function messagesOf(rule: string, path: string, source: string): string[] {
  const diagnostics = Deno.lint.runPlugin(plugin, path, source);
  return diagnostics.filter(({ id }) => id === `cairn/${rule}`).map(({ message }) => message);
}
