// "Did you mean …": the known name nearest to one that nobody knows.

/** The nearest known name, or nothing where none is near: at most a third of the letters may differ. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  return nearestOf(name, known)[0]?.name;
}

/** A known name, and how many letters of it differ. */
export interface Near {
  readonly name: string;
  readonly distance: number;
}

/** The few that are nearest, the nearest first; none that is not near. */
export function nearestOf(name: string, known: Iterable<string>, few = 3): Near[] {
  const lowered = name.toLowerCase();
  return [...known]
    // What is much longer or shorter cannot be near, and there may be thousands.
    .filter((other) => Math.abs(other.length - name.length) <= allowance(name, other))
    .map((other) => ({ name: other, distance: editDistance(lowered, other.toLowerCase()) }))
    .filter(({ name: other, distance }) => distance <= allowance(name, other))
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, few);
}

/** ` (did you mean 'lora'?)`, to follow an unknown name; empty where no known name is near. */
export function suggestion(name: string, known: Iterable<string>): string {
  const near = nearest(name, known);
  return near === undefined ? "" : ` (did you mean '${near}'?)`;
}

function allowance(a: string, b: string): number {
  return Math.max(1, Math.floor(Math.max(a.length, b.length) / 3));
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      current.push(cheapest({ a, b, row, column }, [beforeLast, last, current]));
    }
    [beforeLast, last] = [last, current];
  }
  return last[b.length] ?? 0;
}

interface Place {
  readonly a: string;
  readonly b: string;
  readonly row: number;
  readonly column: number;
}

function cheapest({ a, b, row, column }: Place, rows: readonly number[][]): number {
  const at = (line: number, index: number) => rows[line]?.[index] ?? Infinity;
  const same = a[row - 1] === b[column - 1];
  const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] &&
    a[row - 2] === b[column - 1];
  return Math.min(
    at(1, column) + 1,
    at(2, column - 1) + 1,
    at(1, column - 1) + (same ? 0 : 1),
    swapped ? at(0, column - 2) + 1 : Infinity,
  );
}
