// Spectra of a cell's adapted matrices, as means over them.
import type { BaseSpectra, IntruderCurve, SpectrumCurve } from "../../analysis/mod.ts";
import type { MatrixSpectrum, SpectrumDocument } from "../analyze_spectrum.ts";
import { readJson } from "../json_file.ts";
import type { ReportedCell } from "./report_parameters.ts";

/** The threshold at which the table counts intruders. */
const tabled = 0.5;

/** A cell's numbers for the table of spectra. */
export function spectrumValues({ thresholds, matrices }: SpectrumDocument): Record<string, number> {
  const at = thresholds.indexOf(tabled);
  const over = (pick: (matrix: MatrixSpectrum) => number | undefined) =>
    mean(matrices.map((matrix) => pick(matrix) ?? 0));
  return {
    updateSpectralNorm: over(({ update }) => update?.spectralNorm),
    updateFrobeniusNorm: over(({ update }) => update?.frobeniusNorm),
    effectiveRank: over(({ update }) => update?.effectiveRank),
    stableRank: over(({ update }) => update?.stableRank),
    numericalRank: over(({ update }) => update?.numericalRank),
    intrudersLeft: over(({ intruders }) => intruders?.left[at]),
    intrudersRight: over(({ intruders }) => intruders?.right[at]),
  };
}

/** One (model, data, method): the spectra of each of its seeds. */
export interface SeedSpectra {
  readonly cell: ReportedCell;
  readonly spectra: readonly SpectrumDocument[];
}

/** Left side, as in the paper's figure; mean over adapted matrices and seeds. */
export function intruderCurve(
  { cell: { model, data, method }, spectra }: SeedSpectra,
): IntruderCurve {
  const matrices = spectra.flatMap((document) => document.matrices);
  const counts = elementMeans(matrices.map(({ intruders }) => intruders?.left ?? []));
  const vectors = Math.min(...matrices[0]?.base.shape ?? [0]);
  return { model, data, method, thresholds: spectra[0]?.thresholds ?? [], counts, vectors };
}

/** Singular values of ΔW; mean over adapted matrices and seeds. */
export function spectrumCurve(
  { cell: { model, data, method }, spectra }: SeedSpectra,
): SpectrumCurve {
  const matrices = spectra.flatMap((document) => document.matrices);
  return {
    model,
    data,
    method,
    values: elementMeans(matrices.map(({ update }) => update?.singularValues ?? [])),
  };
}

/** Singular values of W0 for each model. */
export async function baseSpectra(
  inputs: Readonly<Record<string, string>>,
  models: readonly string[],
): Promise<BaseSpectra> {
  const found: Record<string, readonly number[]> = {};
  for (const model of new Set(models)) {
    const { matrices } = await readJson<SpectrumDocument>(inputs[`analyze_spectrum:${model}`]);
    found[model] = elementMeans(matrices.map(({ base }) => base.singularValues));
  }
  return found;
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The mean of equally long lists, place by place. */
function elementMeans(lists: readonly (readonly number[])[]): number[] {
  return (lists[0] ?? []).map((_, place) => mean(lists.map((list) => list[place] ?? 0)));
}
