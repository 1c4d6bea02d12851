// The report: one self-contained HTML document that asks no network for anything.
import { escape } from "../markup.ts";
import { numbersOf } from "../tables/table.ts";
import type { Chapter, Fact, Finding, PageContent } from "./content.ts";
import { figureHtml } from "./figure_html.ts";
import { methodsHtml } from "./methods_html.ts";
import { script } from "./script.ts";
import { styleSheet } from "./style.ts";
import { type Keys, tableHtml } from "./table_html.ts";

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
