// A record, in its two halves: a claim that an action gave these objects, and a note on the making of them.
import { z } from "zod";
import { canonicalJson } from "./canonical_json.ts";
import { type Digest, digestOf, type Key } from "./digest.ts";
import { type Action, keyOf } from "./fingerprint.ts";
import type { EnvironmentClass } from "./stage.ts";
import type { ObjectRef } from "./store/objects.ts";
import {
  digest,
  isFileName,
  isInput,
  isSegment,
  json,
  key,
  parseStored,
  size,
  table,
  text,
} from "./store/parse.ts";

/** Output file → its object. */
export type Outputs = Readonly<Record<string, ObjectRef>>;

/**
 * What a key gave, in a form that anybody can check and that can be signed: no time, no host, no
 * path. Its name is the digest of its canonical text. A key whose claims differ in their outputs is
 * measured nondeterminism.
 */
export interface Claim {
  readonly schema: typeof claimSchemaName;
  readonly key: Key;
  readonly action: Action;
  /** Of which class `action.environment` is. */
  readonly environment: EnvironmentClass;
  /** Input → digest of the claim that gave it: the claims of a study are a graph of their own. */
  readonly claims: Readonly<Record<string, Digest>>;
  readonly outputs: Outputs;
}

/** Facts about the making, beside a claim and no part of it. It can be lost. */
export interface Note {
  /** The node that asked for it; others may share the key. */
  readonly node: string;
  /** The run, and the folder of its log: `runs/<id>/`. */
  readonly id: string;
  /** When the node was done: ISO 8601, UTC. */
  readonly at: string;
  readonly seconds: number;
  /** Highest resident memory of the worker, in bytes. */
  readonly peakMemory: number;
  readonly host: string;
  readonly cpu: string;
  /** What shut the worker in: `deno, landlock 7, seccomp`. */
  readonly wall: string;
  /** What the stage wanted the user to hear. */
  readonly warnings: readonly string[];
}

/** A claim as a store has it, under its name. */
export interface StoredRecord {
  readonly name: Digest;
  readonly claim: Claim;
}

/** The schema of claims; a file of another one is no claim. */
export const claimSchemaName = "cairn.claim/1";

// Room for the report of a study of 25,000 cells, whose inputs are named twice.
const mostClaimUnits = 1 << 26;

const names = z.string().refine(isInput);

const actionSchema: z.ZodType<Action> = z.strictObject({
  stage: z.string().refine(isSegment),
  parameters: json,
  inputs: table(names, digest),
  code: z.strictObject({ bundle: digest, packages: digest }),
  environment: table(names, text(1000)),
});

const claimSchema: z.ZodType<Claim> = z.strictObject({
  schema: z.literal(claimSchemaName),
  key,
  action: actionSchema,
  environment: z.enum(["pure", "engine", "strict"]),
  claims: table(names, digest),
  outputs: table(z.string().refine(isFileName), z.strictObject({ digest, size }), 10_000),
}).refine(isConsistent);

/** The schema of notes. */
export const noteSchema: z.ZodType<Note> = z.strictObject({
  node: names,
  id: text(100),
  at: z.iso.datetime(),
  seconds: z.number().nonnegative(),
  peakMemory: size,
  host: text(300),
  cpu: text(300),
  wall: text(100),
  warnings: z.array(text(2000)).max(100),
});

/** The claim in a text that anybody may have written; undefined where it is not one, exactly. */
export function parseClaim(claim: string): Claim | undefined {
  return claim.length > mostClaimUnits ? undefined : parseStored(claim, claimSchema);
}

/** The text whose digest names a claim. */
export function claimText(claim: Claim): string {
  return canonicalJson(claim);
}

/** The identity of a result: the digest of its table of outputs. */
export function resultDigest(outputs: Outputs): Digest {
  return digestOf(canonicalJson(outputs));
}

/** How many different results there are among the records of a key. */
export function resultsOf(records: readonly StoredRecord[]): number {
  return new Set(records.map(({ claim }) => resultDigest(claim.outputs))).size;
}

function isConsistent({ key, action, claims, outputs }: Claim): boolean {
  const inputs = Object.keys(action.inputs);
  return inputs.length === Object.keys(claims).length &&
    inputs.every((name) => Object.hasOwn(claims, name)) &&
    !Object.keys(outputs).some((file) => isFolderOf(file, outputs)) &&
    keyOf(action) === key;
}

/** Whether a file would have to be a folder as well. */
function isFolderOf(file: string, outputs: Outputs): boolean {
  const parts = file.split("/");
  return parts.some((_, count) =>
    count > 0 && Object.hasOwn(outputs, parts.slice(0, count).join("/"))
  );
}
