// What the page is made from: everything comes as values, nothing is read.
import type { MethodCard } from "../../adapters/mod.ts";
import type { Figure } from "../figures/figure.ts";
import type { Table } from "../tables/table.ts";

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
