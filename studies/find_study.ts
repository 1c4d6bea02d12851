// A study by name, or from a user's own file: TypeScript (its default export, `study`, or the only one) or JSON.
import { extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { z } from "zod";
import type { Result } from "../pipeline/mod.ts";
import { checkStudy } from "./check_study.ts";
import { issueInWords } from "./issue_in_words.ts";
import { mini } from "./mini.ts";
import { smoke } from "./smoke.ts";
import { type Study, type StudyInput, studySchema } from "./study.ts";

/** The studies that come with Cairn. */
export const studies: Readonly<Record<string, StudyInput>> = { smoke, mini };

/** Finds and validates a study; a path is taken from `folder`, where the user stands. */
export async function findStudy(nameOrPath: string, folder: string): Promise<Result<Study>> {
  if (Object.hasOwn(studies, nameOrPath)) return parseStudy(studies[nameOrPath], nameOrPath);
  if (!/\.(ts|json)$/.test(nameOrPath)) return unknownStudy(nameOrPath);
  return await readStudy(resolve(folder, nameOrPath));
}

/** Validates a value as a study: its shape first, then what its names refer to. */
export function parseStudy(value: unknown, where: string): Result<Study> {
  const parsed = studySchema.safeParse(value, { reportInput: true });
  if (parsed.success) return checkStudy(parsed.data, where);
  const [issue] = parsed.error.issues;
  const words = issueInWords(issue as z.core.$ZodIssue, studySchema, "the whole value");
  return invalid(`Study ${where}: ${words}`);
}

async function readStudy(path: string): Promise<Result<Study>> {
  if (!await isFile(path)) {
    return invalid(
      `Cannot find the study file ${path}: give a path to a .ts or .json file`,
      "no-study",
    );
  }
  return extname(path) === ".json" ? await readJsonStudy(path) : await readModuleStudy(path);
}

/** False for a folder, and for a path that leads through a file. */
async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return false;
    }
    throw error;
  }
}

async function readJsonStudy(path: string): Promise<Result<Study>> {
  try {
    return parseStudy(JSON.parse(await Deno.readTextFile(path)), path);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return invalid(`Cannot read ${path} as JSON: ${error.message}`);
  }
}

async function readModuleStudy(path: string): Promise<Result<Study>> {
  const loaded = await importStudy(path);
  if (!loaded.ok) return loaded;
  const { default: main, study, ...rest } = loaded.value;
  const others = Object.values(rest);
  const value = main ?? study ?? (others.length === 1 ? others[0] : undefined);
  if (value !== undefined) return parseStudy(value, path);
  return invalid(
    `Study file ${path} exports nothing to run: export one study, as default or under any name`,
  );
}

async function importStudy(path: string): Promise<Result<Record<string, unknown>>> {
  try {
    return { ok: true, value: await import(pathToFileURL(path).href) };
  } catch (error) {
    const [line = ""] = String(error instanceof Error ? error.message : error).split("\n");
    return invalid(`Cannot load the study file ${path}: ${line}`);
  }
}

const invalid = (message: string, reason = "invalid-study"): Result<never> => ({
  ok: false,
  reason,
  message,
});

function unknownStudy(name: string): Result<never> {
  const known = Object.keys(studies).join(", ");
  return {
    ok: false,
    reason: "unknown-study",
    message:
      `Cannot find a study '${name}': there are ${known}, or give a path to a .ts or .json file`,
  };
}
