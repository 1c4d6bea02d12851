// Looks up the tensors of a plan by name, and makes each only when it is asked for.
import type { Batch, Frozen, Values } from "./plan.ts";
import type { TensorSpec } from "./value.ts";
import type { Tensor } from "./tf.ts";
import type { Tracer } from "./trace/tracer.ts";

/** The tensors of a batch, all fed. */
export function batchOf(tracer: Tracer, specs: readonly TensorSpec[]): Batch {
  return Object.fromEntries(specs.map((spec) => [spec.name, tracer.input(spec)]));
}

/** What a name may stand for. */
export interface Named {
  /** Tensors that are there already. */
  readonly given: ReadonlyMap<string, Tensor>;
  /** Tensors that are fed. */
  readonly fed: readonly TensorSpec[];
  /** Constants. */
  readonly frozen: readonly Frozen[];
}

/** The lookup of a plan's names. What nobody asks for never enters the graph. */
export function valuesOf(tracer: Tracer, { given, fed, frozen }: Named): Values {
  const known = new Map(given);
  const makers = new Map<string, () => Tensor>([
    ...fed.map((spec) => [spec.name, () => tracer.input(spec)] as const),
    ...frozen.map(({ source, ...spec }) =>
      [spec.name, () => tracer.constant(spec, source)] as const
    ),
  ]);
  return (name) => {
    const tensor = known.get(name) ?? makers.get(name)?.();
    if (!tensor) throw new Error(`Cannot find a tensor named "${name}" in the plan`);
    known.set(name, tensor);
    return tensor;
  };
}
