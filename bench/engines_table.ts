// Writes the table of docs/engines.md: every kernel, model and method on every engine that is installed here.
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { denoArguments, type EngineName, engines, identifyEngine } from "../engine/run.ts";
import { enginesPart, type Looked, marks } from "./engines/engines_page.ts";
import type { Finding } from "./engines/finding.ts";
import { machineLines } from "./report/machine.ts";

const page = fileURLToPath(new URL("../docs/engines.md", import.meta.url));
const program = fileURLToPath(new URL("./engines/probe.ts", import.meta.url));
const usual = ["../../shared/goldens", "../tests/reference/goldens"]
  .map((path) => fileURLToPath(new URL(path, import.meta.url)));

/** `[folder] [--engine <name>]…`: reference vectors, and which engines; all where none is named. */
async function writeTable(args: readonly string[]): Promise<void> {
  const folder = folderIn(args);
  const looked: Looked[] = [];
  for (const engine of enginesIn(args)) {
    const one = await look(engine, folder);
    if (one !== undefined) looked.push(one);
  }
  const command = ["deno task engines:table", ...args].join(" ");
  const head = [`command: \`${command}\``, ...machineLines()];
  const text = await Deno.readTextFile(page);
  const [before = "", rest = ""] = text.split(marks.begin);
  const after = rest.split(marks.end)[1] ?? "\n";
  await Deno.writeTextFile(page, before + enginesPart(head, looked) + after);
  await new Deno.Command(Deno.execPath(), { args: ["fmt", "--quiet", page] }).output();
}

function folderIn(args: readonly string[]): string {
  const named = args.find((word, place) =>
    !word.startsWith("--") && args[place - 1] !== "--engine"
  );
  if (named !== undefined) return resolve(Deno.env.get("INIT_CWD") ?? Deno.cwd(), named);
  return usual.find(isFolder) ?? ".";
}

function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function enginesIn(args: readonly string[]): EngineName[] {
  const asked = args.filter((_, place) => args[place - 1] === "--engine");
  const all = Object.keys(engines) as EngineName[];
  return asked.length === 0 ? all : all.filter((name) => asked.includes(name));
}

async function look(engine: EngineName, folder: string): Promise<Looked | undefined> {
  const identified = await identifyEngine(engine);
  if (!identified.ok) return say(identified.message);
  const { version, device } = identified.value;
  const about = `${version}, ${device}`;
  const [first, second] = [await probe(engine, folder), await probe(engine, folder)];
  say(`${engine}: ${first.length} looked at, twice`);
  return { engine, about, first, second };
}

function say(line: string): undefined {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

async function probe(engine: EngineName, folder: string): Promise<Finding[]> {
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: [...denoArguments(engine, program), folder],
    stderr: "inherit",
  }).output();
  if (!success) throw new Error(`Cannot look at engine ${engine}: its process failed`);
  // Native libraries print as they like.
  const lines = new TextDecoder().decode(stdout).split("\n").filter((line) => line.startsWith("{"));
  return lines.map((line) => JSON.parse(line));
}

if (import.meta.main) await writeTable(Deno.args);
