// Kinds in which the study file is the enemy: hostile JSON, and code that throws, hangs or leaves.
import { join } from "node:path";
import type { Json } from "../../pipeline/mod.ts";
import type { Kind, Trial } from "../kind.ts";
import { everywhere } from "../store_files.ts";

type Text = (study: Json, trial: Trial) => string | Uint8Array;

const json = (study: Json) => JSON.stringify(study);

/** The study with one model under another name. */
const renamed = (name: string): Text => (study) => {
  const text = json(study).replace('"models":{"tiny"', `"models":{${JSON.stringify(name)}`);
  return text.replace('"models":["tiny"]', `"models":[${JSON.stringify(name)}]`);
};

const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);

const files: Readonly<Record<string, Text>> = {
  "a model's name of 300 letters": renamed("m".repeat(300)),
  "a model's name of 250 bytes in 125 letters": renamed("é".repeat(125)),
  "a model's name with a slash": renamed("a/b"),
  "a model called ..": renamed(".."),
  "a model's name with a line end": renamed("a\nb"),
  "a model's name with NUL": renamed("a\u0000b"),
  "a model called __proto__": renamed("__proto__"),
  "a model called constructor": renamed("constructor"),
  "a model called toString": renamed("toString"),
  "a study called ../x": (study) => json(everywhere(study, "name", () => "../x")),
  "a study called constructor": (study) => json(everywhere(study, "name", () => "__proto__")),
  "a study's name of 5,000 letters": (study) =>
    json(everywhere(study, "name", () => "n".repeat(5000))),
  "no text": () => "",
  "bytes": () => new Uint8Array([0xff, 0xfe, 0, 1]),
  "options nested 5,000 deep": (study) =>
    json(study).replace(
      '"epochs":2',
      `"epochs":2,"methods":{"lora":{"options":{"init":${nested(5000)}}}}`,
    ),
  "brackets, 200,000 deep": () => nested(200_000),
  "a rate of 1e999": (study) => json(study).replace("0.002", "1e999"),
  "a rate that is text": (study) => json(everywhere(study, "rate", () => "fast")),
  "a negative rank": (study) => json(everywhere(study, "rank", () => -1)),
  "2^53 epochs": (study) => json(everywhere(study, "epochs", () => 2 ** 53)),
  "30,000 seeds": (study) =>
    json(everywhere(study, "seeds", () => Array.from({ length: 30_000 }, (_, seed) => seed))),
  "130,000 seeds": (study) =>
    json(everywhere(study, "seeds", () => Array.from({ length: 130_000 }, (_, seed) => seed))),
  "no seed": (study) => json(everywhere(study, "seeds", () => [])),
  "a grid of nothing": (study) => json(everywhere(study, "grids", () => [])),
  "an unknown key": (study) => json({ ...study as object, "surprise": 1 } as Json),
  "a hundred unknown methods": (study) =>
    json(everywhere(study, "methods", () => Array.from({ length: 100 }, (_, n) => `m${n}`))),
};

const programs: Readonly<Record<string, string>> = {
  "throws": `throw new Error("no\\n    at thing (file:///x.ts:1:1)");`,
  "throws nothing": `throw undefined;`,
  "throws an object without a prototype": `throw Object.create(null);`,
  "throws an error whose message throws": `throw { get message() { throw 1; } };`,
  "does not parse": `export default {{{`,
  "imports what is not there": `import "./nothing.ts";`,
  "imports a package that is not there": `import "npm:cairn-no-such-package-at-all@1.0.0";`,
  "exports nothing": `const a = 1;`,
  "exports a function": `export default () => STUDY;`,
  "has a getter that throws":
    `export default { ...STUDY, get grids() { throw new Error("no"); } };`,
  "is a proxy that throws":
    `export default new Proxy({}, { get() { throw new Error("no"); }, ownKeys() { throw 1; } });`,
  "has itself in it":
    `const a: any = { ...STUDY }; a.models.tiny.config.self = a; export default a;`,
  "has a function in it": `export default { ...STUDY, claim: () => 1 };`,
  "has a BigInt in it": `export default { ...STUDY, claim: 1n };`,
  "waits for ever": `await new Promise(() => {}); export default STUDY;`,
  "waits for a timer for ever":
    `await new Promise(() => setInterval(() => {}, 1000)); export default STUDY;`,
  "is a promise that never ends": `export default new Promise(() => {});`,
  "leaves with code 0": `Deno.exit(0);`,
  "leaves with code 77": `Deno.exit(77);`,
  "rejects later": `Promise.reject(new Error("later")); export default { nothing: true };`,
  "throws later":
    `setTimeout(() => { throw new Error("later"); }, 1); await new Promise((r) => setTimeout(r, 50)); export default {};`,
  "kills itself": `Deno.kill(Deno.pid, "SIGKILL");`,
  "changes the prototypes":
    `Object.prototype.toString = () => { throw 1; }; Array.prototype.map = () => []; export default { nothing: 1 };`,
};

