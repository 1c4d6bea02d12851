// Writes a file so that a reader, or a crash at any moment, finds the old one or the new one and nothing between.
import { dirname } from "node:path";

/** Writes `text` under a temporary name, syncs it, and renames it to `path`. Same file system. */
export function writeWhole(path: string, text: string, temporary: string): void {
  Deno.writeTextFileSync(temporary, text);
  syncFile(temporary);
  moveInto(temporary, path);
}

/** The same without syncing: a power cut may cost the file, which the store can do without. */
export function writeNote(path: string, text: string, temporary: string): void {
  Deno.writeTextFileSync(temporary, text);
  Deno.mkdirSync(dirname(path), { recursive: true });
  Deno.renameSync(temporary, path);
}

/** Renames a synced file to `path`, and syncs the folder, so that the name survives a power cut. */
export function moveInto(from: string, path: string): void {
  Deno.mkdirSync(dirname(path), { recursive: true });
  Deno.renameSync(from, path);
  syncFile(dirname(path));
}

/** Asks the system to bring a file, or the names in a folder, to the disk. */
export function syncFile(path: string): void {
  using file = Deno.openSync(path);
  file.syncSync();
}
