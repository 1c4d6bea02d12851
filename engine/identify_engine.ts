// Asks an engine who it is, in a process of its own.
import { fileURLToPath } from "node:url";
import type { EngineName } from "./engines.ts";
import { denoArguments } from "./process_of.ts";
import type { Identified } from "./session.ts";

/** The identity of an engine on this machine; refused where its packages or libraries are missing. */
export async function identifyEngine(name: EngineName): Promise<Identified> {
  const program = fileURLToPath(new URL("./identify.ts", import.meta.url));
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: denoArguments(name, program),
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
    stdin: "null",
  }).output();
  return answerIn(new TextDecoder().decode(stdout)) ??
    notInstalled(name, new TextDecoder().decode(stderr));
}

/** Native libraries print as they like: the answer is the last line that is one. */
function answerIn(output: string): Identified | undefined {
  const line = output.split("\n").findLast((text) => text.startsWith('{"ok":'));
  return line === undefined ? undefined : JSON.parse(line);
}

function notInstalled(name: EngineName, noise: string): Identified {
  const said = noise.split("\n").find((line) => /error|not found/i.test(line)) ?? "no answer";
  const cause = said.replace(/^error: /, "").replace(/\.$/, "").trim();
  const message =
    `Cannot run engine ${name} as it is not installed (${cause}): run 'deno task engine:${name}'`;
  return { ok: false, reason: "engine-not-installed", message };
}
