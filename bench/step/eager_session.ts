// A session that takes the step of a plan eagerly, on a backend of TensorFlow.js.
import { join } from "node:path";
import { eagerTrainingStep, type StepPlan, tf } from "../../engine/mod.ts";
import { readSafetensors, type Session } from "../../engine/run.ts";
import type { CaseFiles } from "./case_files.ts";
import { stepPlan, weightFile } from "./step_case.ts";

/** The same plan that the case's graph was traced from; frozen weights are fed from memory. */
export async function eagerSession(files: CaseFiles, backend: "cpu" | "wasm"): Promise<Session> {
  const file = await readSafetensors(join(files.folder, weightFile));
  const plan = movedTo(backend, stepPlan(files.card.step, file));
  const frozen = Object.fromEntries(plan.frozen.map(({ name }) => [name, file.read(name)]));
  return {
    inputs: [],
    outputs: [],
    run: (feeds) => Promise.resolve().then(() => eagerTrainingStep(plan, { ...frozen, ...feeds })),
    close: () => Promise.resolve(),
  };
}

/**
 * The engine's eager twin always begins on `cpu`. The loss is the first that it computes, so a change
 * of backend there moves the whole step: tensors follow when they are first used.
 */
function movedTo(backend: "cpu" | "wasm", plan: StepPlan): StepPlan {
  const loss: StepPlan["loss"] = (...given) => {
    // Settles at once: a backend that was ready before needs no waiting.
    void tf.setBackend(backend);
    return plan.loss(...given);
  };
  return { ...plan, loss };
}
