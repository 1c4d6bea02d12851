// Writes an adapter in `peft`'s layout: the documents that stock `PeftModel.from_pretrained` loads.
import type { Value } from "../../engine/mod.ts";
import type { Result, Task } from "../../models/mod.ts";
import { endsIn } from "./adapted_modules.ts";
import { type EquivalentLora, type Factors, sideBySide } from "./equivalent_lora.ts";
import { wrapper } from "./peft_config.ts";
import { type AdaptedModel, liveNames, sizesOf } from "./spelled_names.ts";

/** What an adapter's folder is to hold. */
export interface PeftExport {
  readonly loras: readonly EquivalentLora[];
  /** Weights that stand in for the base's, by their hub names: the trained head. */
  readonly saved: Readonly<Record<string, Value>>;
  /** `base_model_name_or_path`. */
  readonly base: string;
}

/** `adapter_config.json` and `adapter_model.safetensors`; equal adapters give equal documents. */
export interface WrittenPeft {
  readonly config: Readonly<Record<string, unknown>>;
  readonly tensors: Readonly<Record<string, Value>>;
}

/**
 * The documents. Modules that transformers 5 renamed are written under both names, since `peft` maps
 * neither; head-only training gets an update that is zero, since `peft` loads no adapter without one.
 * Errors: `shared-head` where what was trained is only a part of its module (tied word embeddings).
 */
export function writePeft(written: PeftExport, model: AdaptedModel): Result<WrittenPeft> {
  const shared = sharedHead(written.saved, model);
  if (shared !== undefined) return shared;
  const modules = written.loras.length === 0
    ? [nothing(model)]
    : wholeModules(written.loras, model);
  return {
    ok: true,
    value: {
      config: configOf(modules, { ...written, model }),
      tensors: { ...factorTensors(modules, model), ...savedTensors(written.saved, model) },
    },
  };
}

/** Rank 1 and all zero, on the first module that may have an adapter. */
function nothing({ architecture, config }: AdaptedModel): ModuleLora {
  const target = architecture.targets(config).find(({ from }) => from === undefined);
  if (target === undefined) throw new Error(`Cannot adapt ${architecture.name}: it has no targets`);
  const zeros = (...shape: number[]): Value => (
    { dtype: "float32", shape, data: new Float32Array(Math.max(...shape)) }
  );
  const { module, in: width, out, transposed = false } = target;
  return { module, transposed, a: zeros(1, width), b: zeros(out, 1), scale: 1 };
}

interface Described extends PeftExport {
  readonly model: AdaptedModel;
}

function configOf(modules: readonly ModuleLora[], { base, saved, model }: Described) {
  const names = (module: string) => liveNames(model.architecture.name, module);
  const [first] = modules as [ModuleLora];
  const others = modules.filter(({ a, scale }) =>
    rankOf(a) !== rankOf(first.a) || scale !== first.scale
  );
  const patterns = (value: (module: ModuleLora) => number) =>
    Object.fromEntries(
      others.flatMap((module) =>
        names(module.module).map((name) => [escaped(name), value(module)])
      ),
    );
  return {
    "alpha_pattern": patterns(alphaOf),
    "auto_mapping": null,
    "base_model_name_or_path": base,
    "bias": "none",
    "fan_in_fan_out": first.transposed,
    "inference_mode": true,
    "init_lora_weights": true,
    "lora_alpha": alphaOf(first),
    "lora_dropout": 0,
    "modules_to_save": savedModules(saved),
    "peft_type": "LORA",
    "r": rankOf(first.a),
    "rank_pattern": patterns(({ a }) => rankOf(a)),
    "target_modules": targetNames(modules.map(({ module }) => module), model),
    "task_type": taskTypes[model.task.kind] ?? null,
    "use_dora": false,
    "use_rslora": false,
  };
}

const taskTypes: Partial<Record<Task["kind"], string>> = {
  "causal_lm": "CAUSAL_LM",
  regression: "SEQ_CLS",
  "sequence_classification": "SEQ_CLS",
};

const rankOf = ({ shape }: Value): number => shape[0] ?? 0;

