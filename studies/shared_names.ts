// Names are glued of names: what two parts of a study would go by together is found before anything runs.
import { cells, type Study } from "./study.ts";

/** A sentence for each name that two things of the study would share. */
export function* sharedNames(study: Study): Generator<string> {
  yield* sharedCells(study);
  yield* sharedAddresses(study);
  yield* sharedExhibits(study);
}

/** Two grids may share a cell only where they train it alike. */
function* sharedCells(study: Study): Generator<string> {
  const recipes = new Map<string, string>();
  for (const [index, grid] of study.grids.entries()) {
    for (const { id } of cells({ ...study, grids: [grid] })) {
      const other = recipes.get(id) ?? grid.recipe;
      if (other !== grid.recipe) {
        yield `grids.${index}.recipe: cell ${id} already has the recipe ${other}`;
      }
      recipes.set(id, grid.recipe);
    }
  }
}

/** A model and its data are one row of a table, `vit-mini-digits`: two rows may not go by one address. */
function* sharedAddresses(study: Study): Generator<string> {
  const taken = new Map<string, string>();
  for (const { models, data } of study.grids) {
    for (const model of models) {
      const [address, pair] = [`${model}-${data}`, `${model} on ${data}`];
      const other = taken.get(address) ?? pair;
      if (other !== pair) {
        yield `grids: ${other} and ${pair} would share the address ${address}: rename one of them`;
      }
      taken.set(address, pair);
    }
  }
}

/** An exhibit asks for each thing once: its rows, and the nodes behind it, are named after what it asks for. */
function* sharedExhibits({ exhibits: { pretraining, landscapes } }: Study): Generator<string> {
  yield* doubles("exhibits.pretraining", pretraining.map(({ pretrained }) => [pretrained]));
  const cellsOf = ({ model, data, methods, seed }: typeof landscapes[number]) =>
    methods.map((method) => `${model}/${data}/${method}/seed=${seed}`);
  yield* doubles("exhibits.landscapes", landscapes.map(cellsOf));
}

/** What two entries of an exhibit ask for would go by one name. */
function* doubles(place: string, asked: readonly (readonly string[])[]): Generator<string> {
  const seen = new Map<string, number>();
  for (const [index, names] of asked.entries()) {
    for (const name of names) {
      const other = seen.get(name) ?? index;
      if (other !== index) yield `${place}.${index} asks for ${name}, as ${place}.${other} does`;
      seen.set(name, index);
    }
  }
}
