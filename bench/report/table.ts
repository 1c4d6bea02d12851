// A table of figures, as Markdown that reads well in a terminal too.

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Sentences under the table. */
  readonly notes: readonly string[];
}

/** The table with its title as a heading; the first column to the left, numbers to the right. */
export function markdown({ title, columns, rows, notes }: Table): string {
  const widths = columns.map((column, place) =>
    Math.max(column.length, ...rows.map((row) => row[place]?.length ?? 0), 3)
  );
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const padded = (cells: readonly string[]) =>
    cells.map((cell, place) =>
      place === 0 ? cell.padEnd(widths[place] ?? 0) : cell.padStart(widths[place] ?? 0)
    );
  const rule = widths.map((width, place) =>
    place === 0 ? "-".repeat(width) : "-".repeat(width - 1) + ":"
  );
  const body = [columns, ...rows].map((row) => line(padded(row)));
  body.splice(1, 0, line(rule));
  return [`### ${title}`, "", ...body, "", ...notes.flatMap((note) => [note, ""])].join("\n");
}

/** Three significant digits, and no exponent. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return "–";
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
