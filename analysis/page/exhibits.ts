// The figures as exhibits: drawn if there is something to draw, with captions that say what to see.
import type { Figure } from "../figures/figure.ts";
import { generalizationFigure } from "../figures/generalization.ts";
import { intruderFigure } from "../figures/intruder_dimensions.ts";
import { learningCurvesFigure } from "../figures/learning_curves.ts";
import { landscapeWords, lossLandscapeFigure } from "../figures/loss_landscape.ts";
import { performanceFigure } from "../figures/performance.ts";
import { singularValuesFigure } from "../figures/singular_values.ts";
import { summarize } from "../results.ts";
import { type Read, Sourced } from "../sourced.ts";
import type { StudyEvidence } from "./evidence.ts";

export function performanceExhibit({ cells }: StudyEvidence): Figure[] {
  const scores = summarize(cells, "score");
  return drawnIf(scores, {
    exhibit: "figure_performance",
    title: "Scores, seed by seed",
    caption:
      "Crosses are seeds, symbols are means, bars one standard error. Methods whose bars overlap are not told apart by " +
      "this study. The dotted line is the head alone: what lies to its right, adaptation has gained (perplexity falls to the " +
      "right).",
    draw: (read) => performanceFigure(scores, read),
  });
}

export function curvesExhibit({ curves }: StudyEvidence): Figure[] {
  return drawnIf(curves, {
    exhibit: "figure_learning_curves",
    title: "Learning curves",
    caption:
      "Mean over seeds after each epoch, train loss in evaluation mode. Curves that still fall at the end are " +
      "undertrained; a validation loss that turns up while the train loss falls is overfitting.",
    draw: (read) => learningCurvesFigure(curves.map(read)),
  });
}

export function generalizationExhibit({ cells }: StudyEvidence): Figure[] {
  const [bound, error] = [summarize(cells, "bound"), summarize(cells, "generalization")];
  return drawnIf(bound.length > 0 ? error : [], {
    exhibit: "figure_generalization",
    title: "Bound against measurement",
    caption:
      "If the bounds told the order of the methods, the points would rise from left to right. Methods with the same bound " +
      "are set side by side; bars are one standard error.",
    draw: (read) => generalizationFigure(bound, error, read),
  });
}

export function spectraExhibit({ spectra, baseSpectra }: StudyEvidence): Figure[] {
  return drawnIf(spectra, {
    exhibit: "figure_singular_values",
    title: "Singular values of the update",
    caption:
      "Mean over adapted matrices and seeds. A curve ends in its symbol where the rank of the update ends: at r for a single " +
      "link, up to r times the links for a chain, nowhere for full fine-tuning.",
    draw: (read) => {
      const base = Object.entries(baseSpectra).map(([model, values]) => [model, read(values)]);
      return singularValuesFigure(spectra.map(read), Object.fromEntries(base));
    },
  });
}

export function intruderExhibit({ intruders }: StudyEvidence): Figure[] {
  return drawnIf(intruders, {
    exhibit: "figure_intruder_dimensions",
    title: "Intruder dimensions",
    caption:
      "How many left singular vectors of W have |cosine| below ε with every one of W0, mean over adapted matrices and seeds. " +
      "A curve farther up left is an update that has turned more of the weight's directions. Dashed curves are chains.",
    draw: (read) => intruderFigure(intruders.map(read)),
  });
}

export function landscapeExhibit({ landscapes }: StudyEvidence): Figure[] {
  const rows = Sourced.of((read) => landscapeWords(landscapes.map(read)));
  return drawnIf(landscapes, {
    exhibit: "figure_loss_landscape",
    title: "Loss landscapes",
    caption:
      "The orange mark is the checkpoint that validation selects; score, G(W) and sharpness are its own. Directions are scaled " +
      "row by row to the length of the weights there (filter normalisation); biases and norms do not move. The white line is " +
      "the path of training, a dot per epoch; it may go on behind the mark. One colour scale per row, logarithmic; between " +
      `grid points the picture is interpolated. Narrow dark basins are sharp minima. ${rows.open().value}`,
    draw: (read) => lossLandscapeFigure(landscapes.map(read)),
  });
}

function drawnIf(
  data: readonly unknown[],
  { draw, ...words }: Omit<Figure, "svg"> & { draw: (read: Read) => string },
): Figure[] {
  return data.length === 0 ? [] : [{ ...words, svg: Sourced.of(draw).open().value }];
}
