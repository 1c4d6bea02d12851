// What a row of the table says of a method: how it is called and shown, and what it is made of.
import type { Design } from "./design.ts";

/** A method as the table has it: what it is called and shown as, and what it is made of. */
export interface MethodRow {
  /** In tables and figures. */
  readonly label: string;
  /** One sentence: the legend of the page, and `cairn list methods`. */
  readonly meaning: string;
  /** Its block in the tables; a block of its own behind the paper's, if unsaid. */
  readonly family?: Family;
  /** The method that trains as many numbers without sparsity (the paper's claims C4 and C6). */
  readonly twin?: string;
  /** The method that it is a chain of. */
  readonly chainOf?: string;
  /** How figures draw it; a chain is dashed and hollow. A free mark, if unsaid. */
  readonly mark?: Mark;
  /** Whether the paper's Table 1 has its bound; where not, the same rule gives it. */
  readonly inTable1?: true;
  /** What holds it to its definition; the conformance suite, if unsaid. */
  readonly proof?: Proof;
  /** All of it that is in the key of what it trains. */
  readonly design: Design;
}

/** The blocks of Table 2; "extra" is beside the paper's tables, "control" is not ranked. */
export type Family = "past" | "present" | "partial" | "sparse" | "extra" | "control";

/** Hues and symbols of figures; what a hue is in light and in dark is `analysis`'s. */
export interface Mark {
  readonly hue: Hue;
  readonly shape: Shape;
}

/** The name of a colour. */
export type Hue = typeof hues[number];
/** Those of Observable Plot's symbol channel. */
export type Shape = typeof shapes[number];

/** Grey is the control's; the three before it are for rows that choose no mark. */
export const hues = [
  "black",
  "blue",
  "vermilion",
  "green",
  "pink",
  "orange",
  "purple",
  "brown",
  "teal",
  "rose",
  "indigo",
  "olive",
  "grey",
] as const;
/** See `Shape`. */
export const shapes = [
  "circle",
  "square",
  "triangle",
  "diamond",
  "star",
  "plus",
  "hexagon",
] as const;

/** Trajectories of the reference, step by step (`parity/`), or the laws in tests/conformance alone. */
export interface Proof {
  readonly by: "trajectories" | "conformance";
  /** Readings that rest on the conformance suite all the same, as `option=value`. */
  readonly except: readonly string[];
}
