// Tables as text: CSV and Markdown with the strings of the page, and all numbers as JSON.
import {
  type Column,
  type Extra,
  type Mark,
  numbersOf,
  type Row,
  type Table,
  type TableCell,
} from "./table.ts";

/**
 * Every number with its address, its full value and the nodes behind it, in the order of the page: a line
 * for the number and one for its sources, so that a number that changes is a line of a diff.
 */
export function toNumbersJson(tables: readonly Table[]): string {
  const entries = tables.flatMap(numbersOf).map(({ address, value, sources }) =>
    `{"address":${JSON.stringify(address)},"value":${JSON.stringify(value)},\n` +
    ` "sources":${JSON.stringify(sources)}}`
  );
  return `[\n${entries.join(",\n")}\n]\n`;
}

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
function toLines(records: readonly (readonly string[])[]): string {
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

const superscript: Record<Mark, string> = { best: "", second: " ²", third: " ³" };

/** Title, table and caption. */
export function toMarkdown(table: Table): string {
  const head = [...table.stubs, ...table.columns.map((column) => column.label)];
  const rule = [
    ...table.stubs.map(() => ":--"),
    ...table.columns.map((column) => column.kind === "text" ? ":--" : "--:"),
  ];
  const rows = table.rows.map((row) => [
    ...row.heads,
    ...table.columns.map((column) => cellText(row.cells.find((cell) => cell.column === column.id))),
  ]);
  const lines = [head, rule, ...rows].map((fields) => `| ${fields.map(escaped).join(" | ")} |`);
  return `### ${table.title}\n\n${lines.join("\n")}\n\n${table.caption}\n`;
}

function cellText(cell: TableCell | undefined): string {
  if (cell === undefined) return "–";
  const text = cell.mark === "best" ? `**${cell.text}**` : cell.text;
  const mark = cell.mark === undefined ? "" : superscript[cell.mark];
  return [text + mark, ...(cell.extras ?? []).map(extraText)].join(" ");
}

function extraText({ prefix = "", text, suffix = "" }: Extra): string {
  return `${prefix}${text}${suffix}`;
}

function escaped(field: string): string {
  return field.replaceAll("|", "\\|");
}
