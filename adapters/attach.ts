// Attaches a method to a model: what is trained, what is fed, what stays, and where it starts.
import type { TensorSpec, Trained, Value } from "../engine/mod.ts";
import type { Target, Weight } from "../models/mod.ts";
import { decay } from "./decay.ts";
import { grouped } from "./groups.ts";
import type { Ungrouped } from "./groups.ts";
import { lowRankUpdate } from "./low_rank_update.ts";
import { adaptedForward, mergedWeights } from "./merge.ts";
import type { Updates } from "./merge.ts";
import type { Attachment, LowRankRule, Method, Model, PartialRule } from "./method.ts";
import type { Rule, Setting } from "./method.ts";
import { partialUpdate } from "./partial_update.ts";
import type { Place } from "./place.ts";
import { queryAndValue } from "./targets.ts";

/**
 * The method on the model's query and value projections.
 * Errors: throws when the setting is not one the method can have; `checkOptions` says so beforehand.
 */
export function attach(method: Method, model: Model, setting: Setting): Attachment {
  const options = method.options.parse(setting.options ?? {});
  const rule = method.rule(options);
  const adapted = queryAndValue(model.architecture.targets(model.config));
  checkSetting(rule, setting, adapted);
  const updates = updatesOf(rule, model, { setting, adapted });
  const weights = model.architecture.weights(model.config, model.task);
  const tensors = [...factorsOf(updates), ...trainedWeights(rule, model, weights)];
  const { groups, trained } = grouped(tensors, {
    weightDecay: setting.weightDecay,
    decay: decay.read(options),
    headRate: setting.headRate ?? 1,
    rates: rule.kind === "low_rank" ? rule.rates : undefined,
  });
  const state = [...ownCopies(rule, adapted), ...[...updates.values()].flatMap((u) => u.state)];
  const taken = new Set([...trained, ...state].map(({ name }) => name));
  const isFed = (name: string) => taken.has(name);
  return {
    trained,
    state,
    groups,
    frozen: weights.map(({ name }) => name).filter((name) => !isFed(name)),
    initial: {
      ...baseValues(model, weights.filter(({ name }) => isFed(name))),
      ...startOf(updates, 0),
    },
    draws: laterLinks(rule, setting).map((link) => startOf(updates, link)),
    merges: [...updates.keys()],
    adapted,
    parameters: counts(tensors),
    forward: (values, dropout) => adaptedForward(updates, values, dropout),
    merged: (values) => mergedWeights(updates, values),
  };
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
): Updates {
  if (!isAdapter(rule)) return new Map();
  return new Map(adapted.map((target) => {
    const place: Place = {
      target,
      rank: setting.rank,
      scale: setting.alpha / setting.rank,
      seed: setting.seed,
      weight: () => model.weights(`${target.module}.weight`),
    };
    return [target.module, updateOf(rule, place)];
  }));
}

function updateOf(rule: AdapterRule, place: Place) {
  return rule.kind === "low_rank" ? lowRankUpdate(rule, place) : partialUpdate(rule, place);
}

function factorsOf(updates: Updates): Ungrouped[] {
  return [...updates.values()].flatMap((update) => update.trained);
}

/** All weights for FFT, the head's otherwise. */
function trainedWeights(rule: Rule, model: Model, weights: readonly Weight[]): Ungrouped[] {
  const isHead = (name: string) => model.architecture.isHead(name);
  return weights
    .filter(({ name }) => rule.kind === "full" || isHead(name))
    .map(({ name, shape }) => ({ name, shape, role: isHead(name) ? "head" : "base" }));
}

/** A chain that folds keeps each weight it changes as state. */
function ownCopies(rule: Rule, adapted: readonly Target[]): TensorSpec[] {
  if (!isAdapter(rule) || !rule.chain?.folds) return [];
  return adapted.map(({ module, in: width, out }) => (
    { name: `${module}.weight`, shape: [out, width], dtype: "float32" }
  ));
}

function baseValues(model: Model, weights: readonly Weight[]): Record<string, Value> {
  return Object.fromEntries(weights.map(({ name }) => [name, model.weights(name)]));
}

function startOf(updates: Updates, link: number): Record<string, Value> {
  return Object.assign({}, ...[...updates.values()].map((update) => update.start(link)));
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
