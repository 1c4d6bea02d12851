// What may be wrong with a file from elsewhere: of any kind, of JSON, of safetensors, of pictures, of peft.
import type { Json } from "../../pipeline/mod.ts";
import type { Trial } from "../kind.ts";
import { edit, placesIn, replaced, rewrite } from "../store_files.ts";

/** Damages a file; may say more of what it did. */
export type Damage = (path: string, trial: Trial) => string | void;

function bytesDamaged(change: (bytes: Uint8Array, trial: Trial) => Uint8Array): Damage {
  return (path, trial) => rewrite(path, change(Deno.readFileSync(path), trial));
}

const text = (words: string): Damage => (path) => rewrite(path, words);

const ofAnyFile: Readonly<Record<string, Damage>> = {
  "empty": text(""),
  "a page of HTML": text("<!DOCTYPE html><html><body>404: Not found</body></html>"),
  "a pointer of git-lfs": text(
    "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n",
  ),
  "removed": (path) => Deno.removeSync(path),
  "a folder": (path) => {
    Deno.removeSync(path);
    Deno.mkdirSync(path);
  },
  "a FIFO": (path) => {
    Deno.removeSync(path);
    new Deno.Command("mkfifo", { args: [path] }).outputSync();
  },
  "cut": bytesDamaged((bytes, { draws }) => bytes.slice(0, draws.below(bytes.length))),
  "a flipped bit in its first 200 bytes": bytesDamaged((bytes, { draws }) => {
    const place = draws.below(Math.min(200, bytes.length));
    bytes[place] = (bytes[place] ?? 0) ^ (1 << draws.below(8));
    return bytes;
  }),
  "200 random bytes": bytesDamaged((bytes, { draws }) => {
    for (let n = 0; n < 200; n++) bytes[draws.below(bytes.length)] = draws.below(256);
    return bytes;
  }),
};

const numbers: readonly Json[] = [
  -1,
  0,
  1e9,
  2 ** 53,
  1e308,
  0.5,
  "12",
  null,
  [],
  {},
  "\u0000",
  "(a+)+$",
];

/** Of a file of JSON. */
export const ofJson: Readonly<Record<string, Damage>> = {
  ...ofAnyFile,
  "one other value": (path, trial) => {
    let said = "";
    edit(path, (value) => {
      const [at, by] = [trial.any(placesIn(value)), trial.any(numbers)];
      said = `${at.join(".").slice(0, 80)} is ${JSON.stringify(by)}`;
      return replaced(value, at, by);
    }, false);
    return said;
  },
  "another shape": (path, { any }) =>
    rewrite(path, JSON.stringify(any<Json>([null, [], 3, "x", [[]], {}]))),
  "brackets, 200,000 deep": (path) => rewrite(path, "[".repeat(200_000)),
  "a key nested 20,000 deep": (path) =>
    rewrite(
      path,
      Deno.readTextFileSync(path).replace("{", `{"x":${"[".repeat(20_000)}${"]".repeat(20_000)},`),
    ),
  "another surprise at the top": (path, trial) => {
    const key = trial.any([
      "__proto__",
      "constructor",
      "quantization_config",
      "auto_map",
      "x".repeat(1e5),
    ]);
    edit(path, (value) => ({ ...value as object, [key]: { a: 1 } }), false);
  },
};

/** A header of another content before the same data. */
function header(change: (head: Record<string, Json>, trial: Trial) => unknown): Damage {
  return bytesDamaged((bytes, trial) => {
    const size = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const head = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + size)));
    const fresh = new TextEncoder().encode(JSON.stringify(change(head, trial)));
    const made = new Uint8Array(8 + fresh.length + bytes.length - 8 - size);
    new DataView(made.buffer).setBigUint64(0, BigInt(fresh.length), true);
    made.set(fresh, 8);
    made.set(bytes.subarray(8 + size), 8 + fresh.length);
    return made;
  });
}

/** The header's entry of one tensor, changed. */
const tensor = (change: Record<string, Json>) =>
  header((head, trial) => {
    const name = trial.any(Object.keys(head).filter((key) => key !== "__metadata__"));
    return { ...head, [name]: { ...head[name] as object, ...change } };
  });

