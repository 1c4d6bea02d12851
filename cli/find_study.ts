// A study by name, or from a user's own file: TypeScript (its default export, `study`, or the only one) or JSON.
// Such a file is code, and may be of any length: a process of its own reads it, which may do little else.
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import {
  bareEnvironment,
  failure,
  killQuietly,
  type Result,
  success,
  systemCause,
  withoutComma,
} from "../pipeline/mod.ts";
import { parseStudy, studies, type Study, studySchema } from "../studies/mod.ts";
import { isInterruptedSoon } from "./interruption.ts";
import type { Outside } from "./outside.ts";
import { unknownName } from "./spoken.ts";

/** Where the user stands, and what ends the reading of a file. */
export type StudyPlace = Pick<Outside, "cwd" | "interruption">;

/** What a program may print before it counts as one that never ends. */
const mostText = 64_000_000;

/**
 * Finds and validates a study; a path is taken from where the user stands.
 * Errors: `unknown-study`, `no-study` where there is no such file, `invalid-study`.
 */
export async function findStudy(nameOrPath: string, place: StudyPlace): Promise<Result<Study>> {
  if (Object.hasOwn(studies, nameOrPath)) return parseStudy(studies[nameOrPath], nameOrPath);
  if (!/\.(ts|json)$/.test(nameOrPath)) return unknownStudy(nameOrPath);
  const path = resolve(place.cwd, nameOrPath);
  const isThere = await isFile(path);
  if (!isThere.ok) return isThere;
  const answer = await answerOf(path, place.interruption.signal);
  if (answer !== undefined) return readAnswer(answer, path);
  await isInterruptedSoon(place.interruption);
  const message = `Cannot load the study file ${path}: its process ended without an answer`;
  return failure("invalid-study", message);
}

function unknownStudy(name: string): Result<never> {
  const known = unknownName("study", name, Object.keys(studies));
  return failure("unknown-study", `${known}, or a path to a .ts or .json file`);
}

async function isFile(path: string): Promise<Result<true>> {
  try {
    if ((await Deno.stat(path)).isFile) return success(true);
  } catch (error) {
    const trouble = systemCause(error);
    if (trouble === undefined) throw error;
    const { NotFound, NotADirectory } = Deno.errors;
    if (!(error instanceof NotFound || error instanceof NotADirectory)) {
      return failure("no-study", `Cannot read the study file ${path.slice(0, 300)}: ${trouble}`);
    }
  }
  const message = `Cannot find the study file ${path}: give a path to a .ts or .json file`;
  return failure("no-study", message);
}

/** What the program says of the file; nothing where it died, or said far too much. */
async function answerOf(path: string, signal: AbortSignal): Promise<string | undefined> {
  const child = startProgram(path);
  const kill = () => killQuietly(child);
  signal.addEventListener("abort", kill);
  try {
    const word = crypto.randomUUID();
    const input = child.stdin.getWriter();
    // It stays open: the program ends when it closes, as it does with this process.
    await input.write(new TextEncoder().encode(`${word}\n`)).catch(() => {});
    const text = await textOf(child.stdout);
    await input.close().catch(() => {});
    return text.includes(word) ? text.split(word).at(-1) : undefined;
  } finally {
    signal.removeEventListener("abort", kill);
    kill();
    await child.status;
  }
}

function startProgram(path: string): Deno.ChildProcess {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const readable = [dirname(path), root].map(withoutComma).join(",");
  return new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-prompt", "--cached-only"],
      `--config=${root}deno.json`,
      `--allow-read=${readable}`,
      "--v8-flags=--max-old-space-size=1024",
      fileURLToPath(new URL("../studies/load_study.ts", import.meta.url)),
      path,
    ],
    clearEnv: true,
    env: bareEnvironment(),
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
}

async function textOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  for await (const piece of stream.pipeThrough(new TextDecoderStream())) {
    text += piece;
    if (text.length > mostText) return "";
  }
  return text;
}

/** The file's own code ran beside what answers, so the answer's shape is looked at again. */
function readAnswer(text: string, path: string): Result<Study> {
  const { ok, value, message } = Object(JSON.parse(text));
  const study = ok === true ? studySchema.safeParse(value) : undefined;
  if (study?.success) return success(study.data);
  const sentence = typeof message === "string" ? message : `Cannot load the study file ${path}`;
  return failure("invalid-study", sentence);
}
