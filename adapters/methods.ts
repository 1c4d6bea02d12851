// THE TABLE: every method, all of it in one row (docs/paper.md, Table M). Rows stand in the order of the paper's tables.
import { type Design, type LowRankDesign, methodOf } from "./design.ts";
import type { Method } from "./method.ts";
import type { MethodRow, Proof } from "./method_row.ts";

/** The reference has runs of it, but for some readings. */
const trajectories = (...except: string[]): Proof => ({ by: "trajectories", except });

/** A chain of a low-rank method: at a link's end it folds and A is chosen anew, unless `changes` says otherwise. */
const chained = (plain: LowRankDesign, changes: Partial<LowRankDesign> = {}): LowRankDesign => (
  { chain: "folding", ...plain, ...changes }
);

const lora: LowRankDesign = { kind: "low_rank", a: "drawn", trains: "both" };
const asym: LowRankDesign = { kind: "low_rank", a: "drawn", trains: "one side" };
const cla: LowRankDesign = { kind: "low_rank", a: "first columns", trains: "B" };
const rcla: LowRankDesign = { kind: "low_rank", a: "random columns", trains: "B" };
const paca: Design = { kind: "partial", columns: "random" };

const table = {
  fft: {
    label: "FFT",
    meaning: "full fine-tuning, every weight is trained",
    family: "past",
    mark: { hue: "black", shape: "star" },
    proof: trajectories(),
    design: { kind: "full" },
  },
  lora: {
    label: "LoRA",
    meaning: "ΔW = s·B·A, both factors trained, A uniform ±1/√in, B zero at the start",
    family: "past",
    mark: { hue: "blue", shape: "circle" },
    inTable1: true,
    proof: trajectories(),
    design: lora,
  },
  cola: {
    label: "CoLA",
    meaning: "a chain of LoRAs, each merged before A is drawn anew",
    family: "present",
    chainOf: "lora",
    mark: { hue: "blue", shape: "circle" },
    inTable1: true,
    proof: trajectories(),
    design: chained(lora),
  },
  asym: {
    label: "Asym-LoRA",
    meaning: "LoRA with A frozen at its random start; only B is trained",
    family: "present",
    mark: { hue: "vermilion", shape: "square" },
    inTable1: true,
    proof: trajectories("train=A"),
    design: asym,
  },
  rac: {
    label: "RAC-LoRA",
    meaning: "a chain of Asym-LoRAs, each link with a new random A",
    family: "present",
    chainOf: "asym",
    mark: { hue: "vermilion", shape: "square" },
    inTable1: true,
    proof: trajectories("train=A", "train=released-two"),
    design: chained(asym, { trains: "one side, or both as released" }),
  },
  loraplus: {
    label: "LoRA+",
    meaning: "LoRA whose B learns 16 times as fast as its A",
    family: "present",
    mark: { hue: "orange", shape: "plus" },
    inTable1: true,
    proof: trajectories("groups=squared"),
    design: { ...lora, rates: "LoRA+" },
  },
  paca: {
    label: "PaCA",
    meaning: "r random columns of W trained directly",
    family: "partial",
    mark: { hue: "purple", shape: "hexagon" },
    inTable1: true,
    proof: trajectories("form=delta"),
    design: paca,
  },
  dpaca: {
    label: "dPaCA",
    meaning: "the first r columns of W trained directly",
    family: "partial",
    mark: { hue: "brown", shape: "hexagon" },
    design: { ...paca, columns: "first" },
  },
  cpaca: {
    label: "cPaCA",
    meaning: "a chain of PaCAs, with other random columns for each link",
    family: "partial",
    chainOf: "paca",
    mark: { hue: "purple", shape: "hexagon" },
    design: { ...paca, chain: "folding" },
  },
  dcpaca: {
    label: "dcPaCA",
    meaning: "a chain of dPaCAs whose window of columns moves on by r each link",
    family: "partial",
    chainOf: "dpaca",
    mark: { hue: "brown", shape: "hexagon" },
    design: { ...paca, columns: "next window", chain: "folding" },
  },
  cla: {
    label: "cLA",
    meaning: "A selects the first r inputs, without a product; only B is trained",
    family: "sparse",
    twin: "asym",
    mark: { hue: "green", shape: "triangle" },
    inTable1: true,
    proof: trajectories(),
    design: cla,
  },
  c3la: {
    label: "c3LA",
    meaning: "a chain of cLAs whose window of inputs moves on by r each link",
    family: "sparse",
    twin: "rac",
    chainOf: "cla",
    mark: { hue: "green", shape: "triangle" },
    inTable1: true,
    proof: trajectories("reading=released-two"),
    design: chained(cla, { a: "next window", chain: "folding, or moving on as released" }),
  },
  rcla: {
    label: "r-cLA",
    meaning: "cLA with r random inputs",
    family: "sparse",
    twin: "asym",
    mark: { hue: "pink", shape: "diamond" },
    inTable1: true,
    proof: trajectories("selector=dense"),
    design: rcla,
  },
  rc3la: {
    label: "r-c3LA",
    meaning: "c3LA with its windows in random order",
    family: "sparse",
    twin: "rac",
    chainOf: "rcla",
    mark: { hue: "pink", shape: "diamond" },
    inTable1: true,
    proof: trajectories(),
    design: chained(rcla, { a: "shuffled windows" }),
  },
  ba: {
    label: "Masked BA",
    meaning: "LoRA of whose product B·A only what is large in its row and column counts",
    mark: { hue: "teal", shape: "square" },
    design: { ...lora, keep: "largest" },
  },
  head: {
    label: "Head only",
    meaning: "the base model frozen, only the task's head is trained; of a language model its " +
      "readout, which is the embedding too",
    family: "control",
    mark: { hue: "grey", shape: "circle" },
    proof: trajectories(),
    design: { kind: "head" },
  },
} as const satisfies Readonly<Record<string, MethodRow>>;

/** The id of a method. */
export type MethodName = keyof typeof table;

/** By id. */
export const methods: Readonly<Record<MethodName, MethodRow>> = table;

/** Their ids, in the order of the table. */
export const methodNames = Object.keys(table) as [MethodName, ...MethodName[]];

/** A method of the table, ready to work. */
export function methodNamed(name: MethodName): Method {
  return methodOf(name, methods[name].design);
}
