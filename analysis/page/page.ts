// The report: one self-contained HTML document that asks no network for anything.
import type { MethodCard } from "../../adapters/mod.ts";
import type { Figure } from "../figures/sheet.ts";
import { symbol } from "../figures/legend.ts";
import { ink, series } from "../figures/theme.ts";
import { escape } from "../markup.ts";
import { inPaperOrder } from "../methods.ts";
import { numbersOf, type Table } from "../tables/table.ts";
import { script } from "./script.ts";
import { styleSheet } from "./style.ts";
import { type Keys, tableHtml } from "./table_html.ts";

/** A label and what stands beside it. */
export interface Fact {
  label: string;
  value: string;
}

/** A finding that the reader should see first, and the exhibit that shows it. */
export interface Finding {
  text: string;
  exhibit: string;
}

/** A chapter: a few sentences, then its exhibits. */
export interface Chapter {
  id: string;
  title: string;
  lead: string;
  tables: readonly Table[];
  figures: readonly Figure[];
}

/** The whole page. */
export interface PageContent {
  title: string;
  /** The study's claim, one or two sentences. */
  claim: string;
  /** The study in figures: models, data, methods, seeds, cells. */
  study: readonly Fact[];
  findings: readonly Finding[];
  chapters: readonly Chapter[];
  /** What the section on methods explains. */
  methods: readonly MethodCard[];
  /** How things were trained and measured, a paragraph each. */
  notes: readonly Fact[];
  /** Where the numbers come from: no time, no machine. */
  provenance: readonly Fact[];
  /** Key of a node's record, if known; shown with a number's sources. */
  keys?: Readonly<Record<string, string>>;
}

/** The whole document; equal content gives equal bytes. */
export function page(content: PageContent): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>${escape(content.title)}</title>
<style>${styleSheet()}</style>
</head>
<body>
${headerHtml(content)}
${navHtml(content)}
<main>
${findingsHtml(content.findings)}
${content.chapters.map((chapter) => chapterHtml(chapter, content.keys)).join("\n")}
<section id="methods"><h2>Methods</h2>${methodsHtml(content.methods)}${
    notesHtml(content.notes)
  }</section>
<section id="provenance"><h2>Provenance</h2>${notesHtml(content.provenance)}${
    numbersHtml(content)
  }</section>
</main>
<footer>Every number on this page has an address, its full value and its source: hover over it, or select it.</footer>
<aside id="inspector" hidden aria-live="polite"><button type="button" aria-label="Close">×</button><b></b><pre></pre></aside>
<script>${script}</script>
</body>
</html>
`;
}

function headerHtml({ title, claim, study }: PageContent): string {
  return `<header><div class="eyebrow">${cairn}<span><b>Cairn</b>, a study rebuilt from its data</span></div>` +
    `<h1>${escape(title)}</h1><p class="claim">${escape(claim)}</p>${factsHtml(study)}</header>`;
}

function factsHtml(facts: readonly Fact[]): string {
  return `<dl class="facts">${facts.map(factHtml).join("")}</dl>`;
}

function factHtml({ label, value }: Fact): string {
  return `<div><dt>${escape(label)}</dt><dd>${escape(value)}</dd></div>`;
}

function navHtml({ chapters }: PageContent): string {
  const places = [
    { id: "first", title: "Read first" },
    ...chapters,
    { id: "methods", title: "Methods" },
    { id: "provenance", title: "Provenance" },
  ];
  const items = places.map(({ id, title }) => `<li><a href="#${id}">${escape(title)}</a></li>`);
  return `<nav aria-label="Contents"><ul>${items.join("")}</ul></nav>`;
}

function findingsHtml(findings: readonly Finding[]): string {
  const items = findings.map(({ text, exhibit }) =>
    `<li>${escape(text)} <a href="#${exhibit}">Show</a></li>`
  );
  return `<section id="first"><h2>Read this first</h2><ol class="findings">${
    items.join("")
  }</ol></section>`;
}

function chapterHtml({ id, title, lead, tables, figures }: Chapter, keys: Keys = {}): string {
  const exhibits = [
    ...tables.map((table) => tableHtml(table, keys)),
    ...figures.map(figureHtml),
  ];
  return `<section id="${id}"><h2>${escape(title)}</h2><p>${escape(lead)}</p>${
    exhibits.join("")
  }</section>`;
}

function notesHtml(notes: readonly Fact[]): string {
  return `<dl class="notes">${notes.map(factHtml).join("")}</dl>`;
}

/** Every number once more, as a list to search through. */
function numbersHtml({ chapters }: PageContent): string {
  const numbers = chapters.flatMap(({ tables }) => tables.flatMap(numbersOf));
  const rows = numbers.map(({ address, text, value }) =>
    `<tr><th scope="row">${escape(address)}</th><td class="number">${escape(text)}</td>` +
    `<td class="number">${value}</td></tr>`
  );
  return `<details class="numbers"><summary>All ${numbers.length} numbers by address</summary><div class="scroll" role="region" ` +
    `tabindex="0" aria-label="All numbers"><table><caption class="hidden">All numbers by address</caption><thead><tr>` +
    `<th scope="col">address</th><th scope="col" class="number">as shown</th><th scope="col" class="number">full value</th>` +
    `</tr></thead><tbody>\n${rows.join("\n")}</tbody></table></div></details>`;
}

/** Four stones on each other. */
const cairn =
  `<svg viewBox="0 0 26 30" aria-hidden="true"><g fill="var(--accent)"><ellipse cx="13" cy="26" rx="12" ry="4"/>` +
  `<ellipse cx="12" cy="18.5" rx="9" ry="3.6"/><ellipse cx="14" cy="11.6" rx="6.4" ry="3.2"/></g>` +
  `<ellipse cx="13" cy="5.4" rx="3.8" ry="2.8" fill="#e8590c"/></svg>`;

/** The drawing in a `<figure>`; wide ones scroll on a narrow screen. */
function figureHtml({ exhibit, title, caption, svg }: Figure): string {
  return `<figure class="exhibit" id="${exhibit}"><figcaption><h3>${escape(title)}</h3>` +
    `<p>${escape(caption)}</p></figcaption>` +
    `<div class="drawing" role="region" tabindex="0" aria-label="${
      escape(title)
    }">${svg}</div></figure>`;
}

/** A definition list of the methods. */
function methodsHtml(methods: readonly MethodCard[]): string {
  return `<dl class="methods">${inPaperOrder(methods).map(entry).join("")}</dl>`;
}

function entry(method: MethodCard): string {
  const { label, meaning } = method;
  return `<div><dt>${sample(method)}<span>${escape(label)}</span></dt><dd>${
    escape(meaning)
  }</dd></div>`;
}

function sample(method: MethodCard): string {
  const style = series(method);
  const dash = style.dash === "" ? "" : ` stroke-dasharray="${style.dash}"`;
  return `<svg viewBox="0 0 52 20" aria-hidden="true" fill="${ink.text}"><path d="M2,10h48" stroke="${style.colour}" ` +
    `stroke-width="2"${dash}/>${symbol(style, { x: 26, y: 10 }, 5)}</svg>`;
}
