// AdamW, clipping and schedules against torch and transformers.
import { strict as assert } from "node:assert";
import { fileURLToPath } from "node:url";
import { type StepPlan, type Tensor, tf, traceTrainingStep } from "../../engine/mod.ts";
import {
  openSession,
  readSafetensors,
  schedule,
  type Session,
  type Value,
} from "../../engine/run.ts";
import { assertClose } from "./assert_close.ts";

const REFERENCE = new URL("../reference/optim/", import.meta.url);
const file = await readSafetensors(fileURLToPath(new URL("adamw.safetensors", REFERENCE)));
const { cases } = readJson("adamw.json") as {
  cases: Record<string, {
    steps: number;
    params: string[];
    betas: [number, number];
    eps: number;
    lr: number;
    weight_decay: number;
  }>;
};

// deno-lint-ignore no-explicit-any -- the shape is stated where it is read
function readJson(name: string): any {
  return JSON.parse(Deno.readTextFileSync(new URL(name, REFERENCE)));
}

type Values = Record<string, Value>;

/** A plan whose gradients are what it is fed: the loss is Σ p · g. */
function givenGradients(
  shapes: Record<string, readonly number[]>,
  settings: Partial<StepPlan>,
): StepPlan {
  const names = Object.keys(shapes);
  return {
    batch: names.map((name) => ({
      name: `grad/${name}`,
      shape: shapes[name] ?? [],
      dtype: "float32",
    })),
    trained: names.map((name) => ({ name, shape: shapes[name] ?? [], group: 0 })),
    state: [],
    frozen: [],
    groups: [{ name: "all", rate: 1, weightDecay: 0 }],
    adamw: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    clip: null,
    loss: (values, batch) =>
      tf.addN(names.map((name) => tf.sum(tf.mul(values(name), batch[`grad/${name}`] as Tensor)))),
    ...settings,
  };
}

function zeros({ shape, dtype, data }: Value): Value {
  return { shape, dtype, data: new Float32Array(data.length) };
}

for (
  const [name, { steps, params, betas, eps, lr, weight_decay: decay }] of Object.entries(cases)
) {
  Deno.test(`traceTrainingStep() moves as torch's AdamW in case ${name}`, async () => {
    const read = (tensor: string) => file.read(`${name}.${tensor}`);
    const shapes = Object.fromEntries(params.map((p) => [p, read(`f32.${p}.step0`).shape]));
    const graph = traceTrainingStep(givenGradients(shapes, {
      groups: [{ name: "all", rate: 1, weightDecay: decay }],
      adamw: { beta1: betas[0], beta2: betas[1], epsilon: eps },
    }));
    const session = await openSession(graph.bytes, { threads: 1 });
    let state: Values = {};
    for (const p of params) {
      const value = read(`f32.${p}.step0`);
      state = { ...state, [p]: value, [`m/${p}`]: zeros(value), [`v/${p}`]: zeros(value) };
    }
    for (let step = 1; step <= steps; step++) {
      const corrections = betas.map((beta) => 1 / (1 - beta ** step));
      const hyper = {
        shape: [3],
        dtype: "float32",
        data: Float32Array.of(...corrections, lr),
      } as const;
      const gradients = params.map((p) => [`grad/${p}`, read(`grad.${p}.step${step}`)]);
      const result = await session.run({ ...state, ...Object.fromEntries(gradients), hyper });
      for (const p of params) {
        const wanted = read(`f32.${p}.step${step}`);
        assertClose(result[`${p}.next`], wanted, { tolerance: 1e-6, what: `${p} of step ${step}` });
      }
      state = renamed(result);
    }
    for (const p of params) {
      assertClose(state[`m/${p}`], read(`f32.${p}.exp_avg`), {
        tolerance: 1e-6,
        what: `m of ${p}`,
      });
      assertClose(state[`v/${p}`], read(`f32.${p}.exp_avg_sq`), {
        tolerance: 1e-6,
        what: `v of ${p}`,
      });
    }
    await session.close();
  });
}

function renamed(result: Values): Values {
  const entries = Object.entries(result).map((
    [name, value],
  ) => [name.replace(/\.next$/, ""), value]);
  return Object.fromEntries(entries);
}

/** The first moments after one step from zero: (1 − beta1) times the clipped gradients. */
async function firstMoments(session: Session, gradients: Values): Promise<Values> {
  const feeds: Values = {
    hyper: { shape: [3], dtype: "float32", data: Float32Array.of(1, 1, 0) },
  };
  for (const [name, gradient] of Object.entries(gradients)) {
    feeds[`grad/${name}`] = gradient;
    for (const key of [name, `m/${name}`, `v/${name}`]) feeds[key] = zeros(gradient);
  }
  return await session.run(feeds);
}

Deno.test("traceTrainingStep() clips as torch's clip_grad_norm_", async () => {
  const clip = await readSafetensors(
    fileURLToPath(new URL("clip_grad_norm.safetensors", REFERENCE)),
  );
  const gradients: Values = { g0: clip.read("g0"), g1: clip.read("g1") };
  const shapes = Object.fromEntries(
    Object.entries(gradients).map(([name, { shape }]) => [name, shape]),
  );
  const graph = traceTrainingStep(givenGradients(shapes, {
    clip: 1,
    adamw: { beta1: 0, beta2: 0.5, epsilon: 1e-8 },
  }));
  const session = await openSession(graph.bytes, { threads: 1 });
  const result = await firstMoments(session, gradients);
  const norm = { ...clip.read("total_norm"), shape: [] };
  assertClose(result["grad_norm"], norm, { tolerance: 1e-6, what: "grad_norm" });
  for (const place of [0, 1]) {
    const what = `c${place}`;
    assertClose(result[`m/g${place}.next`], clip.read(what), { tolerance: 1e-6, what });
  }
  await session.close();
});

Deno.test("traceTrainingStep() leaves gradients under the limit as they are", async () => {
  const g: Value = { shape: [2], dtype: "float32", data: Float32Array.of(0.3, -0.4) };
  const graph = traceTrainingStep(givenGradients({ g: [2] }, {
    clip: 1,
    adamw: { beta1: 0, beta2: 0.5, epsilon: 1e-8 },
  }));
  const session = await openSession(graph.bytes, { threads: 1 });
  const result = await firstMoments(session, { g });
  assert.deepEqual(result["m/g.next"]?.data, g.data);
  await session.close();
});

const goldens = readJson("schedules.json") as {
  base_lr: number;
  schedules: Record<string, { warmup: number; total?: number; lr: number[] }>;
};

const known = {
  linear: ["linear", 0],
  linear_no_warmup: ["linear", 0],
  polynomial_linear_min: ["linear", 1e-5],
  cosine: ["cosine", 0],
  cosine_with_min_lr: ["cosine", 1e-4],
  constant_with_warmup: ["constant", 0],
} as const;

for (const [name, [kind, minRate]] of Object.entries(known)) {
  Deno.test(`schedule() equals transformers in case ${name}`, () => {
    const { warmup, total = 20, lr } = goldens.schedules[name] ?? assert.fail(name);
    const rate = schedule(kind, { total, warmup, minRate, base: goldens.base_lr });
    for (const [step, wanted] of lr.entries()) {
      assert.ok(
        Math.abs(rate(step) - wanted) <= 1e-12,
        `step ${step}: ${rate(step)}, not ${wanted}`,
      );
    }
  });
}
