// The paper's sparsity as structure: a selector A is a slice or a gather in the graph, never a product.
import assert from "node:assert/strict";
import { traceForward, traceTrainingStep } from "../../engine/mod.ts";
import type { Graph } from "../../engine/mod.ts";
import type { MethodName } from "../../adapters/mod.ts";
import { architectures } from "../../models/mod.ts";
import type { ArchitectureName } from "../../models/mod.ts";
import { type Adapted, logitsPlan, mergePlan, stepPlan } from "../../parity/plans.ts";
import { tinyModel } from "../support/models.ts";
import { attachReading } from "../support/readings.ts";
import { tinyBatch } from "../support/tiny_batches.ts";

const selectors: readonly MethodName[] = ["cla", "rcla", "c3la", "rc3la", "paca"];
const matrices = 2 * 2; // query and value of two layers

for (const name of Object.keys(architectures) as ArchitectureName[]) {
  for (const method of selectors) {
    Deno.test(`${method} on ${name} adds one product per use of a matrix, B's, where LoRA adds two`, () => {
      const plain = products(forwardOf(name, "head"));
      assert.equal(products(forwardOf(name, "lora")) - plain, 2 * usesOf(name));
      assert.equal(products(forwardOf(name, method)) - plain, usesOf(name));
    });

    Deno.test(`${method} on ${name} trains without a product through A`, () => {
      // Asym's frozen A costs one product forward per use of a matrix, and one backward where x needs a
      // gradient, which in the first layer it does not, and positions never do.
      const dense = products(stepOf(name, "asym"));
      assert.equal(dense - products(stepOf(name, method)), usesOf(name) + matrices / 2);
    });

    Deno.test(`${method} on ${name} merges without a product`, () => {
      assert.equal(products(traceForward(mergePlan(adapt(name, method)))), 0);
      assert.equal(products(traceForward(mergePlan(adapt(name, "lora")))), matrices);
    });
  }

  Deno.test(`cla on ${name} is a slice in the graph, rcla a gather`, () => {
    // Asym has A as a product, and what a model with an adapter does beside it.
    const [dense, cla, rcla] = (["asym", "cla", "rcla"] as const).map((each) =>
      forwardOf(name, each)
    );
    const count = (graph: Graph | undefined, op: RegExp) =>
      (graph?.nodes ?? []).filter((node) => op.test(node.op)).length;
    assert.equal(count(cla, /^Slice$/) - count(dense, /^Slice$/), usesOf(name));
    assert.equal(count(cla, /^Gather/), count(dense, /^Gather/));
    assert.equal(count(rcla, /^Gather/) - count(dense, /^Gather/), usesOf(name));
  });
}

/** How often a forward pass applies an adapted matrix: DeBERTa's query reads words, and positions. */
function usesOf(name: ArchitectureName): number {
  const { model, attachment } = adapt(name, "head");
  let uses = 0;
  const forward: Adapted["attachment"]["forward"] = (values) => {
    const plain = attachment.forward(values);
    const linear: typeof plain.linear = (module, x, form) => {
      uses += attachment.adapted.filter((target) => target.module === module).length;
      return plain.linear(module, x, form);
    };
    return { ...plain, linear };
  };
  const counting = { model, attachment: { ...attachment, forward } };
  traceForward(logitsPlan(counting, tinyBatch(model, "count")));
  return uses;
}

function adapt(name: ArchitectureName, method: MethodName): Adapted {
  const model = tinyModel(name);
  return { model, attachment: attachReading({ method, options: {} }, model) };
}

function forwardOf(name: ArchitectureName, method: MethodName): Graph {
  const adapted = adapt(name, method);
  return traceForward(logitsPlan(adapted, tinyBatch(adapted.model, "count")));
}

function stepOf(name: ArchitectureName, method: MethodName): Graph {
  const adapted = adapt(name, method);
  return traceTrainingStep(stepPlan(adapted, tinyBatch(adapted.model, "count")));
}

function products({ nodes }: Graph): number {
  return nodes.filter(({ op }) => /MatMul|Gemm/.test(op)).length;
}
