// A table as GitHub's Markdown: best bold, second and third by superscript, spread and arrows beside the number.
import type { Extra, Mark, Table, TableCell } from "./table.ts";

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
