// Reads vocab.json and merges.txt, the older pair of files of GPT-2 and RoBERTa.
import { z } from "zod";
import { failure, type Result } from "../dataset.ts";
import type { Merge } from "./byte_level.ts";
import type { TokenizerFiles } from "./tokenizer_files.ts";

/** A byte-level vocabulary: ids by token, and merges, first ones first. */
export interface ByteLevelVocabulary {
  readonly vocab: Readonly<Record<string, number>>;
  readonly merges: readonly Merge[];
}

const vocabSchema = z.record(z.string(), z.int().nonnegative());

/** Failures: `bad-vocabulary`, `bad-merges` (with the line). */
export function readByteLevelFiles(files: TokenizerFiles): Result<ByteLevelVocabulary> {
  const vocab = vocabularyOf(files["vocab.json"] ?? "");
  if (!vocab.ok) return vocab;
  const merges = mergesIn(files["merges.txt"] ?? "");
  if (!merges.ok) return merges;
  return { ok: true, value: { vocab: vocab.value, merges: merges.value } };
}

function vocabularyOf(text: string): Result<Record<string, number>> {
  try {
    const parsed = vocabSchema.safeParse(JSON.parse(text));
    if (parsed.success) return { ok: true, value: parsed.data };
    return failure("bad-vocabulary", `Cannot read vocab.json: ${z.prettifyError(parsed.error)}`);
  } catch (error) { // JSON.parse's one way to say that the file is no JSON
    return failure("bad-vocabulary", `Cannot read vocab.json: ${String(error)}`);
  }
}

/** One merge a line, two tokens with a blank between; the first line may be `#version: 0.2`. */
function mergesIn(text: string): Result<Merge[]> {
  const merges: Merge[] = [];
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (line === "" || (at === 0 && line.startsWith("#version"))) continue;
    const [left, right, ...rest] = line.split(" ");
    if (!left || !right || rest.length > 0) {
      const message = `Cannot read line ${at + 1} of merges.txt: ${line} is not two tokens`;
      return failure("bad-merges", message);
    }
    merges.push([left, right]);
  }
  return { ok: true, value: merges };
}
