// A value as a study: its shape first, then what its names refer to. And the studies that come with Cairn.
import type { z } from "zod";
import type { Result } from "../pipeline/mod.ts";
import { checkStudy } from "./check_study.ts";
import { issueInWords } from "./issue_in_words.ts";
import { mini } from "./mini.ts";
import { smoke } from "./smoke.ts";
import { type Study, type StudyInput, studySchema } from "./study.ts";

/** The studies that come with Cairn. */
export const studies: Readonly<Record<string, StudyInput>> = { smoke, mini };

/** What one machine plans in seconds. */
const mostCells = 25_000;

/** Validates a value as a study; `where` is what the sentence of a refusal calls it. */
export function parseStudy(value: unknown, where: string): Result<Study> {
  const count = cellCount(value);
  if (count > mostCells) {
    return invalid(`Study ${where}: its grids have ${count} cells, and ${mostCells} are the most`);
  }
  const parsed = studySchema.safeParse(value, { reportInput: true });
  if (parsed.success) return checkStudy(parsed.data, where);
  const [issue] = parsed.error.issues;
  const words = issueInWords(issue as z.core.$ZodIssue, studySchema, "the whole value");
  return invalid(`Study ${where}: ${words}`);
}

/** Before anything is expanded: the cells that grids of this shape have, 0 for what is no grid. */
function cellCount(value: unknown): number {
  const { grids } = Object(value);
  const lengthOf = (list: unknown) => Array.isArray(list) ? list.length : 0;
  return lengthOf(grids) === 0 ? 0 : Array.from(grids as unknown[]).reduce((sum: number, grid) => {
    const { models, methods, seeds } = Object(grid);
    return sum + lengthOf(models) * lengthOf(methods) * lengthOf(seeds);
  }, 0);
}

function invalid(message: string): Result<never> {
  return { ok: false, reason: "invalid-study", message };
}
