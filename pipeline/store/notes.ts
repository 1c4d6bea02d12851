// Notes beside the records, for `why` and `show`: where a node stood last, and what its code was made of.
import { join } from "node:path";
import { canonicalJson } from "../canonical_json.ts";
import { codeDigests, type CodeIdentity } from "../code_identity.ts";
import type { CodeDigests } from "../fingerprint.ts";
import type { Pointer } from "./store.ts";

/** The notes of one store. They are conveniences: without them reasons are shorter, and results the same. */
export interface Notes {
  pointer(study: string, node: string): Pointer | undefined;
  remember(study: string, node: string, pointer: Pointer): void;
  code(digests: CodeDigests): CodeIdentity | undefined;
  rememberCode(identity: CodeIdentity): void;
}

/** The notes of `folder`, written through `write` (a path within the store, a text). */
export function openNotes(folder: string, write: (path: string, text: string) => void): Notes {
  const read = (path: string) => readText(join(folder, path));
  const writeNews = (path: string, text: string) => {
    if (read(path) !== text) write(path, text);
  };
  return {
    pointer: (study, node) => parsed<Pointer>(read(pointerPath(study, node))),
    remember: (study, node, pointer) =>
      writeNews(pointerPath(study, node), canonicalJson(pointer) + "\n"),
    code: (digests) => parsed<CodeIdentity>(read(codePath(digests))),
    rememberCode: (identity) =>
      writeNews(codePath(codeDigests(identity)), canonicalJson(identity) + "\n"),
  };
}

function pointerPath(study: string, node: string): string {
  return join("nodes", study, `${node}.json`);
}

function codePath({ bundle, packages }: CodeDigests): string {
  return join("code", `${bundle}-${packages.slice(0, 16)}.json`);
}

function parsed<T>(text: string | undefined): T | undefined {
  try {
    return text === undefined ? undefined : JSON.parse(text) as T;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function readText(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
