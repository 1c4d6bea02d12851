// Figures are the same bytes every time, stand alone, and draw every method in its own style.
import assert from "node:assert/strict";
import { methodCards, methodNames, methods } from "../../../adapters/mod.ts";
import { lighterPaths, refine } from "../../../analysis/figures/contour_map.ts";
import { colourBar, levelsOf } from "../../../analysis/figures/levels.ts";
import { darkOf, ink, series, terrainAt } from "../../../analysis/figures/theme.ts";
import { chapters, type Figure, lossLandscapeFigure, Sourced } from "../../../analysis/mod.ts";
import { card } from "../support/card.ts";
import { demoLandscapes } from "../support/demo.ts";
import { demoEvidence } from "../support/demo_page.ts";

function drawAll(): Figure[] {
  return chapters(demoEvidence).flatMap(({ figures }) => figures);
}

const figures = drawAll();

Deno.test("every figure is drawn twice to equal bytes, whatever was drawn before", () => {
  assert.equal(figures.length, 6);
  const again = new Map(drawAll().toReversed().map(({ exhibit, svg }) => [exhibit, svg]));
  for (const { exhibit, svg } of figures) assert.equal(again.get(exhibit), svg, exhibit);
});

for (const { exhibit, svg } of figures) {
  Deno.test(`${exhibit} stands alone: no style sheet, no reference, no missing number`, () => {
    assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 1000 \d+"/);
    assert.match(svg, /role="img" aria-label="[^"]{20,}"/);
    assert.doesNotMatch(svg, /NaN|undefined|Infinity|<style|url\(|href|currentColor/);
    assert.equal(svg.match(/<svg/g)?.length, svg.match(/<\/svg>/g)?.length);
  });
}

Deno.test("figures of all methods use every series' colour", () => {
  const curves = figures.find(({ exhibit }) => exhibit === "figure_learning_curves");
  for (const method of ["fft", "lora", "asym", "loraplus", "paca", "cla", "rcla", "head"]) {
    assert.ok(curves?.svg.includes(`stroke="${series(card(method)).colour}"`), method);
  }
});

Deno.test("a chained method shares its kin's colour, and is dashed and hollow", () => {
  for (
    const [chain, single] of [["cola", "lora"], ["rac", "asym"], ["c3la", "cla"], ["rc3la", "rcla"]]
  ) {
    const [a, b] = [series(card(chain as string)), series(card(single as string))];
    assert.equal(a.colour, b.colour);
    assert.deepEqual([a.hollow, b.hollow, b.dash], [true, false, ""]);
    assert.notEqual(a.dash, "");
  }
});

Deno.test("every colour of a series stands out from its ground, light and dark", () => {
  for (const method of methodNames) {
    const { colour } = series(card(method));
    assert.ok(contrast(colour, ink.paper) > 2.4, method);
    assert.ok(contrast(darkOf[colour] as string, darkOf[ink.paper] as string) > 4.5, method);
  }
});

/** Relative luminance and contrast as WCAG 2 has them. */
function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((start) => {
    const share = parseInt(colour.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

Deno.test("the terrain only gets lighter with height", () => {
  const light = Array.from({ length: 41 }, (_, step) => luminance(terrainAt(step / 40)));
  assert.ok(light.every((value, at) => at === 0 || value > (light[at - 1] as number)));
});

Deno.test("refine() passes through every measured point", () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8];
  const fine = refine({ columns: 4, rows: 3, values }, 5);
  assert.deepEqual([fine.columns, fine.rows], [16, 11]);
  values.forEach((value, index) => {
    const [row, column] = [Math.floor(index / 4) * 5, (index % 4) * 5];
    assert.ok(Math.abs((fine.values[row * 16 + column] as number) - value) < 1e-12);
  });
});

Deno.test("lighterPaths() drops points on a straight border and keeps corners", () => {
  const svg = `<path d="M0,0L5.04,0L10,0L10,7.77L10,10L0,10Z"/>`;
  assert.equal(lighterPaths(svg), `<path d="M0,0L10,0L10,10L0,10Z"/>`);
});

Deno.test("a landscape that overflowed or is flat is drawn all the same", () => {
  const [first] = demoLandscapes;
  assert.ok(first);
  const flat = { ...first, losses: first.losses.map(() => 1) };
  const wild = { ...first, losses: first.losses.map((loss, at) => at % 7 ? loss : Infinity) };
  for (const each of [flat, wild]) {
    const [figure] = lossLandscapeFigure([new Sourced(each, ["node"])]);
    assert.doesNotMatch(figure?.svg ?? "NaN", /NaN|Infinity/);
  }
});

Deno.test("the colour bar of a landscape that is nearly flat tells its losses apart", () => {
  const levels = levelsOf([1.6, 1.603]);
  const bar = colourBar(levels, { x: 0, y: 0, height: 160 });
  const labels = [...bar.matchAll(/>(\d[^<]*)</g)].map(([, label]) => label);
  assert.equal(new Set(labels).size, 5);
  assert.deepEqual([labels[0], labels[4]], ["1.600", "1.616"]);
});

Deno.test("a row that chooses no mark stands out from its ground, too", () => {
  const plain = { label: "P", meaning: "p", design: { kind: "full" } } as const;
  const table = Object.fromEntries(["p", "q", "r"].map((id) => [id, plain]));
  for (const added of methodCards(Object.keys(table), { ...methods, ...table })) {
    const { colour } = series(added);
    assert.ok(contrast(colour, ink.paper) > 2.4);
    assert.ok(contrast(darkOf[colour] as string, darkOf[ink.paper] as string) > 4.5);
  }
});
