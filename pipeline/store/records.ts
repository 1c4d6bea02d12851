// Records on disk: records/<stage>/<key>/<digest>.json is a claim under the digest of its text.
import type { Key } from "../digest.ts";
import { type Digest, digestOf } from "../digest.ts";
import { type Claim, claimText, parseClaim, resultDigest, type StoredRecord } from "../record.ts";
import { NotPlain } from "../system_error.ts";
import type { Folder } from "./folder.ts";
import { utf8 } from "./parse.ts";

/** The folder of all claims of a key, within the store. */
export function recordFolder(stage: string, key: Key): string {
  return `records/${stage}/${key}`;
}

/** The file of a claim, within the store; its note is the memory of the same name. */
export function claimPath({ action, key }: Claim, name: Digest): string {
  return `${recordFolder(action.stage, key)}/${name}.json`;
}

/**
 * Every sound claim of a key, in one order on every machine: by result, then by name. What is not
 * under its own digest, of another key or no plain file is none, and its action runs again.
 */
export function readRecords(folder: Folder, stage: string, key: Key): StoredRecord[] {
  const place = recordFolder(stage, key);
  const names = folder.names(place).filter((name) => /^[0-9a-f]{64}\.json$/.test(name))
    .map((name) => name.slice(0, 64) as Digest);
  const found = names.map((name) => readClaim(folder, `${place}/${name}.json`, name))
    .filter((record) => record?.claim.key === key && record.claim.action.stage === stage)
    .filter((record) => record !== undefined);
  return found.length < 2 ? found : inOrder(found);
}

/** A claim as it is to be stored: its name and its text. */
export function recordOf(claim: Claim): { readonly record: StoredRecord; readonly text: string } {
  const text = claimText(claim);
  return { record: { name: digestOf(text), claim }, text };
}

function readClaim(folder: Folder, path: string, name: Digest): StoredRecord | undefined {
  const text = textOrNothing(folder, path);
  if (text === undefined || digestOf(text) !== name) return undefined;
  const claim = parseClaim(text);
  return claim && { name, claim };
}

/** A folder, link or pipe in the place of a claim is a lost claim; a disk that fails is not. */
function textOrNothing(folder: Folder, path: string): string | undefined {
  try {
    const bytes = folder.read(path);
    return bytes && utf8(bytes);
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

function inOrder(records: readonly StoredRecord[]): StoredRecord[] {
  const place = ({ name, claim }: StoredRecord) => `${resultDigest(claim.outputs)}${name}`;
  return records.map((record) => [place(record), record] as const)
    .sort(([a], [b]) => a < b ? -1 : 1).map(([, record]) => record);
}
