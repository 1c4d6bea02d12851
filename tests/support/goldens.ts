// Where the vectors of the original libraries lie: a selection in the repository, all of them beside it.
import { fileURLToPath } from "node:url";

/** A case of a `manifest.json`: files relative to its folder, and tolerances. */
export interface GoldenCase {
  readonly id: string;
  readonly kind: string;
  readonly model: string;
  readonly tensors: string;
  readonly facts: string;
  readonly batches: string;
  readonly method: string;
  readonly variant: string | null;
  readonly checks: Readonly<Record<string, { readonly max: number }>>;
  readonly "ignore_gradients"?: readonly string[];
}

/** One folder of vectors with the cases of one kind; none when the folder is absent. */
export interface GoldenFolder {
  readonly name: string;
  readonly present: boolean;
  readonly cases: readonly GoldenCase[];
  path(file: string): string;
}

const repository = new URL("../../", import.meta.url);

/** The committed selection, and `../shared/goldens` where a clone has it beside itself. */
export function goldenFolders(kind: string, wanted: RegExp): GoldenFolder[] {
  return ["tests/reference/goldens", "../shared/goldens"].map((name) => {
    const folder = new URL(`${name}/`, repository);
    const cases = casesIn(folder).filter((each) => each.kind === kind && wanted.test(each.id));
    const path = (file: string) => fileURLToPath(new URL(file, folder));
    return { name, present: cases.length > 0, cases, path };
  });
}

/** Runs `test` on every case; a folder that is absent says so as an ignored test. */
export function eachGolden(
  folders: readonly GoldenFolder[],
  test: (folder: GoldenFolder, golden: GoldenCase) => void,
): void {
  for (const folder of folders) {
    for (const golden of folder.cases) test(folder, golden);
    if (folder.present) continue;
    Deno.test({ name: `${folder.name} is absent: its cases are not run`, ignore: true, fn() {} });
  }
}

function casesIn(folder: URL): GoldenCase[] {
  try {
    return JSON.parse(Deno.readTextFileSync(new URL("manifest.json", folder))).cases;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
