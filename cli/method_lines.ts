// What `list` says of methods: what each trains of a model, its other readings, and what proves it.
import {
  catalogue,
  countMethods,
  type MethodCounts,
  type MethodEntry,
  presets,
  sizeOfModel,
  taskInWords,
  withLabels,
} from "../studies/mod.ts";
import { unknownName } from "./spoken.ts";

/** The model to count in; rank 16 and two labels, if unsaid. */
export interface CountWish {
  readonly model?: string | undefined;
  readonly rank?: number | undefined;
  readonly labels?: number | undefined;
}

/** A model, and each method with its counts. */
export interface ModelCounts {
  readonly model: {
    readonly name: string;
    readonly architecture: string;
    readonly task: string;
    readonly parameters: number;
    readonly rank: number;
  };
  readonly entries: readonly (MethodEntry & MethodCounts)[];
}

type Counted =
  | { readonly ok: true; readonly value: ModelCounts }
  | { readonly ok: false; readonly reason: string; readonly message: string };

/**
 * The counts, from the shapes of the model's weights.
 * Errors: `unknown-model`, and `rank-too-high` where a matrix has fewer inputs.
 */
export function modelCounts({ model = "", rank = 16, labels }: CountWish): Counted {
  const known = presets();
  const found = known.get(model);
  if (found === undefined) {
    const message = unknownName("model", model, known.keys());
    return { ok: false, reason: "unknown-model", message };
  }
  const isClassifier = "labels" in found.task;
  const preset = isClassifier || labels !== undefined ? withLabels(found, labels ?? 2) : found;
  const counts = countMethods(preset, rank);
  if (!counts.ok) return counts;
  const { name, architecture, task } = preset;
  const [words, parameters] = [taskInWords(task), sizeOfModel(preset)];
  return {
    ok: true,
    value: {
      model: { name, architecture: architecture.name, task: words, parameters, rank },
      entries: counts.value.map((each) => ({ ...entryOf(each.name), ...each })),
    },
  };
}

function entryOf(name: string): MethodEntry {
  const entry = catalogue.methods.find((each) => each.name === name);
  if (entry === undefined) throw new Error(`Cannot find the method ${name} in the catalogue`);
  return entry;
}

const heads = ["method", "adapter's formula", "adapter", "head", "trained", "share", "proof"];

/** A line on the model, a table of the methods. */
export function countText({ model, entries }: ModelCounts): string {
  const { name, architecture, task, parameters, rank } = model;
  const rows = entries.map((entry) => [
    entry.name,
    entry.formula,
    ...[entry.adapter, entry.head, entry.trained].map(grouped),
    `${(100 * entry.share).toFixed(3)} %`,
    proofWords(entry.proof),
  ]);
  return [
    `${name}: ${architecture} for ${task}, ${grouped(parameters)} parameters`,
    `r = ${rank}, Σ over the query and value matrices; a task's head is trained with every method`,
    "",
    ...tableLines([heads, ...rows]),
    "",
    "Other readings, the paper's first:",
    ...optionLines(entries),
    "",
  ].join("\n");
}

/** Columns as wide as they must be; numbers end together. */
function tableLines(rows: readonly (readonly string[])[]): string[] {
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const cell = (text: string, column: number) => {
    const width = widths[column] ?? 0;
    return column >= 2 && column <= 5 ? text.padStart(width) : text.padEnd(width);
  };
  return rows.map((row) => row.map(cell).join("  ").trimEnd());
}

function grouped(count: number): string {
  return count.toLocaleString("en-US");
}

type Readings = Partial<Pick<MethodEntry, "options" | "proof">>;

/** The option of every method, which is said once for all. */
const common = "decay";

/** Options with the paper's reading first, then the proof. */
export function readingLines({ options = [], proof }: Readings): string[] {
  const own = ownWords(options);
  return [...(own === "" ? [] : [own]), ...(proof ? [`proof: ${proofWords(proof)}`] : [])];
}

/** `every method: decay=recipe|everything`, where there are methods. */
export function commonLines(entries: readonly Readings[]): string[] {
  const [option] = entries.flatMap(({ options = [] }) =>
    options.filter(({ name }) => name === common)
  );
  return option === undefined ? [] : [`every method: ${optionWords([option])}`];
}

/** Methods that have options beside the common one, a line for each, then the common one. */
function optionLines(entries: readonly MethodEntry[]): string[] {
  const width = Math.max(0, ...entries.map(({ name }) => name.length));
  const lines = entries.map(({ name, options, otherFormulas }) => {
    const formulas = Object.entries(otherFormulas).map((each) => each.join(": "));
    return [name.padEnd(width), [ownWords(options), ...formulas].join("  ")] as const;
  });
  return [
    ...lines.filter(([, words]) => words !== "").map((line) => line.join("  ")),
    ...commonLines(entries),
  ];
}

const ownWords = (options: MethodEntry["options"]): string =>
  optionWords(options.filter(({ name }) => name !== common));

function optionWords(options: MethodEntry["options"]): string {
  return options.map(({ name, values }) => `${name}=${values.join("|")}`).join("  ");
}

/** `trajectories; train=A: conformance suite` */
function proofWords({ by, except }: MethodEntry["proof"]): string {
  if (by === "conformance") return suite;
  return except.length === 0 ? by : `${by}; ${except.join(", ")}: ${suite}`;
}

const suite = "conformance suite";
