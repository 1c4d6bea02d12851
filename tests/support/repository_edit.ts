// An edit of a repository under a claim: which text becomes which, and what must run after it.
import { join } from "node:path";
import type { RunEvent } from "./smoke_run.ts";
import type { WorkingCopy } from "./working_copy.ts";

/** File, text that is there exactly once, text in its place. */
export type Replacement = readonly [file: string, before: string, after: string];

export interface RepositoryEdit {
  /** A sentence: the test's name. */
  readonly claim: string;
  readonly replacements: readonly Replacement[];
  /**
   * What runs, and nothing else. `train`: every node of the stage. `train lora`: those about it, where
   * `cells` means every cell of the study. `analyze_spectrum:vit-smoke`: this node.
   */
  readonly runs: readonly string[];
}

/** Makes an edit, calls `body`, and puts every byte back. */
export async function whileEdited<T>(
  copy: WorkingCopy,
  { replacements }: Pick<RepositoryEdit, "replacements">,
  body: () => Promise<T>,
): Promise<T> {
  const files = [...new Set(replacements.map(([file]) => join(copy.folder, file)))];
  const before = await Promise.all(files.map((path) => Deno.readFile(path)));
  try {
    for (const replacement of replacements) await copy.edit(...replacement);
    return await body();
  } finally {
    await Promise.all(files.map((path, i) => Deno.writeFile(path, before[i] as Uint8Array)));
  }
}

/** The nodes that the words of an edit mean, among those of a run; throws for a word that means none. */
export function nodesOf(words: readonly string[], events: readonly RunEvent[]): string[] {
  const nodes = events.flatMap(({ event, node }) => event === "node_finished" ? [node ?? ""] : []);
  return [...new Set(words.flatMap((word) => meant(word, nodes)))].sort();
}

function meant(word: string, nodes: readonly string[]): string[] {
  const [stage = "", about] = word.split(" ");
  const found = nodes.filter((node) => node === word || isOf(node, stage, about));
  if (found.length === 0) throw new Error(`Cannot find a node that '${word}' means`);
  return found;
}

function isOf(node: string, stage: string, about: string | undefined): boolean {
  const [first, subject = ""] = node.split(":");
  if (first !== stage) return false;
  const parts = subject.split("/");
  return about === undefined || parts.includes(about) ||
    (about === "cells" && parts.some((part) => part.startsWith("seed=")));
}
