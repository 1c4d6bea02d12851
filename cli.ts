// The one door: parse the command line, import the command, hand it over, end with its code.
import { createProgram } from "./cli/create_program.ts";
import { startGuard, watchInterruption } from "./cli/interruption.ts";
import { processOutside } from "./cli/outside.ts";

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
