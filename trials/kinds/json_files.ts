// Kinds that write into the JSON of a store: records, pointers, notes and memos with another content.
import type { Json } from "../../pipeline/mod.ts";
import { type Kind, reproduce, type Trial } from "../kind.ts";
import { anyJson, edit, everywhere, fileOf, placesIn, replaced, rewrite } from "../store_files.ts";
import { names, odd, shapes, spoilt, strangers, ways } from "./hostile_json.ts";

const told = (trial: Trial, path: string, what: string) =>
  `${path.slice(trial.store.length + 1).replaceAll(/[0-9a-f]{56}/g, "…")}: ${what}`;

function damageText(trial: Trial): string {
  const path = anyJson(trial);
  const what = trial.any(Object.keys(spoilt));
  rewrite(path, spoilt[what]?.(Deno.readTextFileSync(path), trial) ?? "");
  return told(trial, path, what);
}

function replaceOne(trial: Trial): string {
  const path = anyJson(trial);
  const stranger = trial.any(strangers);
  let at: readonly string[] = [];
  edit(path, (value) => {
    at = trial.any(placesIn(value));
    return replaced(value, at, stranger);
  });
  return told(trial, path, `${at.join(".").slice(0, 80)} is ${show(stranger)}`);
}

const show = (value: Json) => JSON.stringify(value).slice(0, 60);

function poison(trial: Trial, key: string, way: string): string {
  const path = fileOf(trial, "records");
  edit(path, (value) => everywhere(value, key, () => way));
  return told(trial, path, `every ${key} is ${show(way)}`);
}

function addOutput(trial: Trial, name: string): string {
  const path = fileOf(trial, "records");
  const rename = (outputs: Json): Json => {
    const [first, ...rest] = Object.entries(outputs ?? {}) as [string, Json][];
    const entries = [[name, first?.[1] ?? null], ...first ? [first] : [], ...rest];
    return JSON.parse(
      `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`)}}`,
    );
  };
  edit(path, (value) => everywhere(value, "outputs", rename));
  return told(trial, path, `an output called ${show(name)}`);
}

/** One digit of one number or digest becomes another. */
function otherDigit(trial: Trial, path: string, sealed: boolean): string {
  let said = "";
  const change = (value: Json): Json => {
    const text = JSON.stringify(value);
    const digits = [...text.matchAll(/\d/g)].map(({ index }) => index);
    const at = trial.any(digits);
    const digit = String((Number(text[at]) + 1 + trial.draws.below(8)) % 10);
    said = `${text.slice(Math.max(0, at - 20), at)}[${digit}]${text.slice(at + 1, at + 10)}`;
    return parsedOr(text.slice(0, at) + digit + text.slice(at + 1), value);
  };
  edit(path, change, sealed);
  return told(trial, path, `a digit, ${said}`);
}

/** 0123 is no JSON: then the value stays. */
function parsedOr(text: string, otherwise: Json): Json {
  try {
    return JSON.parse(text);
  } catch {
    return otherwise;
  }
}

export const jsonKinds: readonly Kind[] = [
  {
    name: "json: another shape",
    tries: "a record, pointer, note or memo that is valid JSON of another shape",
    damage: (trial) => {
      const path = anyJson(trial);
      const shape = trial.any(shapes);
      rewrite(path, JSON.stringify(shape));
      return told(trial, path, show(shape));
    },
  },
  {
    name: "json: one other value",
    tries: "one value in it of another type or size, sealed again by whoever wrote it",
    damage: replaceOne,
  },
  {
    name: "json: spoilt text",
    tries: "cut, empty, doubled, huge, nested 100,000 deep, with a flipped bit, in no UTF-8",
    damage: damageText,
  },
  {
    name: "record: a digest that is a path",
    tries: "an output's digest that leads out of the store",
    damage: (trial) => poison(trial, "digest", trial.turn(ways(trial))),
  },
  {
    name: "record: a size that is none",
    tries: "an output's size that is negative, a fraction, too large, or text",
    damage: (trial) => {
      const path = fileOf(trial, "records");
      const size = trial.turn<Json>([-1, 0.5, 1e300, "12", null, 2 ** 53 + 2, [], 0]);
      edit(path, (value) => everywhere(value, "size", () => size));
      return told(trial, path, `every size is ${show(size)}`);
    },
  },
  {
    name: "record: an output name that leads out",
    tries: "an output's name with .., absolute, empty, 4,000 letters long, `__proto__`, with NUL",
    damage: (trial) => addOutput(trial, trial.turn(names(trial))),
  },
  {
    name: "record: an output more",
    tries: "an output that no stage made, with an odd name and the bytes of another",
    damage: (trial) => addOutput(trial, trial.turn(odd)),
    lies: true,
  },
  {
    name: "record: names of stage and node that lead out",
    tries: "a record whose stage, node, key or run is a path",
    damage: (trial) =>
      poison(trial, trial.turn(["stage", "node", "key", "id"]), trial.any(ways(trial))),
  },
  {
    name: "pointer: a path that leads out",
    tries: "a pointer whose stage, key or result is a path",
    damage: (trial) => {
      const path = fileOf(trial, "nodes");
      const [key, way] = [trial.turn(["stage", "key", "result"]), trial.any(ways(trial))];
      edit(path, (value) => everywhere(value, key, () => way));
      return told(trial, path, `${key} is ${show(way)}`);
    },
    lines: (trial) => [
      reproduce(trial),
      { words: ["why", "report:trial", "--study", trial.study, "--store", trial.store] },
      { words: ["show", "report:trial", "--study", trial.study, "--store", trial.store] },
    ],
  },
  {
    name: "memo: one wrong digit",
    tries: "one digit of one memo, which could give a false key",
    damage: (trial) => otherDigit(trial, fileOf(trial, "memo"), false),
  },
  {
    name: "memo: one wrong digit, sealed, --paranoid",
    tries:
      "the same by someone who makes the memo's own digest right; `--paranoid` may not believe it",
    damage: (trial) => otherDigit(trial, fileOf(trial, "memo"), true),
    lines: (trial) => [reproduce(trial, "--paranoid")],
    heals: false,
  },
];
