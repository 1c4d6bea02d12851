// A table as CSV: the page's strings, one column per number.
import type { Column, Row, Table, TableCell } from "./table.ts";

/** Stubs, then each column followed by its extras (`cla`, `cla:std`, `cla:change`); RFC 4180, "\n" at line ends. */
export function toCsv(table: Table): string {
  const columns = table.columns.map((column) => ({ column, extras: extraNames(table, column) }));
  const head = [
    ...table.stubs,
    ...columns.flatMap(({ column, extras }) => [
      column.id,
      ...extras.map((name) => `${column.id}:${name}`),
    ]),
  ];
  const lines = table.rows.map((row) => [
    ...row.heads,
    ...columns.flatMap(({ column, extras }) => fieldsOf(cellOf(row, column), extras)),
  ]);
  return toLines([head, ...lines]);
}

/** Records as CSV lines. */
export function toLines(records: readonly (readonly string[])[]): string {
  return records.map((fields) => fields.map(quoted).join(",") + "\n").join("");
}

function fieldsOf(cell: TableCell | undefined, extras: readonly string[]): string[] {
  const text = cell === undefined || isEmpty(cell) ? "" : cell.text;
  const find = (name: string) => cell?.extras?.find((extra) => extra.name === name)?.text ?? "";
  return [text, ...extras.map(find)];
}

function isEmpty(cell: TableCell): boolean {
  return cell.value === null && cell.text === "–";
}

/** The extras that occur in a column, in order of appearance. */
function extraNames(table: Table, column: Column): string[] {
  const cells = table.rows.map((row) => cellOf(row, column));
  return [
    ...new Set(cells.flatMap((cell) => cell?.extras?.map((extra) => extra.name as string) ?? [])),
  ];
}

function cellOf(row: Row, column: Column): TableCell | undefined {
  return row.cells.find((cell) => cell.column === column.id);
}

function quoted(field: string): string {
  return /[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
