// docs/reliability.md: what is tried, and what came of it when it was last written (`--write`).
import type { Kind } from "./kind.ts";
import type { OracleName } from "./oracles.ts";

/** What a session of trials found. */
export interface Session {
  readonly command: string;
  /** A day, a kernel, a count of cores. */
  readonly where: string;
  readonly rows: readonly KindCount[];
  readonly oracles: Readonly<Record<OracleName, number>>;
}

/** A kind, how often it was tried, and how often any oracle saw something wrong. */
export interface KindCount {
  readonly kind: Pick<Kind, "name" | "tries">;
  readonly tried: number;
  readonly wrong: number;
}

/** What each oracle's name means, in the page's words. */
const meanings: Readonly<Record<OracleName, string>> = {
  "wrong result":
    "code 0 and a byte of the results that is not the right one, a record under a key " +
    "that is not right, or a failure without a sentence",
  "stack trace": "a stack, a panic or an uncaught error in what was printed",
  "write outside": "a file, mode or time beside the store that is not as it was",
  "undocumented exit code": "a code that README does not explain, or not for this",
  "no end in time": "a command that had to be ended",
  "process left behind": "a process that outlived its run",
  "broke out": "a stage that read, wrote, reached or signalled what it was not given",
  "not healed": "a plain run afterwards that did not end with the right results",
};

/** The page as Markdown, before formatting. */
export function reliabilityPage({ command, where, rows, oracles }: Session): string {
  const tried = rows.reduce((sum, row) => sum + row.tried, 0);
  const wrong = rows.reduce((sum, row) => sum + row.wrong, 0);
  return `${head}
## What came of it

    ${command}

${tried} trials, ${wrong} of them with something wrong; ${where}.

| an oracle looks for | | seen |
| --- | --- | --- |
${
    Object.entries(oracles).map(([name, count]) =>
      `| ${name} | ${meanings[name as OracleName]} | ${count} |`
    ).join("\n")
  }

## What is tried

| kind | what is tried | tried | wrong |
| --- | --- | --- | --- |
${
    rows.map(({ kind, tried, wrong }) => `| ${kind.name} | ${kind.tries} | ${tried} | ${wrong} |`)
      .join("\n")
  }
`;
}

const head = `# Reliability

What happens to a store that is damaged, full, shared, interrupted or written by an enemy is not
argued here but tried: \`deno task trials --count n --seed s\` attacks a real store through the real
command line. \`deno task trials --count 200 --seed 1 --write\` writes this page; forty trials run in
\`.ci/run\`.

A trial copies a whole store of a little study into a folder of its own, puts files around it that
nobody may touch, does one damage, runs one or a few commands, and then asks the oracles. Afterwards a
plain \`reproduce\` has to bring back the right results, byte for byte, where the kind allows it. What
is tried is decided by seed, kind and turn: a line of a failure says how to repeat it. Trials damage
only what they made themselves, below the folder for temporary files.

The little study has nine nodes, one model and one method: the trials are about the machinery, and
say nothing about numbers. One thing was tried and does not hold: an enemy who, while a run goes, swaps
a folder of the store for a link and back some hundred times may have files of that run written where
the link leads; a name is looked at before it is used, and Deno gives no way to do both at once. A
trial that a machine cannot do (mounts and devices need root, faults a C
compiler) is named and left out.
`;
