// One step of training as one computation: loss, gradients, clipping, AdamW.
import { adamw, type Optimizer } from "./adamw.ts";
import type { DropoutMask, Graph } from "./graph/graph.ts";
import { applyMask } from "./ops/apply_mask.ts";
import { squaredNorm } from "./ops/squared_norm.ts";
import type { Dropout, StepPlan, Trained } from "./plan.ts";
import { type Tensor, tf } from "./tf.ts";
import { eager } from "./trace/eager.ts";
import { trace } from "./trace/trace.ts";
import type { Build, Tracer } from "./trace/tracer.ts";
import type { Value } from "./value.ts";
import { batchOf, valuesOf } from "./values.ts";

/** The first places of `hyper`: the corrections of both moments; then a rate for each group. */
const RATES = 2;

/**
 * The graph of one training step.
 *
 * Inputs: the batch; `<trained>`, `m/<trained>` and `v/<trained>`; the state; `dropout/<i>` bool, i
 * in the order of the calls; `hyper` float32 [2 + groups] = [1/(1 − beta1^t), 1/(1 − beta2^t),
 * rate of group 0, …]. Those that the computation does not use are left out.
 *
 * Outputs: `loss`; `grad_norm`, before clipping; `<trained>.next`, `m/<trained>.next` and
 * `v/<trained>.next`. A trained tensor that the loss does not depend on stays as it is, as in torch.
 */
export function traceTrainingStep(plan: StepPlan): Graph {
  const masks: DropoutMask[] = [];
  return { ...trace(step(plan, masks)), dropout: masks };
}

/** The same step on TensorFlow.js's cpu; `feeds` hold the frozen tensors of files too. */
export function eagerTrainingStep(
  plan: StepPlan,
  feeds: Readonly<Record<string, Value>>,
): Record<string, Value> {
  return eager(step(plan, []), feeds);
}

function step(plan: StepPlan, masks: DropoutMask[]): Build {
  return (tracer) => {
    const batch = batchOf(tracer, plan.batch);
    const trained = plan.trained.map((one) => input(tracer, one.name, one.shape));
    const given = new Map([
      ...Object.entries(batch),
      ...plan.trained.map(({ name }, place) => [name, trained[place] as Tensor] as const),
    ]);
    const values = valuesOf(tracer, { given, fed: plan.state, frozen: plan.frozen });
    const dropout = dropoutFrom(tracer, masks);
    const { loss, gradients } = differentiate(() => plan.loss(values, batch, dropout), trained);
    const moved = update(
      tracer,
      plan,
      trained.map((value, place) => ({
        ...plan.trained[place] as Trained,
        value,
        gradient: gradients[place] ?? null,
      })),
    );
    return { loss, ...moved };
  };
}

/** A mask for each call with a rate; its name counts the calls. */
function dropoutFrom(tracer: Tracer, masks: DropoutMask[]): Dropout {
  return (x, rate) => {
    if (rate === 0) return x;
    const mask = { name: `dropout/${masks.length}`, shape: x.shape, rate };
    masks.push(mask);
    return applyMask(x, tracer.input({ name: mask.name, shape: mask.shape, dtype: "bool" }), rate);
  };
}

interface Differentiated {
  readonly loss: Tensor;
  /** Null where the loss does not depend on the tensor. */
  readonly gradients: readonly (Tensor | null)[];
}

function differentiate(loss: () => Tensor, trained: readonly Tensor[]): Differentiated {
  const scalar = () => tf.reshape(loss(), []);
  const { value, grads } = tf.engine().gradients(scalar, [...trained], undefined, true);
  return { loss: value, gradients: grads };
}

/** A trained tensor with its gradient. */
type Driven = Trained & { readonly value: Tensor; readonly gradient: Tensor | null };

/** The outputs of the optimizer. */
function update(tracer: Tracer, plan: StepPlan, driven: readonly Driven[]): Record<string, Tensor> {
  const norm = globalNorm(driven.flatMap(({ gradient }) => gradient ?? []));
  const gradientScale = plan.clip === null ? tf.scalar(1) : clipScale(norm, plan.clip);
  const hyper = input(tracer, "hyper", [RATES + plan.groups.length]);
  const [firstCorrection, secondCorrection] = [element(hyper, 0), element(hyper, 1)];
  const optimizers = plan.groups.map(({ weightDecay }, group) => {
    const rate = element(hyper, RATES + group);
    const pace = { firstCorrection, secondCorrection, rate, gradientScale, weightDecay };
    return adamw(plan.adamw, pace);
  });
  const moved = driven.flatMap((one) => {
    const optimizer = optimizers[one.group];
    if (optimizer) return Object.entries(move(tracer, one, optimizer));
    throw new RangeError(`Cannot train "${one.name}" in group ${one.group}: no such group`);
  });
  return { grad_norm: norm, ...Object.fromEntries(moved) };
}

function move(tracer: Tracer, one: Driven, optimizer: Optimizer): Record<string, Tensor> {
  const { name, shape, value, gradient } = one;
  const [first, second] = [input(tracer, `m/${name}`, shape), input(tracer, `v/${name}`, shape)];
  const now = { value, first, second };
  const next = gradient ? optimizer(now, gradient) : now;
  return {
    [`${name}.next`]: next.value,
    [`m/${name}.next`]: next.first,
    [`v/${name}.next`]: next.second,
  };
}

function element(vector: Tensor, place: number): Tensor {
  return tf.reshape(tf.slice(vector, [place], [1]), []);
}

function input(tracer: Tracer, name: string, shape: readonly number[]): Tensor {
  return tracer.input({ name, shape, dtype: "float32" });
}

/** torch.nn.utils.clip_grad_norm_ adds this to the norm. */
const EPSILON = 1e-6;

/** The Euclidean norm over all tensors, a scalar. */
function globalNorm(tensors: readonly Tensor[]): Tensor {
  if (tensors.length === 0) return tf.scalar(0);
  return tf.sqrt(tf.addN(tensors.map(squaredNorm)));
}

/** min(1, limit / (norm + 1e-6)), as torch.nn.utils.clip_grad_norm_ scales gradients. */
function clipScale(norm: Tensor, limit: number): Tensor {
  return tf.minimum(tf.div(limit, tf.add(norm, EPSILON)), 1);
}
