// A table as HTML: the CSV's strings, with full precision, address and sources on every number.
import { escape } from "../markup.ts";
import {
  addressOf,
  type Column,
  emptyCell,
  type Extra,
  type Row,
  type Table,
  type TableCell,
} from "../tables/table.ts";
import { toCsv, toMarkdown } from "../tables/written.ts";

/** Keys of nodes, by name. */
export type Keys = Readonly<Record<string, string>>;

/** The exhibit as a `<figure>` with caption, scrollable table and its CSV and Markdown to take along. */
export function tableHtml(table: Table, keys: Keys = {}): string {
  return `<figure class="exhibit" id="${table.exhibit}"><figcaption><h3>${
    escape(table.title)
  }</h3>` +
    `<p>${escape(table.caption)}</p></figcaption>` +
    `<div class="scroll" role="region" tabindex="0" aria-label="${escape(table.title)}"><table${
      table.stacked ? ' class="stacked"' : ""
    }><caption class="hidden">${escape(table.title)}</caption><thead>${
      headHtml(table)
    }</thead><tbody>` +
    `${table.rows.map((row) => rowHtml(table, row, keys)).join("")}</tbody></table></div>\n` +
    `<p class="take">${download(table, "csv", toCsv(table))} ${
      download(table, "md", toMarkdown(table))
    }</p></figure>`;
}

function download(table: Table, kind: "csv" | "md", text: string): string {
  const name = `${table.exhibit}.${kind}`;
  return `<a download="${name}" href="data:text/plain;charset=utf-8,${
    escape(encodeURIComponent(text))
  }">${name}</a>`;
}

function headHtml(table: Table): string {
  const stubs = table.stacked
    ? `<th scope="col" data-sort>${escape(table.stubs.join(" / "))}</th>`
    : table.stubs.map((stub) => `<th scope="col" data-sort>${escape(stub)}</th>`).join("");
  const columns = table.columns.map((column, index) => {
    const starts = index > 0 && column.group !== table.columns[index - 1]?.group;
    return columnHead(column, starts);
  });
  return `${groupsHtml(table)}<tr>${stubs}${columns.join("")}</tr>`;
}

function columnHead({ label, note, kind = "number" }: Column, starts: boolean): string {
  const title = note === undefined || note === "" ? "" : ` title="${escape(note)}"`;
  return `<th scope="col" class="${kind}${starts ? " starts" : ""}" data-sort${title}>${
    escape(label)
  }</th>`;
}

/** The names over neighbouring columns of one group, if there are any. */
function groupsHtml({ columns, stubs, stacked }: Table): string {
  if (columns.every(({ group }) => group === undefined)) return "";
  const spans: { group: string; width: number }[] = [];
  for (const { group = "" } of columns) {
    const last = spans.at(-1);
    if (last?.group === group) last.width++;
    else spans.push({ group, width: 1 });
  }
  const cells = spans.map(({ group, width }, index) =>
    `<th scope="colgroup" colspan="${width}"${index > 0 ? ' class="starts"' : ""}>${
      escape(group)
    }</th>`
  );
  return `<tr class="groups"><td colspan="${stacked ? 1 : stubs.length}"></td>${
    cells.join("")
  }</tr>`;
}

function rowHtml(table: Table, row: Row, keys: Keys): string {
  const cells = table.columns.map((column, index) => {
    const cell = row.cells.find((each) => each.column === column.id) ?? emptyCell(column.id);
    const starts = index > 0 && column.group !== table.columns[index - 1]?.group;
    return cellHtml(cell, { address: addressOf(table, row, cell), starts, column, keys });
  });
  return `\n<tr>${headsHtml(table, row)}\n${cells.join("\n")}</tr>`;
}

function headsHtml({ stacked }: Table, { heads }: Row): string {
  if (!stacked) {
    return heads.map((head, index) =>
      index === 0 ? `<th scope="row">${escape(head)}</th>` : `<td class="text">${escape(head)}</td>`
    ).join("");
  }
  const [first = "", ...rest] = heads;
  return `<th scope="row">${escape(first)}${
    rest.map((head) => `<small>${escape(head)}</small>`).join("")
  }</th>`;
}

interface Where {
  address: string;
  starts: boolean;
  column: Column;
  keys: Keys;
}

function cellHtml(cell: TableCell, { address, starts, column, keys }: Where): string {
  const kind = column.kind === "text" ? "text" : "number";
  const names = [
    kind,
    ...(cell.mark ? [cell.mark] : []),
    ...(cell.tone ? [`tone ${cell.tone}`] : []),
    ...(starts ? ["starts"] : []),
  ];
  if (cell.value === null) {
    return `<td class="${names.join(" ")}" data-text>${escape(cell.text)}</td>`;
  }
  const spoken = cell.mark ? `<span class="hidden"> ${cell.mark}</span>` : "";
  const extras = (cell.extras ?? []).map((extra) => extraHtml(extra, address)).join("");
  return `<td id="${escape(address)}" class="${names.join(" ")}" data-value="${cell.value}" ` +
    `title="${escape(titleOf(address, cell, keys))}">` +
    `<span class="n">${grouped(cell.text)}</span>${spoken}${extras}</td>`;
}

/** The address and full value, then the nodes it came from. */
function titleOf(address: string, cell: TableCell, keys: Keys): string {
  const sources = sourcesText(cell, keys);
  return `${address} = ${cell.value}${sources === "" ? "" : `\n${sources}`}`;
}

function sourcesText({ sources = [] }: TableCell, keys: Keys): string {
  return sources.map((node) => keys[node] === undefined ? node : `${node}  ${keys[node]}`)
    .join("\n");
}

function extraHtml(
  { name, value, text, prefix = "", suffix = "" }: Extra,
  address: string,
): string {
  const title = escape(`${address}:${name} = ${value}`);
  return `<small class="${name}" data-value="${value}" title="${title}">${escape(prefix)}` +
    `<span class="n">${grouped(text)}</span>${escape(suffix)}</small>`;
}

/** Thousands set apart by a hair of space, not by a character: the text stays the CSV's. */
function grouped(text: string): string {
  if (!/^\d{5,}$/.test(text)) return escape(text);
  return text.replace(/\d(?=(\d{3})+$)/g, (digit) => `<span class="k">${digit}</span>`);
}
