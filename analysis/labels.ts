// The methods as the paper's tables show them: order, names and kinship.

/** "past", "present", "partial" and "sparse" are the blocks of Table 2; "control" is not ranked. */
export type Family = "past" | "present" | "partial" | "sparse" | "control";

/** How one method is called and shown; `twin` trains as many numbers without sparsity (claim C4). */
export interface MethodLabel {
  id: string;
  label: string;
  family: Family;
  chained: boolean;
  twin?: string;
  /** What it is, for the page's legend. */
  meaning: string;
}

/** In the order of Table 2, PaCA (in the paper's Table 1 only) before the sparse ones it resembles. */
export const methodLabels: readonly MethodLabel[] = [
  method("fft", "FFT", "past", "full fine-tuning: every weight is trained"),
  method("lora", "LoRA", "past", "ΔW = s·B·A, both factors trained"),
  method("cola", "CoLA", "present", "a chain of LoRAs: merge, draw anew, go on", { chained: true }),
  method(
    "asym",
    "Asym-LoRA",
    "present",
    "LoRA with A frozen at its random start; only B is trained",
  ),
  method("rac", "RAC-LoRA", "present", "a chain of Asym-LoRAs: each link a new random A", {
    chained: true,
  }),
  method("loraplus", "LoRA+", "present", "LoRA whose B learns 16 times as fast as its A"),
  method("paca", "PaCA", "partial", "r random columns of W trained directly"),
  method("cla", "cLA", "sparse", "A selects the first r inputs: no product, only B is trained", {
    twin: "asym",
  }),
  method(
    "c3la",
    "c3LA",
    "sparse",
    "a chain of cLAs whose window of inputs moves on by r each link",
    {
      chained: true,
      twin: "rac",
    },
  ),
  method("rcla", "r-cLA", "sparse", "cLA with r random inputs", { twin: "asym" }),
  method("rc3la", "r-c3LA", "sparse", "c3LA with its windows in random order", {
    chained: true,
    twin: "rac",
  }),
  method(
    "head",
    "Head only",
    "control",
    "the base model frozen, only the task's head is trained; of a language model its readout, which is the embedding too",
  ),
];

/** The blocks' names in the head of the tables. */
export const familyLabels: Readonly<Record<Family, string>> = {
  past: "The past",
  present: "The present",
  partial: "Partial",
  sparse: "Sparse",
  control: "Control",
};

function method(
  id: string,
  label: string,
  family: Family,
  meaning: string,
  more: { chained?: true; twin?: string } = {},
): MethodLabel {
  return { id, label, family, meaning, chained: false, ...more };
}

const byId = new Map(methodLabels.map((each) => [each.id, each]));

/** The label of a method; an id that the paper does not know is its own label, last in order. */
export function labelOf(id: string): MethodLabel {
  return byId.get(id) ?? method(id, id, "control", "");
}

/** The known methods among `ids` in the paper's order, then unknown ones by name. */
export function inPaperOrder(ids: Iterable<string>): string[] {
  const wanted = new Set(ids);
  const known = methodLabels.map((each) => each.id).filter((id) => wanted.has(id));
  return [...known, ...[...wanted].filter((id) => !byId.has(id)).sort()];
}
