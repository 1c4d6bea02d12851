// How results compare with what is published: equal, or which files and which numbers differ.
import { dirname, join } from "node:path";
import { manifestFile, readManifestNumbers, type ReportedNumber } from "./manifest.ts";
import { bytesIn, type Contents, contentsOf, inTurn } from "./results_folder.ts";

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

/** Results as they are compared: files by digest, and the numbers of their manifest. */
export interface Compared {
  readonly files: Contents;
  readonly numbers: readonly ReportedNumber[];
}

/** Compares results with a published folder byte by byte, then the numbers of the manifests. */
export function compareResults(now: Compared, published: string): Promise<Comparison> {
  return inTurn(dirname(published), () => compare(now, published));
}

async function compare(now: Compared, published: string): Promise<Comparison> {
  const before = await contentsOf(published);
  if (before.size === 0) return { state: "unpublished" };
  const files = changedFiles(before, now.files);
  if (files.length === 0) return { state: "equal" };
  return {
    state: "different",
    files,
    numbers: changedNumbers(numbersOf(published), now.numbers),
  };
}

function changedFiles(before: Contents, now: Contents): ChangedFile[] {
  const names = [...new Set([...before.keys(), ...now.keys()])].sort();
  return names.flatMap((file): ChangedFile[] => {
    if (!before.has(file)) return [{ file, how: "new" }];
    if (!now.has(file)) return [{ file, how: "gone" }];
    const digest = before.get(file);
    return digest !== undefined && digest === now.get(file) ? [] : [{ file, how: "changed" }];
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
function numbersOf(folder: string): readonly ReportedNumber[] {
  const bytes = bytesIn(join(folder, manifestFile));
  return bytes === undefined ? [] : readManifestNumbers(new TextDecoder().decode(bytes)) ?? [];
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
