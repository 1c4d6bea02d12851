// A folder that no store may touch, and everything that can be seen of it.
import { join } from "node:path";

/** A folder of ours beside a store, with things in it that an attacker would like to see moved. */
export interface Outside {
  readonly folder: string;
  /** Every file with its bytes, mode and time; equal texts mean an untouched folder. */
  look(): string;
}

/** Makes one in `parent`: a file, a folder with a file, names as a store has them. */
export function makeOutside(parent: string, names: readonly string[] = []): Outside {
  const folder = join(parent, "outside");
  Deno.mkdirSync(join(folder, "deep"), { recursive: true });
  for (const name of ["secret.txt", "deep/secret.txt", "object.json", ...names]) {
    Deno.writeTextFileSync(join(folder, name), `${name}, untouched`);
  }
  return { folder, look: () => seen(folder).join("\n") };
}

function seen(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => join(folder, name)).sort().flatMap(
    (path) => {
      const { isDirectory, isFile, mode, mtime } = Deno.lstatSync(path);
      if (isDirectory) return [`${path}/ ${mode}`, ...seen(path)];
      return [`${path} ${mode} ${mtime?.getTime()} ${isFile ? Deno.readTextFileSync(path) : ""}`];
    },
  );
}
