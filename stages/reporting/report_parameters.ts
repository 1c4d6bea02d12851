// What the report is told of the study: its words, and the cells that it must find among its inputs.
import type { MethodCard } from "../../adapters/mod.ts";

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
