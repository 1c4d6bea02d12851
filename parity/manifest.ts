// `manifest.json`: which cases a reference folder has, with kinds, files, checks and tolerances.
import { join } from "node:path";
import { z } from "zod";
import { readForeignFile } from "../data/mod.ts";
import { issueSentence, type Result } from "../models/mod.ts";
import type { ReferenceCase } from "./kind.ts";

/** A reference folder. */
export interface Manifest {
  readonly folder: string;
  readonly cases: readonly ReferenceCase[];
}

/** An exact check allows nothing, whether it says so or not. */
const tolerance = z.discriminatedUnion("as", [
  z.object({ as: z.literal("exact"), max: z.literal(0).default(0) }),
  z.object({ as: z.enum(["absolute", "relative"]), max: z.number().nonnegative() }),
]);

/** Fields that are not named here are a kind's own, or for people. */
const schema = z.object({
  schema: z.literal(1),
  cases: z.array(z.looseObject({
    id: z.string(),
    kind: z.string(),
    checks: z.record(z.string(), tolerance),
  })),
});

/**
 * Reads the manifest of a folder.
 * Errors: `no-manifest` where there is none, `invalid-manifest` with the first field at fault, and those of
 * `readForeignFile`.
 */
export async function readManifest(folder: string): Promise<Result<Manifest>> {
  const path = join(folder, "manifest.json");
  const file = await readForeignFile(path);
  if (!file.ok) return file.reason === "no-file" ? noManifest(folder) : file;
  const text = new TextDecoder().decode(file.value);
  const read = schema.safeParse(jsonOf(text), { reportInput: true });
  if (!read.success) {
    const [issue] = read.error.issues;
    const sentence = issue === undefined ? "it is not valid" : issueSentence(issue, "it");
    return invalid(path, sentence);
  }
  const double = doubleId(read.data.cases);
  if (double !== undefined) return invalid(path, `two cases have the id ${double}`);
  return { ok: true, value: { folder, cases: read.data.cases } };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function doubleId(cases: readonly { readonly id: string }[]): string | undefined {
  const seen = new Set<string>();
  return cases.find(({ id }) => seen.size === seen.add(id).size)?.id;
}

function noManifest(folder: string): Result<never> {
  const message = `Cannot find manifest.json in ${folder}: name a folder of reference vectors`;
  return { ok: false, reason: "no-manifest", message };
}

function invalid(path: string, why: string): Result<never> {
  return { ok: false, reason: "invalid-manifest", message: `Cannot use ${path} as ${why}` };
}

/** The cases whose id or kind has that text in it, or matches it as a regular expression. */
export function matchingCases<C extends Pick<ReferenceCase, "id" | "kind">>(
  cases: readonly C[],
  text: string,
): C[] {
  const expression = expressionOf(text);
  return cases.filter(({ id, kind }) =>
    [id, kind].some((word) => word.includes(text) || expression?.test(word))
  );
}

/** `trajectories/[` is no expression, but may be a text. */
function expressionOf(text: string): RegExp | undefined {
  try {
    return new RegExp(text);
  } catch {
    return undefined;
  }
}
