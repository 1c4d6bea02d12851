// Kinds in which a model, tokenizer, picture or adapter from elsewhere is the enemy, met by `parity`.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Json } from "../../pipeline/mod.ts";
import type { Kind, Trial } from "../kind.ts";
import { edit, placesIn, replaced, rewrite } from "../store_files.ts";
import { copyFolder } from "../trial.ts";

const goldens = fileURLToPath(new URL("../../tests/reference/goldens", import.meta.url));

/** A case of the reference vectors, and the file of it that is damaged. */
interface Victim {
  readonly id: string;
  readonly file: string;
}

const tokenizers: readonly Victim[] = ["gpt2", "llama2", "deberta", "llama3"].flatMap((name) =>
  ["tokenizer.json", "tokenizer_config.json"].map((file) => ({
    id: `tokenizers/${name}`,
    file: `tokenizers/${name}/${file}`,
  }))
);
const weights: readonly Victim[] = ["vit-cls", "gpt2-lm", "roberta-cls"].map((name) => ({
  id: `models/${name}/io`,
  file: `models/${name}/model.safetensors`,
}));
const configs: readonly Victim[] = ["vit-cls", "gpt2-lm", "roberta-cls", "bert-cls"].map((
  name,
) => ({
  id: `models/${name}/io`,
  file: `models/${name}/config.json`,
}));
const pictures: readonly Victim[] = ["photo.jpg", "rgb.png", "alpha.png", "grey.png"].map((
  name,
) => ({
  id: "images",
  file: `images/${name}`,
}));
const adapters: readonly Victim[] = [{
  id: "peft_exports/vit-cls-lora-both_names",
  file: "peft_exports/vit-cls-lora-both_names/adapter_config.json",
}];
const manifests: readonly Victim[] = [{ id: "metrics", file: "manifest.json" }];

type Damage = (path: string, trial: Trial) => string | void;

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

const ofJson: Readonly<Record<string, Damage>> = {
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

const ofWeights: Readonly<Record<string, Damage>> = {
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

const ofPictures: Readonly<Record<string, Damage>> = {
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

const ofAdapters: Readonly<Record<string, Damage>> = {
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

function foreign(
  name: string,
  tries: string,
  [victims, damages]: [readonly Victim[], Readonly<Record<string, Damage>>],
): Kind {
  const ids = new WeakMap<Trial, string>();
  return {
    name: `foreign: ${name}`,
    tries,
    codes: [0, 1, 2],
    heals: false,
    async damage(trial) {
      const victim = trial.any(victims);
      ids.set(trial, victim.id);
      await copyFolder(goldens, join(trial.folder, "vectors"));
      const what = trial.turn(Object.keys(damages));
      const said = damages[what]?.(join(trial.folder, "vectors", victim.file), trial);
      return `${victim.file}: ${what}${said ? `, ${said}` : ""}`;
    },
    lines: (trial) => [{
      words: ["parity", join(trial.folder, "vectors"), "--filter", `^${ids.get(trial)}$`],
      limit: 60,
    }],
  };
}

export const foreignKinds: readonly Kind[] = [
  foreign("tokenizer", "a tokenizer's files: other values, cut, deep, huge numbers, no JSON", [
    tokenizers,
    ofJson,
  ]),
  foreign(
    "weights",
    "safetensors: lengths, offsets, shapes and types that lie, cut, git-lfs, HTML",
    [weights, ofWeights],
  ),
  foreign("configuration", "a model's config.json: other values, absurd sizes, strange keys", [
    configs,
    ofJson,
  ]),
  foreign("picture", "JPEG and PNG: cut, flipped bits, sizes that lie", [pictures, ofPictures]),
  foreign(
    "adapter",
    "peft's adapter_config.json: patterns that need exponential time or are none",
    [adapters, ofAdapters],
  ),
  foreign("manifest", "the manifest of reference vectors itself", [manifests, ofJson]),
];
