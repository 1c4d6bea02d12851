// Attaches a method to a model: what is trained, what is fed, what stays, and where it starts.
import type { TensorSpec, Trained, Value } from "../engine/mod.ts";
import { backboneTargets } from "../models/mod.ts";
import type { Target, Weight } from "../models/mod.ts";
import { decay } from "./design.ts";
import type { Place } from "./factors.ts";
import { grouped } from "./groups.ts";
import type { Ungrouped } from "./groups.ts";
import { adaptedForward, byModule, matrixOf, mergedWeights } from "./merge.ts";
import type { Updated } from "./merge.ts";
import type { Attachment, LowRankRule, Method, Model, PartialRule } from "./method.ts";
import type { Rule, Setting } from "./method.ts";
import { chooseTargets, queryAndValue } from "./targets.ts";
import { updateOf } from "./updates.ts";

/**
 * The method on the targets of the setting: the model's query and value projections, if unsaid.
 * Errors: throws when the setting is not one the method can have; `checkOptions` says so beforehand.
 */
export function attach(method: Method, model: Model, setting: Setting): Attachment {
  const options = method.options.parse(setting.options ?? {});
  const rule = method.rule(options);
  const adapted = adaptedTargets(model, setting);
  checkSetting(rule, setting, adapted);
  const updated = updatesOf(rule, model, { setting, adapted });
  const updates = byModule(updated);
  const weights = model.architecture.weights(model.config, model.task);
  const tensors = [...factorsOf(updated), ...trainedWeights(rule, model, weights)];
  const { groups, trained } = grouped(tensors, {
    weightDecay: setting.weightDecay,
    decay: decay.read(options),
    headRate: setting.headRate ?? 1,
    rates: rule.kind === "low_rank" ? rule.rates : undefined,
  });
  const copies = ownCopies(rule, weights, [...updates.keys()]);
  const state = [...copies, ...updated.flatMap(({ update }) => update.state)];
  const taken = new Set([...trained, ...state].map(({ name }) => name));
  const isFed = (name: string) => taken.has(name);
  return {
    trained,
    state,
    groups,
    frozen: weights.map(({ name }) => name).filter((name) => !isFed(name)),
    initial: {
      ...baseValues(model, weights.filter(({ name }) => isFed(name))),
      ...startOf(updated, 0),
    },
    draws: laterLinks(rule, setting).map((link) => startOf(updated, link)),
    merges: [...updates.keys()],
    adapted,
    parameters: counts(tensors),
    forward: (values, dropout) => adaptedForward(updates, values, dropout),
    merged: (values) => mergedWeights(updates, values),
  };
}

function adaptedTargets({ architecture, config }: Model, { targets }: Setting): Target[] {
  const chosen = chooseTargets(backboneTargets(architecture, config), targets ?? queryAndValue);
  if (!chosen.ok) throw new RangeError(chosen.message);
  return chosen.value;
}

type AdapterRule = LowRankRule | PartialRule;

function isAdapter(rule: Rule): rule is AdapterRule {
  return rule.kind === "low_rank" || rule.kind === "partial";
}

function checkSetting(rule: Rule, setting: Setting, adapted: readonly Target[]): void {
  if (!isAdapter(rule)) return;
  const narrowest = Math.min(...adapted.map((target) => target.in));
  requireWhole("rank", setting.rank, narrowest);
  requireWhole("links", setting.links, Infinity);
}

function requireWhole(name: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= most) return;
  const range = most === Infinity ? "at least 1" : `in 1 … ${most}`;
  throw new RangeError(
    `Cannot attach as ${name} must be whole and ${range}: current value is ${value}`,
  );
}

function updatesOf(
  rule: Rule,
  model: Model,
  { setting, adapted }: { readonly setting: Setting; readonly adapted: readonly Target[] },
): Updated[] {
  if (!isAdapter(rule)) return [];
  return adapted.map((target) => {
    const place: Place = {
      target,
      rank: setting.rank,
      scale: setting.alpha / setting.rank,
      seed: setting.seed,
      weight: () => matrixOf(target, model.weights(`${target.module}.weight`)),
    };
    return { target, update: updateOf(rule, place) };
  });
}

function factorsOf(updated: readonly Updated[]): Ungrouped[] {
  return updated.flatMap(({ update }) => update.trained);
}

/** A chain that folds keeps each weight it changes as state. */
function ownCopies(
  rule: Rule,
  weights: readonly Weight[],
  modules: readonly string[],
): TensorSpec[] {
  if (!isAdapter(rule) || !rule.chain?.folds) return [];
  const names = new Set(modules.map((module) => `${module}.weight`));
  return weights.filter(({ name }) => names.has(name)).map(({ name, shape }) => (
    { name, shape, dtype: "float32" }
  ));
}

function baseValues(model: Model, weights: readonly Weight[]): Record<string, Value> {
  return Object.fromEntries(weights.map(({ name }) => [name, model.weights(name)]));
}

function startOf(updated: readonly Updated[], link: number): Record<string, Value> {
  return Object.assign({}, ...updated.map(({ update }) => update.start(link)));
}

/** 1 … links − 1 for a chain. */
function laterLinks(rule: Rule, setting: Setting): number[] {
  if (!isAdapter(rule) || rule.chain === undefined) return [];
  return Array.from({ length: setting.links - 1 }, (_, index) => index + 1);
}

function counts(tensors: readonly Ungrouped[]): Attachment["parameters"] {
  const count = (some: readonly Pick<Trained, "shape">[]) =>
    some.reduce((sum, { shape }) => sum + shape.reduce((product, n) => product * n, 1), 0);
  return {
    trained: count(tensors),
    head: count(tensors.filter(({ role }) => role === "head")),
    adapter: count(tensors.filter(({ role }) => role !== "head" && role !== "base")),
  };
}

/** All weights for FFT, what maps to the outputs for head-only training, the task's own head otherwise. */
export function trainedWeights(
  rule: Rule,
  { architecture, config, task }: Omit<Model, "weights">,
  weights: readonly Weight[],
): Ungrouped[] {
  const { own, trained, readout } = architecture.head(config, task);
  const head = rule.kind === "head" ? readout : rule.kind === "full" ? own : trained;
  return weights
    .filter(({ name }) => rule.kind === "full" || head.includes(name))
    .map(({ name, shape }) => ({ name, shape, role: head.includes(name) ? "head" : "base" }));
}
