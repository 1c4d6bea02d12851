// Reads the reference vectors of the analysis room (made by torch, numpy, scipy and scikit-learn).
import { type Matrix, matrix } from "../../../analysis/mod.ts";

const folder = new URL("../../reference/analysis/", import.meta.url);

/** A JSON file of tests/reference/analysis; its shape is the caller's claim. */
export function readReference<T>(file: string): T {
  return JSON.parse(Deno.readTextFileSync(new URL(file, folder)));
}

/** The lines of a CSV file of tests/reference/analysis as records (no quoting occurs there). */
export function readRows(file: string): Record<string, string>[] {
  const [head, ...lines] = Deno.readTextFileSync(new URL(file, folder)).trim().split(/\r?\n/);
  const names = (head as string).split(",");
  return lines.map((line) => {
    const fields = line.split(",");
    return Object.fromEntries(names.map((name, index) => [name, fields[index] as string]));
  });
}

/** The float32 matrices of parity's case `spectral` by name. */
export function readMatrices(): Map<string, Matrix> {
  const bytes = Deno.readFileSync(new URL("../goldens/spectral/matrices.safetensors", folder));
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  delete header.__metadata__;
  const entries = Object.entries<{ shape: [number, number]; data_offsets: [number, number] }>(
    header,
  );
  return new Map(entries.map(([name, { shape, data_offsets: [start, end] }]) => {
    const data = new Float32Array(bytes.slice(8 + length + start, 8 + length + end).buffer);
    return [name, matrix(...shape, data)];
  }));
}
