// What an enemy writes into JSON: other shapes and values, ways out of a folder, names, spoilt text.
import type { Json } from "../../pipeline/mod.ts";
import type { Trial } from "../kind.ts";

/** Values of another type than a record, a pointer or a memo has. */
export const shapes: readonly Json[] = [
  null,
  [],
  {},
  3,
  "text",
  true,
  [null],
  { outputs: null },
  {
    outputs: [],
  },
  { objects: null },
  { schema: "cairn.record/1" },
  { schema: null, outputs: {} },
];

/** Values for one place of a JSON file. */
export const strangers: readonly Json[] = [
  null,
  -1,
  0.5,
  1e300,
  2 ** 53,
  true,
  "",
  "12",
  "../../x",
  [],
  {},
  [[]],
  { "__proto__x": 1 },
  "\u0000",
  "é",
  "a".repeat(5000),
];

/** Paths that lead from a folder of a store to a file beside it. */
export const ways = (trial: Trial): readonly string[] => [
  "../../../around/secret.txt",
  "../../../../around/secret.txt",
  "../../around/secret.txt",
  `${trial.around}/secret.txt`,
  `/../../../around/secret.txt`,
  "..",
  ".",
  "",
  "../../..",
  `ab/../../../around/secret.txt`,
  "..\\..\\around\\secret.txt",
  "A".repeat(64),
  `${"a".repeat(63)}/`,
  `${"a".repeat(64)}\n`,
  `${"a".repeat(64)}\u0000`,
];

/** Names of outputs that no file may have. */
export const names = (trial: Trial): readonly string[] => [
  "../../x",
  "../../../around/new.txt",
  `${trial.around}/new.txt`,
  "a/../../../../around/new.txt",
  "..",
  "",
  "x\u0000y",
  "n".repeat(300),
  "d/".repeat(2000) + "x",
  "__proto__",
  "MANIFEST.json/../../x",
  "a\nb",
];

/** Names that a file may have, on outputs that no stage made. */
export const odd: readonly string[] = [
  "constructor",
  "toString",
  " ",
  "-rf",
  "ＡＢ",
  "e\u0301",
  "*",
];

/** Text that was JSON. */
export const spoilt: Readonly<Record<string, (text: string, trial: Trial) => string | Uint8Array>> =
  {
    "nothing": () => "",
    "half of it": (text) => text.slice(0, text.length >> 1),
    "a byte-order mark before it": (text) => `\ufeff${text}`,
    "CRLF for LF": (text) => text.replaceAll("\n", "\r\n"),
    "NUL bytes": (text) => "\u0000".repeat(text.length),
    "bytes that are no UTF-8": (text) =>
      new Uint8Array([...new TextEncoder().encode(text), 0xff, 0xfe]),
    "it twice": (text) => text + text,
    "200,000 brackets": () => "[".repeat(200_000),
    "a list in a list, 100,000 deep": () => "[".repeat(100_000) + "]".repeat(100_000),
    "32 MB of blanks after it": (text) => text + " ".repeat(32 << 20),
    "every key twice": (text) => text.replace("{", `{"outputs": {}, "schema": 3, `),
    "a flipped bit": (text, { draws }) => {
      const bytes = new TextEncoder().encode(text);
      const place = draws.below(bytes.length);
      bytes[place] = (bytes[place] ?? 0) ^ (1 << draws.below(7));
      return bytes;
    },
  };
