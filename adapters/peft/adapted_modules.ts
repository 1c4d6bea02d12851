// Which modules a configuration of `peft` adapts, and how: the rules of its 0.21, on names of modules.
import type { Result } from "../../models/mod.ts";
import type { PeftConfig } from "./peft_config.ts";
import { endMatch, type Fits, fullMatch, settled, stepMatch } from "../regex/python_pattern.ts";

/** What becomes of one module. */
export interface ModuleSetting {
  readonly isAdapted: boolean;
  /** r */
  readonly rank: number;
  /** s of y = W0 x + s·B(A x) */
  readonly scale: number;
}

/** A module by a name that the file may use. An output is the last map of a task, which `all-linear` spares. */
export interface NamedModule {
  readonly name: string;
  readonly isOutput: boolean;
}

/** The settings by name. Errors: those of `settled`. */
export function moduleSettings(
  config: PeftConfig,
  modules: readonly NamedModule[],
): Result<ReadonlyMap<string, ModuleSetting>> {
  return settled(() => {
    const isAdapted = adaptationTest(config);
    const [rankOf, alphaOf] = [patterned(config.rank_pattern), patterned(config.alpha_pattern)];
    const setting = (module: NamedModule): ModuleSetting => {
      const rank = rankOf(module.name) ?? config.r;
      const alpha = alphaOf(module.name) ?? config.lora_alpha;
      const scale = alpha / (config.use_rslora ? Math.sqrt(rank) : rank);
      return { isAdapted: isAdapted(module), rank, scale };
    };
    return new Map(modules.map((module) => [module.name, setting(module)]));
  });
}

/** The first pattern that fits the end of a name wins. */
function patterned(of: PeftConfig["rank_pattern"]): (name: string) => number | undefined {
  const patterns = Object.entries(of ?? {}).map(([key, value]) => [endMatch(key), value] as const);
  return (name) => patterns.find(([fits]) => fits(name))?.[1];
}

type ModuleTest = (module: NamedModule) => boolean;

/** What is excluded, or saved as a whole, is adapted by no wish. */
function adaptationTest(config: PeftConfig): ModuleTest {
  const { exclude_modules: excluded, modules_to_save: saved } = config;
  const isMeant = wishTest(config);
  const isExcluded = typeof excluded === "string" ? fullMatch(excluded) : endsIn(excluded ?? []);
  const isSaved = (saved ?? []).map(stepMatch);
  return (module) =>
    isMeant(module) && !isExcluded(module.name) && !isSaved.some((fits) => fits(module.name));
}

/** A list has exact names and endings behind a dot; a text is a pattern for the whole name, or `all-linear`. */
function wishTest(config: PeftConfig): ModuleTest {
  const { target_modules: wish } = config;
  if (wish === null) return () => false;
  if (typeof wish !== "string") {
    const [isMeant, isInLayer] = [endsIn(wish), layerTest(config)];
    return ({ name }) => isMeant(name) && isInLayer(name);
  }
  if (wish.toLowerCase() === "all-linear") return ({ isOutput }) => !isOutput;
  const fits = fullMatch(wish);
  return ({ name }) => fits(name);
}

/** Whether a name is one of the names, or ends in one behind a dot. */
export function endsIn(names: readonly string[]): Fits {
  return (module) => names.some((name) => module === name || module.endsWith(`.${name}`));
}

/** `layers_to_transform`: the number of the layer is the first step of a name that is one. */
function layerTest({ layers_to_transform: layers, layers_pattern: pattern }: PeftConfig): Fits {
  if (layers === null || Array.isArray(layers) && layers.length === 0) return () => true;
  const wanted = Array.isArray(layers) ? layers : [layers];
  const lists = typeof pattern === "string" ? [pattern] : pattern ?? [];
  const numbers = lists.filter((list) => list !== "").map((list) =>
    new RegExp(`^(?:|.*?\\.)${list}\\.(\\d+)\\.`)
  );
  const found = numbers.length === 0 ? [/^.*?\.[^.]*\.(\d+)\./] : numbers;
  return (name) => {
    const [, layer] = found.map((each) => each.exec(name)).find((match) => match !== null) ?? [];
    return layer !== undefined && wanted.includes(Number(layer));
  };
}
