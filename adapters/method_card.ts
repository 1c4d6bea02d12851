// What a report is told of the methods of a study: a row of the table without its design, every gap filled in.
import { formulaOf, type Sum } from "./describe.ts";
import { checkOptions, methodOf } from "./design.ts";
import { type Family, hues, type Mark, type MethodRow, shapes } from "./method_row.ts";
import { methods } from "./methods.ts";

/** A method on a page. */
export interface MethodCard {
  readonly id: string;
  readonly label: string;
  readonly meaning: string;
  readonly family: Family;
  readonly twin: string | null;
  readonly chainOf: string | null;
  readonly mark: Mark;
  /** In the order of the tables, among the methods of the study. */
  readonly place: number;
  readonly bound: BoundEntry | null;
}

/** An entry of Table 1: P, the numbers ever trained, as a sum over the adapted matrices. */
export type BoundEntry = {
  readonly sum: Sum;
  /** Whether each link trains numbers of its own. */
  readonly chained: boolean;
  /** The paper has no such entry; the same rule gives it. */
  readonly derived: boolean;
};

/** The cards of some methods, in the order of the paper's tables: block by block, in a block as in `methods`. */
export function methodCards(
  names: Iterable<string>,
  table: Table = methods,
): MethodCard[] {
  const wanted = new Set(names);
  const cards = Object.keys(table).filter((name) => wanted.has(name))
    .map((name) => cardOf(name, table))
    .toSorted((a, b) => families.indexOf(a.family) - families.indexOf(b.family));
  return cards.map((card, place) => ({ ...card, place }));
}

const families: readonly Family[] = ["past", "present", "partial", "sparse", "extra", "control"];

type Table = Readonly<Record<string, MethodRow>>;

/** A row's card. A row without a block or a mark gets ones that no other row has. */
function cardOf(id: string, table: Table): Omit<MethodCard, "place"> {
  const row = table[id] as MethodRow;
  const { label, meaning, family = "extra", twin = null, chainOf = null, mark } = row;
  const bound = boundOf(id, row, {});
  return { id, label, meaning, family, twin, chainOf, mark: mark ?? freeMark(id, table), bound };
}

/** By the row's place in the table: hues that no row has chosen, so that lines without a symbol differ too. */
function freeMark(id: string, table: Table): Mark {
  const taken = new Set(Object.values(table).map(({ mark }) => mark?.hue));
  const free = hues.filter((hue) => hue !== "grey" && !taken.has(hue));
  const marks = shapes.flatMap((shape) => free.map((hue) => ({ hue, shape })));
  return marks[Object.keys(table).indexOf(id) % marks.length] as Mark;
}

/**
 * What Table 1's rule counts of a method under these options; nothing where no adapted matrix is changed.
 * It is the paper's own entry only where the method trains what the paper's reading trains.
 */
export function boundOf(
  id: string,
  { design, inTable1 }: MethodRow,
  options: Readonly<Record<string, unknown>>,
): BoundEntry | null {
  const method = methodOf(id, design);
  const entry = (options: Readonly<Record<string, unknown>>) => {
    const checked = checkOptions(method, options);
    // `inject_adapter` refuses them, with the sentence.
    const rule = method.rule(checked.ok ? checked.value : method.options.parse({}));
    const { sum } = formulaOf(rule);
    const chained = "chain" in rule && rule.chain !== undefined;
    return sum === undefined ? null : { sum, chained };
  };
  const [own, papers] = [entry(options), entry({})];
  if (own === null) return null;
  return { ...own, derived: !inTable1 || own.sum !== papers?.sum };
}