const length = (size: bigint): Damage =>
  bytesDamaged((bytes) => {
    new DataView(bytes.buffer).setBigUint64(0, size, true);
    return bytes;
  });

/** Of safetensors. */
export const ofWeights: Readonly<Record<string, Damage>> = {
  ...ofAnyFile,
  "a header of 2^63 bytes": length(2n ** 63n),
  "a header of 2^40 bytes": length(2n ** 40n),
  "a header of 0 bytes": length(0n),
  "a header longer by one": (path, trial) => {
    const size = new DataView(Deno.readFileSync(path).buffer).getBigUint64(0, true);
    return length(size + 1n)(path, trial);
  },
  "a tensor of another type": tensor({ "dtype": "I8" }),
  "a tensor of an unknown type": tensor({ "dtype": "F4_E2M1_SURPRISE" }),
  "a shape of -1": tensor({ "shape": [-1] }),
  "a shape beyond 2^53": tensor({ "shape": [2 ** 40, 2 ** 40] }),
  "a shape of text": tensor({ "shape": "12" as unknown as Json }),
  "offsets that go back": tensor({ "data_offsets": [8, 0] }),
  "offsets beyond the end": tensor({ "data_offsets": [0, 2 ** 50] }),
  "negative offsets": tensor({ "data_offsets": [-4, 0] }),
  "offsets that are none": tensor({ "data_offsets": null }),
  "a tensor less": header((head, trial) => {
    const name = trial.any(Object.keys(head).filter((key) => key !== "__metadata__"));
    return Object.fromEntries(Object.entries(head).filter(([key]) => key !== name));
  }),
  "metadata of numbers": header((head) => ({ ...head, "__metadata__": { a: 1 } })),
  "no metadata": header((head) => ({ ...head, "__metadata__": null })),
  "a list as header": header(() => []),
};

/** Bytes written at a place. */
const poke = (place: number, values: readonly number[]): Damage =>
  bytesDamaged((bytes) => {
    bytes.set(values, place);
    return bytes;
  });

/** Of JPEG and PNG. */
export const ofPictures: Readonly<Record<string, Damage>> = {
  ...ofAnyFile,
  "a header of 2^31 − 1 pixels a side (PNG)": poke(16, [
    0x7f,
    0xff,
    0xff,
    0xff,
    0x7f,
    0xff,
    0xff,
    0xff,
  ]),
  "a header of 0 pixels (PNG)": poke(16, [0, 0, 0, 0, 0, 0, 0, 0]),
  "65,535 pixels a side (JPEG)": bytesDamaged((bytes) => {
    const place = bytes.findIndex((byte, index) =>
      byte === 0xff && (bytes[index + 1] ?? 0) === 0xc0
    );
    if (place > 0) bytes.set([0xff, 0xff, 0xff, 0xff], place + 5);
    return bytes;
  }),
  "64 KB of another picture after it": bytesDamaged((bytes) =>
    new Uint8Array([...bytes, ...new Uint8Array(65536)])
  ),
};

const patterns = [
  "(a+)+$",
  "(.*)*(.*)*(.*)*x$",
  "(?:",
  "(?P<n>",
  "\\Z\\A\\Z",
  "[",
  "a".repeat(1e6),
  "(a|a)*".repeat(30) + "b",
  "(?<=a.*)b",
  "\\1",
  "(?i-x:",
  "^(([a-z_.0-9])+.)+[A-Z]([a-z])+$",
];

/** Of peft's adapter_config.json. */
export const ofAdapters: Readonly<Record<string, Damage>> = {
  ...ofJson,
  "a hostile pattern as target_modules": (path, trial) => {
    const pattern = trial.any(patterns);
    edit(path, (value) => ({ ...value as object, "target_modules": pattern }), false);
    return pattern.slice(0, 40);
  },
  "a hostile pattern as a key of rank_pattern": (path, trial) => {
    const pattern = trial.any(patterns);
    edit(path, (value) => ({ ...value as object, "rank_pattern": { [pattern]: 4 } }), false);
    return pattern.slice(0, 40);
  },
  "a rank of 1e9": (path) => edit(path, (value) => ({ ...value as object, "r": 1e9 }), false),
};
