// Paths of a drawing with fewer bytes: tenths of a pixel, and no points along a straight border.

/** Rewrites every `d` that is made of moves and lines alone. */
export function lighterPaths(svg: string): string {
  return svg.replace(
    / d="(M[\d.,MLZ-]*)"/g,
    (_, path: string) => ` d="${path.split(/(?=M)/).map(lighterRing).join("")}"`,
  );
}

type Place = readonly [number, number];

/** One ring or line, starting with its M. */
function lighterRing(ring: string): string {
  const closed = ring.endsWith("Z");
  const places = ring.slice(1).replace("Z", "").split("L").map((place): Place => {
    const [x = NaN, y = NaN] = place.split(",").map(Number);
    return [tenth(x), tenth(y)];
  });
  const kept = places.filter((place, index) =>
    !isBetween(places[index - 1], place, places[index + 1])
  );
  return `M${kept.map(([x, y]) => `${x},${y}`).join("L")}${closed ? "Z" : ""}`;
}

/** On a horizontal or vertical stretch, as along the border of a map. */
function isBetween(before: Place | undefined, at: Place, after: Place | undefined): boolean {
  if (before === undefined || after === undefined) return false;
  return [0, 1].some((axis) => before[axis] === at[axis] && at[axis] === after[axis]);
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
