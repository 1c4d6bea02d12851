// What a table is here: cells that know their formatted text, their full value and where it came from.
import type { Sourced } from "../sourced.ts";

/** Place among the ranked methods of a row, if in the top three. */
export type Mark = "best" | "second" | "third";

/** How a verdict reads: for, against, between, or nothing to say. */
export type Tone = "good" | "bad" | "mixed" | "open";

/** A second number of a cell: its spread, its distance to the best. Addressed as `<column>:<name>`. */
export interface Extra {
  name: "std" | "se" | "change" | "adapter";
  value: number;
  text: string;
  /** Decoration around the text, which no CSV has. */
  prefix?: string;
  suffix?: string;
  sources: readonly string[];
}

/** `value` null: a text cell, or nothing was measured. */
export interface TableCell {
  column: string;
  value: number | null;
  text: string;
  mark?: Mark;
  /** Of a verdict in words. */
  tone?: Tone;
  extras?: readonly Extra[];
  /** Nodes that the number was computed from. */
  sources?: readonly string[];
}

/** `group`: the name over neighbouring columns. */
export interface Column {
  id: string;
  label: string;
  group?: string;
  kind?: "number" | "text";
  /** For a tooltip: what the column is. */
  note?: string;
}

/** `heads` are the row's names, one per stub of the table. */
export interface Row {
  id: string;
  heads: readonly string[];
  cells: readonly TableCell[];
}

/** An exhibit of rows and columns. `exhibit` is the first part of every number's address. */
export interface Table {
  exhibit: string;
  title: string;
  /** What to see, in a sentence or two. */
  caption: string;
  stubs: readonly string[];
  /** The page sets the heads of a row above each other, to leave room for many columns. */
  stacked?: boolean;
  columns: readonly Column[];
  rows: readonly Row[];
}

/** One number of the report: `table_2/vit-mini-digits/cla`, its value, its text and its sources. */
export interface AddressedNumber {
  address: string;
  value: number;
  text: string;
  sources: readonly string[];
}

/** The address of a cell's number. */
export function addressOf(table: Table, row: Row, cell: TableCell): string {
  return `${table.exhibit}/${row.id}/${cell.column}`;
}

/** Every number of a table, extras after their cell, row by row. */
export function numbersOf(table: Table): AddressedNumber[] {
  return table.rows.flatMap((row) => row.cells.flatMap((cell) => numbersOfCell(table, row, cell)));
}

function numbersOfCell(table: Table, row: Row, cell: TableCell): AddressedNumber[] {
  const { value, text, sources = [], extras = [] } = cell;
  if (value === null) return [];
  const address = addressOf(table, row, cell);
  const more = extras.map(({ name, value, text, sources }) => (
    { address: `${address}:${name}`, value, text, sources }
  ));
  return [{ address, value, text, sources }, ...more];
}

/** How a number is written. */
export type Format = (value: number) => string;

/** A cell of a number, its sources with it; what is not a number has a text only. */
export function numberCell(column: string, of: Sourced<number>, format: Format): TableCell {
  const { value, sources } = of.open();
  const text = format(value);
  return Number.isFinite(value) ? { column, value, text, sources } : { column, value: null, text };
}

/** A second number of a cell; none where there is none, or none that is finite. */
export function extra(
  { name, prefix, suffix }: Pick<Extra, "name" | "prefix" | "suffix">,
  of: Sourced<number> | null | undefined,
  format: Format,
): Extra[] {
  if (!of) return [];
  const { value, sources } = of.open();
  if (!Number.isFinite(value)) return [];
  const decoration = { ...(prefix ? { prefix } : {}), ...(suffix ? { suffix } : {}) };
  return [{ name, value, text: format(value), ...decoration, sources }];
}

/** The cell with its place in the row, if it has one. */
export function marked(cell: TableCell, mark: Mark | undefined): TableCell {
  return mark === undefined ? cell : { ...cell, mark };
}

/** A cell of words. */
export function textCell(column: string, text: string): TableCell {
  return { column, value: null, text };
}

/** A cell for which there is no number. */
export function emptyCell(column: string): TableCell {
  return { column, value: null, text: "–" };
}
