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

/** Validates a value as a study; `where` is what the sentence of a refusal calls it. */
export function parseStudy(value: unknown, where: string): Result<Study> {
  const parsed = studySchema.safeParse(value, { reportInput: true });
  if (parsed.success) return checkStudy(parsed.data, where);
  const [issue] = parsed.error.issues;
  const words = issueInWords(issue as z.core.$ZodIssue, studySchema, "the whole value");
  return { ok: false, reason: "invalid-study", message: `Study ${where}: ${words}` };
}
