// Kinds in which a model, tokenizer, picture or adapter from elsewhere is the enemy, met by `parity`.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Kind, Trial } from "../kind.ts";
import { copyFolder } from "../trial.ts";
import { type Damage, ofAdapters, ofJson, ofPictures, ofWeights } from "./file_damages.ts";

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
