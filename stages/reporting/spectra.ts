// Spectra of a cell's adapted matrices, as means over them.
import type { IntruderCurve, Sourced, SpectrumCurve } from "../../analysis/mod.ts";
import type { MatrixSpectrum, SpectrumDocument } from "../analyze_spectrum.ts";
import type { ShownCell } from "./report_parameters.ts";

/** The threshold at which the table counts intruders. */
const tabled = 0.5;

/** A cell's numbers for the table of spectra. */
export function spectrumValues(document: Sourced<SpectrumDocument>) {
  const over = (pick: (matrix: MatrixSpectrum, at: number) => number | undefined) =>
    document.map(({ thresholds, matrices }) =>
      mean(matrices.map((matrix) => pick(matrix, thresholds.indexOf(tabled)) ?? 0))
    );
  return {
    updateSpectralNorm: over(({ update }) => update?.spectralNorm),
    updateFrobeniusNorm: over(({ update }) => update?.frobeniusNorm),
    effectiveRank: over(({ update }) => update?.effectiveRank),
    stableRank: over(({ update }) => update?.stableRank),
    numericalRank: over(({ update }) => update?.numericalRank),
    intrudersLeft: over(({ intruders }, at) => intruders?.left[at]),
    intrudersRight: over(({ intruders }, at) => intruders?.right[at]),
  };
}

type Spectra = readonly SpectrumDocument[];

/** Left side, as in the paper's figure; mean over adapted matrices and seeds. */
export function intruderCurve(
  { model, data, method }: ShownCell,
  spectra: Spectra,
): IntruderCurve {
  const matrices = spectra.flatMap((document) => document.matrices);
  const counts = elementMeans(matrices.map(({ intruders }) => intruders?.left ?? []));
  const vectors = Math.min(...matrices[0]?.base.shape ?? [0]);
  return { model, data, method, thresholds: spectra[0]?.thresholds ?? [], counts, vectors };
}

/** Singular values of ΔW; mean over adapted matrices and seeds. */
export function spectrumCurve(
  { model, data, method }: ShownCell,
  spectra: Spectra,
): SpectrumCurve {
  const matrices = spectra.flatMap((document) => document.matrices);
  const values = elementMeans(matrices.map(({ update }) => update?.singularValues ?? []));
  return { model, data, method, values };
}

/** Singular values of a model's W0; mean over adapted matrices. */
export function baseSpectrum({ matrices }: SpectrumDocument): number[] {
  return elementMeans(matrices.map(({ base }) => base.singularValues));
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The mean of equally long lists, place by place. */
function elementMeans(lists: readonly (readonly number[])[]): number[] {
  return (lists[0] ?? []).map((_, place) => mean(lists.map((list) => list[place] ?? 0)));
}
