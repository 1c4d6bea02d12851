// A method and an attachment in words and numbers, as JSON: for lists, keys, reports and `adapter.json`.
import { z } from "zod";
import { type Group, sizeOf, type TensorSpec, type Trained } from "../engine/mod.ts";
import { backboneTargets } from "../models/mod.ts";
import type { Result, Target, Weight } from "../models/mod.ts";
import { trainedWeights } from "./attach.ts";
import type { Attachment, Method, Model, Rule, Setting } from "./method.ts";
import { chooseTargets, queryAndValue } from "./targets.ts";

/** All that a trainer or an analysis must know of an adapter. */
export interface Description {
  readonly method: string;
  readonly trained: readonly Trained[];
  readonly state: readonly TensorSpec[];
  readonly groups: readonly Group[];
  readonly links: number;
  readonly merges: readonly string[];
  readonly adapted: readonly Target[];
  readonly parameters: Attachment["parameters"];
}

/** The plain-data part of an attachment. */
export function describe(method: Method, attachment: Attachment): Description {
  const { trained, state, groups, merges, adapted, parameters } = attachment;
  const links = attachment.draws.length + 1;
  return { method: method.name, trained, state, groups, links, merges, adapted, parameters };
}

/** Which numbers of an adapted matrix [out, in] are trained, before the rank and the links. */
export type Sum = "in + out" | "out" | "in" | "in · out";

/** The paper's formula; n = out, m = in, r = rank. */
export interface Formula {
  readonly text: string;
  /** Of each adapted matrix; nothing where none is touched. */
  readonly sum: Sum | undefined;
  /** Trained numbers of the adapter on one matrix. */
  count(target: Pick<Target, "in" | "out">, rank: number): number;
}

const both: Formula = {
  text: "Σ r(in + out)",
  sum: "in + out",
  count: (target, r) => r * (target.in + target.out),
};
const outputs: Formula = { text: "Σ r·out", sum: "out", count: ({ out }, r) => r * out };
const inputs: Formula = { text: "Σ r·in", sum: "in", count: (target, r) => r * target.in };

/** Sums run over the adapted matrices; what is trained of the head comes on top. */
export function formulaOf(rule: Rule): Formula {
  if (rule.kind === "full") return { text: "all weights", sum: "in · out", count: () => 0 };
  if (rule.kind === "head") return { text: "the head", sum: undefined, count: () => 0 };
  if (rule.kind === "partial" || rule.trains === "B") return outputs;
  return rule.trains === "A" ? inputs : both;
}

/** One option of a method. */
export interface Choice {
  readonly name: string;
  /** The paper's reading first; of a number, that and its range. */
  readonly values: readonly string[];
}

/** What JSON Schema says of an option. */
interface Shape {
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: string;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
}

/** The method's options, read off the schema that checks them; `decay` last, which every method has. */
export function choicesOf({ options }: Method): Choice[] {
  const { properties = {} } = z.toJSONSchema(options, { io: "input" });
  return Object.entries(properties as Readonly<Record<string, Shape>>).map(([name, shape]) => (
    { name, values: [...new Set([shape.default, ...others(shape)].map(String))] }
  ));
}

function others(shape: Shape): readonly unknown[] {
  if (shape.type === "boolean") return [false, true];
  if (shape.enum !== undefined) return shape.enum;
  const { exclusiveMinimum: above, maximum: most } = shape;
  return [`any above ${above}${most === undefined ? "" : ` and at most ${most}`}`];
}

/** What a method trains, and how many numbers the model has without it. */
export interface Counts extends Pick<Attachment, "parameters"> {
  readonly total: number;
}

/**
 * The counts that `attach` would find, without the model's weights.
 * Errors: those of `chooseTargets`, and `rank-too-high`. Throws for options that `checkOptions` refuses.
 */
export function countParameters(
  method: Method,
  model: Omit<Model, "weights">,
  { rank, targets, options }: Pick<Setting, "rank" | "targets" | "options">,
): Result<Counts> {
  const { architecture, config, task } = model;
  const adapted = chooseTargets(backboneTargets(architecture, config), targets ?? queryAndValue);
  if (!adapted.ok) return adapted;
  const rule = method.rule(method.options.parse(options ?? {}));
  const formula = formulaOf(rule);
  const narrowest = Math.min(...adapted.value.map((target) => target.in));
  if (rank > narrowest) return rankTooHigh(rank, narrowest);
  const weights = architecture.weights(config, task);
  const own = trainedWeights(rule, model, weights);
  const adapter = adapted.value.reduce((sum, target) => sum + formula.count(target, rank), 0);
  const head = numbers(own.filter(({ role }) => role === "head"));
  const trained = numbers(own) + adapter;
  return { ok: true, value: { total: numbers(weights), parameters: { trained, head, adapter } } };
}

function rankTooHigh(rank: number, narrowest: number): Result<never> {
  const message = `Cannot adapt with rank ${rank} as a matrix has ${narrowest} inputs`;
  return { ok: false, reason: "rank-too-high", message };
}

function numbers(tensors: readonly Pick<Weight, "shape">[]): number {
  return tensors.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}
