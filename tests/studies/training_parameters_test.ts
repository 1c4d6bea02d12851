// The parameters of a training hold what concerns its method, and no other word of the recipe.
import assert from "node:assert/strict";
import { z } from "zod";
import type { MethodName } from "../../adapters/mod.ts";
import { recipeOf, type StudyInput, studySchema } from "../../studies/study.ts";
import type { Recipe } from "../../studies/study.ts";
import { smoke } from "../../studies/smoke.ts";
import { warmupSteps } from "../../stages/training/base_rate.ts";
import { injectParameters, trainParameters } from "../../studies/training_parameters.ts";

const recipe = recipeOf(studySchema.parse(smoke satisfies StudyInput), "adapt", "lora");

/** What `inject_adapter` and `train` are told of a method under the recipe with some words changed. */
function parameters(method: MethodName, change: Partial<Recipe> = {}) {
  const training = { subject: "", data: "", seed: 12, method, recipe: { ...recipe, ...change } };
  return [injectParameters(training), trainParameters(training)] as const;
}

const ofChains = { chainEvery: 1, chainOptimizer: "keep", chainSchedule: "freeze" } as const;

Deno.test("words about links are in the parameters of chains, and of no other method", () => {
  for (const method of ["cola", "rac", "c3la", "rc3la", "cpaca", "dcpaca"] as const) {
    assert.notDeepEqual(parameters(method, ofChains), parameters(method));
    assert.equal(parameters(method, { chainEvery: 3 })[0].links, 2); // 4 epochs
  }
  for (
    const method of ["fft", "head", "lora", "loraplus", "asym", "cla", "rcla", "paca"] as const
  ) {
    assert.deepEqual(parameters(method, ofChains), parameters(method));
    assert.equal(parameters(method)[0].links, 1);
  }
});

Deno.test("rank and alpha are in the parameters of adapters, and of no method without one", () => {
  const change = { rank: 3, alpha: 5 };
  for (const method of ["fft", "head"] as const) {
    assert.deepEqual(parameters(method, change), parameters(method));
  }
  const [{ rank, alpha }] = parameters("lora", change);
  assert.deepEqual([rank, alpha], [3, 5]);
  assert.equal(parameters("lora", { rank: 3 })[0].alpha, 6);
});

Deno.test("how shares are rounded is in a training's parameters where it is not the default", () => {
  const [, { rounding: none }] = parameters("lora", { warmupRatio: 0.1 });
  assert.equal(none, undefined);
  const [, train] = parameters("lora", { warmupRatio: 0.1, rounding: "paper" });
  assert.equal(train.rounding, "paper");
  const without = { warmupRatio: 0, rounding: "transformers" } as const;
  assert.deepEqual(parameters("lora", without), parameters("lora", { warmupRatio: 0 }));
});

Deno.test("a study may ask for each way of rounding that there is, and says what it does", () => {
  const text = JSON.stringify(z.toJSONSchema(studySchema, { io: "input" }));
  assert.ok(text.includes(`"enum":${JSON.stringify(Object.keys(warmupSteps))}`));
  assert.match(text, /down, on the decimal as written \(0\.29 of 100 is 29/);
});
