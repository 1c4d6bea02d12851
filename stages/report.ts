// report: the study's tables, figures and its page, from what every cell measured; it reads nothing else.
import {
  chapters,
  findings,
  page,
  type PageContent,
  toCsv,
  toMarkdown,
  toNumbersJson,
} from "../analysis/mod.ts";
import { defineStage, type Work } from "../pipeline/mod.ts";
import { gatherEvidence } from "./reporting/evidence.ts";
import { factsOf, notesOf, provenanceOf, type ReportParameters } from "./reporting/facts.ts";

/**
 * Writes `report.html`, `numbers.json` (every number with its address and the nodes behind it), and for
 * each exhibit its CSV and Markdown, or its SVG.
 */
export const report = defineStage<ReportParameters>({
  name: "report",
  module: import.meta.url,
  environment: "pure",
  outputs: ["report.html", "numbers.json"],
  writesMore: true,
  async run(work) {
    const content = await contentOf(work);
    await Deno.writeTextFile(work.output("report.html"), page(content));
    await writeExhibits(work, content);
    const tables = content.chapters.flatMap((chapter) => chapter.tables);
    await Deno.writeTextFile(work.output("numbers.json"), toNumbersJson(tables));
  },
});

async function contentOf(work: Work<ReportParameters>): Promise<PageContent> {
  const { parameters } = work;
  const evidence = await gatherEvidence(work);
  return {
    title: parameters.title,
    claim: parameters.claim,
    study: factsOf(parameters),
    findings: findings(evidence),
    chapters: chapters(evidence),
    methods: parameters.methods,
    notes: notesOf(parameters),
    provenance: await provenanceOf(work),
  };
}

async function writeExhibits(
  { output }: Work<ReportParameters>,
  content: PageContent,
): Promise<void> {
  for (const { tables, figures } of content.chapters) {
    for (const table of tables) {
      await Deno.writeTextFile(output(`${table.exhibit}.csv`), toCsv(table));
      await Deno.writeTextFile(output(`${table.exhibit}.md`), toMarkdown(table));
    }
    for (const { exhibit, svg } of figures) await Deno.writeTextFile(output(`${exhibit}.svg`), svg);
  }
}
