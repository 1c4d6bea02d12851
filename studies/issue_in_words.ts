// What zod found wrong with a study, as a sentence that names the field, and the nearest known name.
import { z } from "zod";
import { issueSentence } from "../models/mod.ts";
import { suggestion } from "./nearest.ts";

type Issue = z.core.$ZodIssue;
type JsonSchema = z.core.JSONSchema.BaseSchema;

/** One sentence on an issue of `schema`; it has to be found with `reportInput`. */
export function issueInWords(issue: Issue, schema: z.ZodType, whole: string): string {
  const place = issue.path.map(shortened).join(".") || whole;
  if (issue.code === "unrecognized_keys") {
    const [key = ""] = issue.keys;
    return `${place} has the unknown key '${key}'${suggestion(key, knownKeys(schema, issue.path))}`;
  }
  if (issue.code === "invalid_value" && typeof issue.input === "string") {
    const known = issue.values.map(String);
    return `${place} names '${issue.input}'${suggestion(issue.input, known)}, but there is only ${
      known.join(", ")
    }`;
  }
  return plainIssue(issue, place) ?? issueSentence(issue, whole);
}

/** A name may be as long as a file is large. */
function shortened(step: PropertyKey): string {
  const text = String(step);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function plainIssue(issue: Issue, place: string): string | undefined {
  if (issue.code === "too_big" && typeof issue.input === "string") {
    return `${place}: ${issue.message}, not ${issue.input.length}`;
  }
  if (issue.code === "invalid_key") return `${place}: ${issue.issues[0]?.message}`;
  if (issue.code === "invalid_format") return `${place}: ${issue.message}, not '${issue.input}'`;
  if (issue.code === "invalid_type" && issue.input === undefined) return `${place} is missing`;
  if (issue.code === "too_small" && issue.origin !== "number" && issue.origin !== "int") {
    return `${place} is empty`;
  }
  return undefined;
}

/** The keys that an object may have at a path of a schema. */
function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  const root: JsonSchema = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  const { properties, propertyNames } = path.reduce(inside, root);
  if (properties !== undefined) return Object.keys(properties);
  return (Object(propertyNames).enum ?? []).map(String);
}

function inside(schema: JsonSchema, key: PropertyKey): JsonSchema {
  return Object(
    schema.properties?.[String(key)] ?? schema.additionalProperties ?? schema.items,
  );
}
