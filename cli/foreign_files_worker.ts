// The program that reads what others made, natively: takes questions from standard input, a line each, and answers them.
import { checkCase } from "../parity/mod.ts";
import type { Result } from "../pipeline/mod.ts";
import { exportCell } from "../studies/mod.ts";
import { answerMark, type Question } from "./foreign_files.ts";

if (import.meta.main) await main();

async function main(): Promise<void> {
  // Ctrl-C reaches the whole group and ends this process in the middle of native code: nothing listens for it.
  let rest = "";
  for await (const text of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) say(await answerTo(JSON.parse(line)));
  }
  Deno.exit(0);
}

async function answerTo(question: Question): Promise<Result<unknown>> {
  try {
    if (question.kind === "export") return await exportCell(question.request);
    return { ok: true, value: await checkCase(question.folder, question.golden) };
  } catch (error) { // whatever is thrown is this question's failure, told to who asked
    const [line = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    return { ok: false, reason: "broken", message: line };
  }
}

function say(answer: Result<unknown>): void {
  const bytes = new TextEncoder().encode(`${answerMark}${JSON.stringify(answer)}\n`);
  for (let done = 0; done < bytes.length;) done += Deno.stdout.writeSync(bytes.subarray(done));
}
