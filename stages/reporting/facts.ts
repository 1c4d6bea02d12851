// What the report is told of its study, and the page's words that are read off that.
import type { MethodCard } from "../../adapters/mod.ts";
import type { Fact } from "../../analysis/mod.ts";
import type { Work } from "../../pipeline/mod.ts";
import type { DataCard } from "../cards.ts";
import { readJson } from "../json_file.ts";

export interface ReportedCell {
  readonly id: string;
  readonly model: string;
  readonly data: string;
  readonly method: string;
  readonly seed: number;
  readonly recipe: Readonly<Record<string, unknown>>;
}

/** A cell with what the page says of its method. */
export interface ShownCell extends Omit<ReportedCell, "method"> {
  readonly method: MethodCard;
}

export interface ReportParameters {
  readonly name: string;
  readonly title: string;
  readonly claim: string;
  readonly exhibits: {
    readonly pretraining: readonly { readonly pretrained: string; readonly random: string }[];
  };
  readonly models: Readonly<
    Record<string, {
      readonly architecture: string;
      readonly config: Readonly<Record<string, unknown>>;
      readonly pretraining?: { readonly data: string; readonly recipe: string };
    }>
  >;
  /** Keys of the models' configs that nothing here reads, where there are any. */
  readonly unread?: Readonly<Record<string, readonly string[]>>;
  readonly data: Readonly<Record<string, { readonly dataset: string }>>;
  readonly cells: readonly ReportedCell[];
  /** Those of the cells, as the table of methods has them. */
  readonly methods: readonly MethodCard[];
  /** What the graphs ran on. */
  readonly engine: string;
}

/** Counts for the head of the page. */
export function factsOf({ cells }: ReportParameters): Fact[] {
  const distinct = (pick: (cell: ReportParameters["cells"][number]) => unknown) =>
    String(new Set(cells.map(pick)).size);
  return [
    { label: "base models", value: distinct((cell) => cell.model) },
    { label: "data sets", value: distinct((cell) => cell.data) },
    { label: "methods", value: distinct((cell) => cell.method) },
    { label: "seeds", value: distinct((cell) => cell.seed) },
    { label: "trained cells", value: String(cells.length) },
  ];
}

/** How the cells were trained: one paragraph for each model and data set, from its LoRA recipe or the first. */
export function notesOf({ cells, models }: ReportParameters): Fact[] {
  const setups = [...new Set(cells.map(({ model, data }) => `${model} / ${data}`))];
  return setups.map((label) => {
    const own = cells.filter(({ model, data }) => `${model} / ${data}` === label);
    const { recipe, model } = own.find((cell) => cell.method === "lora") ??
      own[0] as (typeof own)[number];
    const base = models[model]?.pretraining === undefined ? "Random weights" : "Pre-trained here";
    return { label, value: `${base}. ${recipeWords(recipe)}` };
  });
}

function recipeWords(recipe: Readonly<Record<string, unknown>>): string {
  const { epochs, batch, rate, schedule, warmupRatio, rank, alpha, targets, chainEvery } = recipe;
  const rounded = ["paper", "transformers"].includes(String(recipe["rounding"]))
    ? ` (rounded as by ${recipe["rounding"]})`
    : "";
  return `${epochs} epochs of batches of ${batch}, AdamW at ${rate} (LoRA; other methods may differ), ${schedule} ` +
    `schedule with a warm-up share of ${warmupRatio}${rounded}, rank ${rank}, α ${
      alpha ?? 2 * Number(rank)
    }, ` +
    `adapters on ${
      (targets as string[]).join(", ")
    }, a new link every ${chainEvery} epochs in chains.`;
}

/** Where the data come from, and what the numbers are tied to. */
export async function provenanceOf(
  { inputs, parameters }: Work<ReportParameters>,
): Promise<Fact[]> {
  const facts: Fact[] = [];
  for (const id of Object.keys(parameters.data)) {
    const { source, counts } = await readJson<DataCard>(inputs[`prepare_data:${id}`]);
    const sizes = `${counts.train} / ${counts.validation} / ${counts.test}`;
    facts.push({ label: id, value: `${source}. Train / validation / test: ${sizes}.` });
  }
  for (const [id, keys] of Object.entries(parameters.unread ?? {})) {
    facts.push({
      label: id,
      value: `Its config has keys that nothing here reads: ${keys.join(", ")}.`,
    });
  }
  const engine = `Every graph ran on the engine ${parameters.engine}.`;
  const manifest =
    "MANIFEST.json beside this page names, for every number, the nodes behind it, their keys and the digests of their files.";
  return [...facts, { label: "Engine", value: engine }, { label: "Numbers", value: manifest }];
}
