// A method's other readings and what proves them, in words.
import type { MethodEntry } from "../studies/mod.ts";

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
export function optionLines(entries: readonly MethodEntry[]): string[] {
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
export function proofWords({ by, except }: MethodEntry["proof"]): string {
  if (by === "conformance") return suite;
  return except.length === 0 ? by : `${by}; ${except.join(", ")}: ${suite}`;
}

const suite = "conformance suite";
