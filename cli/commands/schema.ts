// schema: the JSON Schema of a study file, or of what a command writes with --json.
import { z } from "zod";
import { studySchema } from "../../studies/mod.ts";
import { documents } from "../documents.ts";
import { type ExitCode, exitCode, refuse } from "../ending.ts";
import { jsonDocument } from "../json_document.ts";
import { unknownName } from "../spoken.ts";
import type { Outside } from "../outside.ts";

/** Prints a JSON Schema (draft 2020-12), bare; with --json in the envelope that every document has. */
export function schema(
  of: string,
  options: { readonly json?: true | undefined },
  outside: Outside,
): ExitCode {
  const found = schemaOf(of);
  if (found === undefined) {
    const message = unknownName("schema", of, ["study", ...Object.keys(documents)]);
    return refuse({ reason: "unknown-schema", message }, options, outside);
  }
  const jsonSchema = z.toJSONSchema(found, { io: "input" });
  if (options.json) outside.write(jsonDocument("schema", { of, "json_schema": jsonSchema }));
  else outside.write(`${JSON.stringify(jsonSchema, null, 2)}\n`);
  return exitCode.done;
}

/** As an input: a field with a default may be left out of a study's file. */
function schemaOf(of: string): z.ZodType | undefined {
  if (of === "study") return studySchema;
  return Object.hasOwn(documents, of) ? documents[of as keyof typeof documents] : undefined;
}