/** `peft` divides by the rank again, so s·r must come back whole where it was. */
function alphaOf({ a, scale }: ModuleLora): number {
  const alpha = scale * rankOf(a);
  const whole = Math.round(alpha);
  return Math.abs(alpha - whole) < 1e-9 * Math.abs(alpha) ? whole : alpha;
}

const escaped = (name: string) => name.replace(/[.]/g, "\\.");

/** The head's modules, as `peft` names them: the first step of each weight's name. */
function savedModules(saved: PeftExport["saved"]): string[] | null {
  const modules = new Set(Object.keys(saved).map(firstStep));
  return modules.size === 0 ? null : [...modules].sort();
}

/** Last steps of the names where they mean these modules and no others; whole names where not. */
function targetNames(modules: readonly string[], model: AdaptedModel): string[] {
  const { architecture, config, task } = model;
  const all = architecture.weights(config, task)
    .filter(({ shape }) => shape.length === 2)
    .map(({ name }) => name.replace(/\.weight$/, ""));
  const isPlain = (module: string) =>
    all.filter((each) => endsIn([lastStep(module)])(each))
      .every((each) => modules.includes(each));
  const names = modules.flatMap((module) => {
    const shorten = isPlain(module) ? lastStep : (name: string) => name;
    return liveNames(architecture.name, module).map(shorten);
  });
  return [...new Set(names)].sort();
}

const lastStep = (name: string): string => name.slice(name.lastIndexOf(".") + 1);
const firstStep = (name: string): string => name.split(".", 1)[0] as string;

function factorTensors(modules: readonly ModuleLora[], model: AdaptedModel) {
  const entries = modules.flatMap(({ module, a, b }) =>
    liveNames(model.architecture.name, module).flatMap((name) => [
      [`${wrapper}${name}.lora_A.weight`, a] as const,
      [`${wrapper}${name}.lora_B.weight`, b] as const,
    ])
  );
  return Object.fromEntries(entries);
}

function savedTensors(saved: PeftExport["saved"], { architecture }: AdaptedModel) {
  const entries = Object.entries(saved).flatMap(([name, value]) =>
    liveNames(architecture.name, name).map((live) => [`${wrapper}${live}`, value] as const)
  );
  return Object.fromEntries(entries);
}

/** `peft` replaces whole modules; a weight inside the backbone cannot be brought alone. */
function sharedHead(
  saved: PeftExport["saved"],
  { architecture, config, task }: AdaptedModel,
): Result<never> | undefined {
  const modules = new Set(Object.keys(saved).map(firstStep));
  const shared = architecture.weights(config, task)
    .find(({ name }) => modules.has(firstStep(name)) && saved[name] === undefined);
  if (shared === undefined) return undefined;
  const module = firstStep(shared.name);
  const message = `Cannot write an adapter as its head is a part of ${module}, ` +
    "and the base model uses that too: export the merged checkpoint";
  return { ok: false, reason: "shared-head", message };
}

/** s·B·A on a whole module: A [R, in], B [all outputs, R]. */
interface ModuleLora extends Factors {
  readonly module: string;
  /** The weight is [in, out]: `peft`'s `fan_in_fan_out`. The factors lie as everywhere. */
  readonly transposed: boolean;
}

/** GPT-2's q and v become one update of c_attn, of twice the rank, each B in its own rows. */
function wholeModules(
  loras: readonly EquivalentLora[],
  model: AdaptedModel,
): readonly ModuleLora[] {
  const modules = [...new Set(loras.map(({ target }) => target.module))];
  return modules.map((module) => {
    const { out } = sizesOf(module, model);
    const own = loras.filter(({ target }) => target.module === module);
    const parts = own.map((lora) => ({ ...lora, b: placed(lora, out) }));
    const transposed = own.some(({ target }) => target.transposed);
    const { a, b, scale } = sideBySide(parts);
    return { module, transposed, a, b, scale };
  });
}

/** B in its rows of the whole module's outputs, zero in the others: [out, r] → [rows, r] */
function placed({ b, target }: EquivalentLora, rows: number): Value {
  const [out = 0, rank = 0] = b.shape;
  if (out === rows) return b;
  const data = new Float32Array(rows * rank);
  data.set(b.data as Float32Array, (target.from ?? 0) * rank);
  return { dtype: "float32", shape: [rows, rank], data };
}