const groundStudy = ({ ground }: Trial): Json => JSON.parse(Deno.readTextFileSync(ground.study));

function planned(
  name: string,
  tries: string,
  write: (trial: Trial) => [path: string, said: string],
): Kind {
  const paths = new WeakMap<Trial, string>();
  return {
    name,
    tries,
    codes: [2],
    heals: false,
    damage: (trial) => {
      const [path, said] = write(trial);
      paths.set(trial, path);
      return said;
    },
    lines: (
      trial,
    ) => [{ words: ["plan", paths.get(trial) ?? "", "--store", trial.store], limit: 20 }],
  };
}

function writeProgram(trial: Trial, what: string): string {
  const path = join(trial.folder, "study.ts");
  const study = `const STUDY = ${json(groundStudy(trial))};\n`;
  Deno.writeTextFileSync(path, study + (programs[what] ?? what));
  return path;
}

const loops: readonly string[] = [
  "for (;;);",
  `/^(a+)+$/.test("a".repeat(60) + "b");`,
  "await new Promise(() => setInterval(() => {}, 1000));",
  "while (true) { try { throw 1; } catch { /* again */ } }",
];

export const studyKinds: readonly Kind[] = [
  planned(
    "study: hostile JSON",
    "names too long, with slashes or of Object's own members; text that is none, deep, huge; 130,000 cells",
    (trial) => {
      const what = trial.turn(Object.keys(files));
      const path = join(trial.folder, "study.json");
      const content = files[what]?.(groundStudy(trial), trial) ?? "";
      if (typeof content === "string") Deno.writeTextFileSync(path, content);
      else Deno.writeFileSync(path, content);
      return [path, what];
    },
  ),
  planned(
    "study: hostile code",
    "a study file that throws, waits for ever, leaves, has getters that throw, fills the memory",
    (trial) => {
      const what = trial.turn(Object.keys(programs));
      return [writeProgram(trial, what), what];
    },
  ),
  {
    name: "study: an endless loop, and Ctrl-C",
    tries: "a study file that never comes to an end: an interrupt ends the command within a second",
    codes: [2, 130],
    heals: false,
    damage: (trial) => {
      const loop = trial.turn(loops);
      writeProgram(trial, `${loop} export default STUDY;`);
      return loop;
    },
    lines: (trial) => [{
      words: ["plan", join(trial.folder, "study.ts"), "--store", trial.store],
      signal: { name: "INT", after: 1000 + trial.draws.below(2000), group: true },
      limit: 2,
      since: "signal",
    }],
  },
  {
    name: "study: something else where the file was",
    tries: "a folder, FIFO, device, link to itself or unreadable file as the study",
    codes: [2],
    heals: false,
    damage: (trial) => {
      const [path, what] = [
        join(trial.folder, "other.json"),
        trial.turn(["folder", "fifo", "zero", "loop", "sparse"]),
      ];
      if (what === "folder") Deno.mkdirSync(path);
      if (what === "fifo") new Deno.Command("mkfifo", { args: [path] }).outputSync();
      if (what === "zero") Deno.symlinkSync("/dev/zero", path);
      if (what === "loop") Deno.symlinkSync(path, path);
      if (what === "sparse") {
        Deno.writeTextFileSync(path, "");
        Deno.truncateSync(path, 2 ** 40);
      }
      return what;
    },
    lines: (trial) => [{
      words: ["plan", join(trial.folder, "other.json"), "--store", trial.store],
      limit: 20,
    }],
  },
];
