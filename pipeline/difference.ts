// Why a key is new: the first field in which an action differs from the node's last one, in words.
import type { CodeIdentity } from "./code_identity.ts";
import { type Action, type EntryType, walkAction } from "./fingerprint.ts";
import type { FileRef } from "./stage.ts";
import { sayable } from "./store/parse.ts";

/** The first field that differs. */
export interface Difference {
  /** As in the preimage: `parameters.seed`, `inputs.model`, `code.bundle`. */
  readonly field: string;
  /** As JSON text; undefined where the field is new. */
  readonly before: string | undefined;
  /** As JSON text; undefined where the field is gone. */
  readonly after: string | undefined;
  /** For a terminal: the action of before may be anybody's. */
  readonly sentence: string;
}

/** What lets a difference be told in more than digests. */
export interface Sources {
  readonly inputs: Readonly<Record<string, FileRef>>;
  readonly codeBefore: CodeIdentity | undefined;
  readonly codeAfter: CodeIdentity | undefined;
}

/** The first difference of two actions in the order of the walk; undefined where their keys are equal. */
export function firstDifference(
  before: Action,
  after: Action,
  sources: Sources,
): Difference | undefined {
  const [old, now] = [entriesOf(before), entriesOf(after)];
  const fields = [...now.keys(), ...[...old.keys()].filter((field) => !now.has(field))];
  const differing = fields.filter((field) => old.get(field)?.value !== now.get(field)?.value);
  // The length of a container says less than the member that came or went.
  const field = differing.find((name) => !isContainer(now.get(name) ?? old.get(name))) ??
    differing[0];
  if (field === undefined) return undefined;
  const values = { before: old.get(field)?.value, after: now.get(field)?.value };
  return { field, ...values, sentence: sayable(sentence({ field, ...values }, sources, after)) };
}

interface Entry {
  readonly type: EntryType;
  readonly value: string;
}

function entriesOf(action: Action): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  walkAction(action, (field, type, value) => entries.set(field, { type, value }));
  return entries;
}

function isContainer(entry: Entry | undefined): boolean {
  return entry?.type === "object" || entry?.type === "array";
}

type Change = Omit<Difference, "sentence">;

function sentence(change: Change, sources: Sources, after: Action): string {
  const { field } = change;
  if (field === "code.bundle") return bundleSentence(after.stage, sources);
  if (field === "code.packages") return packagesSentence(after.stage, sources);
  if (field.startsWith("inputs.")) return inputSentence(change, sources);
  const [, room = "", rest = ""] = /^(\w+)\.?(.*)$/.exec(field) ?? [];
  return moved(`${nouns[room] ?? `Field ${room}`} ${rest}`.trim(), change);
}

const nouns: Readonly<Record<string, string>> = {
  parameters: "Parameter",
  environment: "The environment's",
};

function moved(what: string, { before, after }: Change): string {
  if (before === undefined) return `${what} is new: ${after}`;
  if (after === undefined) return `${what} is gone: it was ${before}`;
  return `${what} changed from ${before} to ${after}`;
}

function inputSentence({ field, before, after }: Change, { inputs }: Sources): string {
  const name = field.slice("inputs.".length);
  const ref = inputs[name];
  const from = ref === undefined ? "" : ` (${ref.file} of ${ref.node})`;
  return moved(`Input ${name}${from}`, { field, before: short(before), after: short(after) });
}

/** Twelve digits of a digest are enough for people. */
function short(value: string | undefined): string | undefined {
  return value && JSON.parse(value).slice(0, 12);
}

function bundleSentence(stage: string, { codeBefore, codeAfter }: Sources): string {
  const files = changedNames(codeBefore?.files, codeAfter?.files);
  return files.length === 0
    ? `The code of ${stage} changed`
    : `The code of ${stage} changed: ${listed(files)}`;
}

function packagesSentence(stage: string, { codeBefore, codeAfter }: Sources): string {
  const packages = changedNames(codeBefore?.packages, codeAfter?.packages);
  return packages.length === 0
    ? `The packages of ${stage} changed`
    : `The packages of ${stage} changed: ${listed(packages)}`;
}

type Names = Readonly<Record<string, string>>;

function changedNames(before: Names | undefined, after: Names | undefined): string[] {
  if (before === undefined || after === undefined) return [];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.filter((name) => before[name] !== after[name]);
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(", ");
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
