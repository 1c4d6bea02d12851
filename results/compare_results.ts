// How results compare with what is published: equal, or which files and which numbers differ.
import { join } from "node:path";
import { folderDigests } from "./folder_digests.ts";
import { type Manifest, manifestFile, type ReportedNumber } from "./manifest.ts";

/** A number that is not what was published; `undefined` where one side lacks it. */
export interface ChangedNumber {
  readonly address: string;
  readonly published?: ReportedNumber["value"];
  readonly now?: ReportedNumber["value"];
}

export interface ChangedFile {
  readonly file: string;
  readonly how: "changed" | "new" | "gone";
}

/** The three ways results can stand to what is published. */
export type Comparison =
  | { readonly state: "unpublished" }
  | { readonly state: "equal" }
  | {
    readonly state: "different";
    readonly files: readonly ChangedFile[];
    readonly numbers: readonly ChangedNumber[];
  };

/** Compares two folders byte by byte, then the numbers of their manifests. */
export async function compareResults(results: string, published: string): Promise<Comparison> {
  const [now, before] = [await folderDigests(results), await folderDigests(published)];
  if (before.size === 0) return { state: "unpublished" };
  const files = changedFiles(before, now);
  if (files.length === 0) return { state: "equal" };
  const numbers = changedNumbers(await numbersOf(published), await numbersOf(results));
  return { state: "different", files, numbers };
}

function changedFiles(
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): ChangedFile[] {
  const names = [...new Set([...before.keys(), ...now.keys()])].sort();
  return names.flatMap((file): ChangedFile[] => {
    if (before.get(file) === now.get(file)) return [];
    if (!before.has(file)) return [{ file, how: "new" }];
    return [{ file, how: now.has(file) ? "changed" : "gone" }];
  });
}

/** The numbers that one side has and the other has not, or has otherwise; in the order of their addresses. */
export function changedNumbers(
  published: readonly ReportedNumber[],
  now: readonly ReportedNumber[],
): readonly ChangedNumber[] {
  const [before, after] = [byAddress(published), byAddress(now)];
  const addresses = [...new Set([...before.keys(), ...after.keys()])].sort();
  return addresses.filter((address) => before.get(address) !== after.get(address)).map((
    address,
  ) => ({
    address,
    ...(before.has(address) ? { published: before.get(address) ?? null } : {}),
    ...(after.has(address) ? { now: after.get(address) ?? null } : {}),
  }));
}

function byAddress(numbers: readonly ReportedNumber[]): Map<string, ReportedNumber["value"]> {
  return new Map(numbers.map(({ address, value }) => [address, value]));
}

/** A published manifest that is missing or unreadable is a difference of files, not a failure of the run. */
async function numbersOf(folder: string): Promise<readonly ReportedNumber[]> {
  try {
    const manifest: Partial<Manifest> = JSON.parse(
      await Deno.readTextFile(join(folder, manifestFile)),
    );
    return manifest.numbers ?? [];
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return [];
    throw error;
  }
}

/** The comparison in words, one line first and then the first few numbers and files. */
export function comparisonLines(comparison: Comparison, published: string, limit = 5): string[] {
  if (comparison.state === "unpublished") {
    return [`Nothing is published at ${published}: --publish writes it`];
  }
  if (comparison.state === "equal") {
    return [`Equal to what is published at ${published}, byte for byte`];
  }
  const { files, numbers } = comparison;
  const counts = `${files.length} file(s) and ${numbers.length} number(s)`;
  const shownNumbers = numbers.slice(0, limit).map((number) => `  ${numberLine(number)}`);
  const shownFiles = files.slice(0, limit).map(({ file, how }) => `  ${file} (${how})`);
  return [
    `Different from what is published at ${published}: ${counts}`,
    ...shownNumbers,
    ...more(numbers.length - limit, "numbers"),
    ...shownFiles,
    ...more(files.length - limit, "files"),
  ];
}

function numberLine({ address, published, now }: ChangedNumber): string {
  return `${address}: ${published ?? "none"} → ${now ?? "none"}`;
}

function more(count: number, what: string): string[] {
  return count > 0 ? [`  … and ${count} more ${what}`] : [];
}
