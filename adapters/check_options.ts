// Tells the writer of a study what is wrong with a method's options, before anything is traced.
import type { z } from "zod";
import { issueSentence } from "../models/mod.ts";
import type { Result } from "../models/mod.ts";
import type { Method } from "./method.ts";

/**
 * The options with defaults filled in.
 * Errors: `invalid-options`, naming the first option at fault.
 */
export function checkOptions(method: Method, options: unknown): Result<Record<string, unknown>> {
  const parsed = method.options.safeParse(options ?? {}, { reportInput: true });
  if (parsed.success) return { ok: true, value: parsed.data };
  const message = `Cannot use ${method.name} as ${sentence(parsed.error)}`;
  return { ok: false, reason: "invalid-options", message };
}

function sentence(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return "an option is wrong";
  if (issue.code === "unrecognized_keys") return `it has no option ${issue.keys[0]}`;
  return issueSentence(issue, "options");
}
