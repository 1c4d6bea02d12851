// The page: self-contained, accessible, and every number on it is the CSV's.
import assert from "node:assert/strict";
import { parseHTML } from "linkedom";
import { chapters, findings, numbersOf, page, toCsv } from "../../../analysis/mod.ts";
import { demoContent, demoEvidence } from "../support/demo_page.ts";
import { demoCells } from "../support/demo.ts";

interface Element {
  id: string;
  textContent: string;
  getAttribute(name: string): string | null;
  querySelector(selector: string): Element | null;
  querySelectorAll(selector: string): Iterable<Element>;
}

const html = page(demoContent());
const { document } = parseHTML(html) as unknown as { document: Element };
const all = (selector: string) => [...document.querySelectorAll(selector)];
const numbers = chapters(demoEvidence).flatMap(({ tables }) => tables.flatMap(numbersOf));

Deno.test("page() gives equal bytes for equal content", () => {
  assert.equal(page(demoContent()), html);
});

Deno.test("page() asks no network for anything", () => {
  assert.doesNotMatch(html, /https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
  assert.doesNotMatch(html, /@import|url\(|<img|<iframe|fetch\(/);
  for (const element of all("[href],[src]")) {
    assert.match(element.getAttribute("href") ?? element.getAttribute("src") ?? "", /^(#|data:)/);
  }
});

Deno.test("every number stands on the page with its text, its full value and its address", () => {
  const cells = new Map(all("td[id]").map((cell) => [cell.id, cell]));
  for (const { address, text, value } of numbers) {
    const [own = "", extra] = address.split(":");
    const cell = cells.get(own);
    const place = extra === undefined ? cell : cell?.querySelector(`small.${extra}`);
    assert.equal(place?.querySelector(".n")?.textContent, text, address);
    assert.equal(Number(place?.getAttribute("data-value")), value, address);
    assert.ok(place?.getAttribute("title")?.startsWith(`${address} = ${value}`), address);
  }
});

Deno.test("the page shows no number that the tables do not have", () => {
  const shown = all("figure.exhibit td[data-value], figure.exhibit small[data-value]");
  assert.equal(shown.length, numbers.length);
});

Deno.test("each table carries its CSV, byte for byte", () => {
  for (const table of chapters(demoEvidence).flatMap(({ tables }) => tables)) {
    const link = all("a[download]").find((each) =>
      each.getAttribute("download") === `${table.exhibit}.csv`
    );
    const [, data = ""] = link?.getAttribute("href")?.split(/,(.*)/s) ?? [];
    assert.equal(decodeURIComponent(data), toCsv(table));
  }
});

Deno.test("a number's tooltip names its nodes, and the key of a node that is known", () => {
  const cell = all("td").find(({ id }) => id === "table_2/vit-mini-digits/fft");
  const title = cell?.getAttribute("title") ?? "";
  assert.match(
    title,
    /evaluate:vit-mini\/digits\/fft\/seed=12 {2}b1946ac92492d2347c6235b4d2611184/,
  );
  assert.match(title, /seed=32/);
});

Deno.test("ids are unique and every inner link has its target", () => {
  const ids = all("[id]").map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  for (const link of all('a[href^="#"]')) {
    assert.ok(ids.includes((link.getAttribute("href") ?? "").slice(1)));
  }
});

Deno.test("tables have captions and scopes, drawings have labels", () => {
  assert.ok(all("table").every((table) => table.querySelector("caption") !== null));
  assert.ok(all("thead th").every((head) => /^col/.test(head.getAttribute("scope") ?? "")));
  assert.ok(all("tbody th").every((head) => head.getAttribute("scope") === "row"));
  const drawings = all(".drawing > svg");
  assert.equal(drawings.length, 6);
  assert.ok(drawings.every((svg) => svg.getAttribute("role") === "img"));
});

Deno.test("text from the study is escaped", () => {
  const content = { ...demoContent(), title: `<script>alert("x")</script>` };
  assert.doesNotMatch(page(content), /<script>alert/);
});

Deno.test("findings speak in the strings of the tables", () => {
  const texts = numbers.map(({ text }) => text);
  for (const { text } of findings(demoEvidence)) {
    for (const found of text.match(/[+-]?\d+\.\d+/g) ?? []) assert.ok(texts.includes(found), found);
  }
});

Deno.test("a study of three methods and one seed gives a page without the exhibits it lacks", () => {
  const cells = demoCells.filter(({ model, method, seed }) =>
    model === "vit-mini" && seed === 12 && ["fft", "lora", "cla"].includes(method.id)
  );
  const small = page(demoContent({
    cells,
    controls: [],
    randomOf: {},
    curves: [],
    intruders: [],
    spectra: [],
    baseSpectra: {},
    landscapes: [],
  }));
  assert.match(small, /id="table_2"/);
  assert.match(small, /one seed/);
  const [, main = ""] = small.match(/<main>(.*)<\/main>/s) ?? [];
  assert.ok(!/id="figure_loss_landscape"|NaN|undefined/.test(main));
});
