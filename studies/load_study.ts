// A program: reads one study file, which may be code, and writes the study as JSON. It is started by the command
// line with few permissions; in it a thread runs the user's code, so that an endless loop there stops nothing here.
//
// Standard input: a line with a word that the user's code never sees; its end is the end of who asked.
// Standard output: whatever that code prints, then the word, then the answer.
import { extname } from "node:path";
import { pathToFileURL } from "node:url";
import type { Result } from "../pipeline/mod.ts";
import { parseStudy } from "./parse_study.ts";
import { plainData, thrown } from "./plain_data.ts";
import type { Study } from "./study.ts";

/** How long a study's file may take to be imported and checked. */
const limitMs = 3000;
const largestFile = 4_000_000;

/** What the thread needs of its global scope; the types that Deno gives are those of a process. */
interface Scope {
  onmessage: (event: { readonly data: unknown }) => void;
  postMessage(message: string): void;
}

/** Starts the thread, and answers with what it says, or that it says nothing. */
async function supervise(path: string): Promise<void> {
  const word = await firstLine(exitAtEnd);
  const answer = (text: string) => {
    writeAll(`\n${word}${text}\n`);
    Deno.exit(0);
  };
  const refuse = (what: string) => answer(JSON.stringify(unloadable(path, what)));
  const thread = new Worker(import.meta.url, { type: "module" });
  thread.onerror = (event) => {
    event.preventDefault();
    refuse(event.message.split("\n")[0] ?? "");
  };
  thread.onmessage = ({ data }) => {
    if (data !== "ready") return answer(String(data));
    thread.postMessage(path);
    setTimeout(() => refuse(`it gave no study within ${limitMs / 1000} seconds`), limitMs);
  };
}

function exitAtEnd(): void {
  Deno.exit(1);
}

/** The first line of standard input; `atEnd` is called when that closes. */
function firstLine(atEnd: () => void): Promise<string> {
  return new Promise((resolve) => {
    (async () => {
      let text = "";
      for await (const piece of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
        text += piece;
        if (text.includes("\n")) resolve(text.slice(0, text.indexOf("\n")));
      }
      atEnd();
    })();
  });
}

function writeAll(text: string): void {
  let rest = new TextEncoder().encode(text);
  while (rest.length > 0) rest = rest.subarray(Deno.stdout.writeSync(rest));
}

/** The thread: loads when it is told what. */
function listen(scope: Scope): void {
  scope.onmessage = async ({ data }) => scope.postMessage(JSON.stringify(await load(String(data))));
  scope.postMessage("ready");
}

async function load(path: string): Promise<Result<Study>> {
  const value = extname(path) === ".json" ? await readJson(path) : await readModule(path);
  if (!value.ok) return value;
  const plain = plainData(value.value);
  return plain.ok ? parseStudy(plain.value, path) : invalid(`Study ${path}: ${plain.message}`);
}

async function readJson(path: string): Promise<Result<unknown>> {
  const { size } = await Deno.stat(path);
  if (size > largestFile) {
    return unloadable(path, `it has ${size} bytes, and ${largestFile} are the most`);
  }
  try {
    const bytes = await Deno.readFile(path);
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.startsWith("\uFEFF") ? markedText(path) : { ok: true, value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) {
      return invalid(`Cannot read ${path} as JSON: ${error.message}`);
    }
    if (error instanceof RangeError) return unloadable(path, "it is nested too deep");
    if (error instanceof TypeError) return unloadable(path, "it is no UTF-8 text");
    throw error;
  }
}

function markedText(path: string): Result<never> {
  return invalid(
    `Cannot read ${path} as JSON: it begins with a byte order mark, save it as UTF-8 without one`,
  );
}

async function readModule(path: string): Promise<Result<unknown>> {
  try {
    const { default: main, study, ...rest } = await import(pathToFileURL(path).href);
    const others = Object.values(rest);
    const value = main ?? study ?? (others.length === 1 ? others[0] : undefined);
    return value === undefined ? nothingToRun(path) : { ok: true, value };
  } catch (error) {
    const what = thrown(error);
    return unloadable(path, error instanceof Error ? firstLineOf(error) : `it ${what}`);
  }
}

function firstLineOf({ message }: Error): string {
  return message.split("\n")[0]?.slice(0, 300) ?? "";
}

function nothingToRun(path: string): Result<never> {
  return invalid(
    `Study file ${path} exports nothing to run: export one study, as default or under any name`,
  );
}

function unloadable(path: string, what: string): Result<never> {
  return invalid(`Cannot load the study file ${path}: ${what}`);
}

function invalid(message: string): Result<never> {
  return { ok: false, reason: "invalid-study", message };
}

if (import.meta.main) {
  if ("WorkerGlobalScope" in globalThis) listen(globalThis as unknown as Scope);
  else await supervise(Deno.args[0] ?? "");
}
