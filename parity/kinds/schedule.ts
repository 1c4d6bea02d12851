// Learning rates, step by step.
import { z } from "zod";
import { schedule as rates } from "../../engine/run.ts";
import type { ScheduleKind, ScheduleOptions } from "../../engine/run.ts";
import type { CaseContext, Check, Kind } from "../kind.ts";
import { measure } from "../measure.ts";
import { readJson } from "../reference_file.ts";

const described = z.object({
  warmup: z.int().nonnegative(),
  total: z.int().positive().optional(),
  lr: z.array(z.number()).nonempty(),
  "lr_end": z.number().optional(),
  "min_lr_rate": z.number().optional(),
  "eta_min": z.number().optional(),
  "start_factor": z.number().optional(),
  power: z.number().optional(),
  "num_cycles": z.number().optional(),
});

type Described = z.infer<typeof described>;

const factsSchema = z.object({ "base_lr": z.number(), schedules: z.record(z.string(), described) });

/** How the names of the reference begin, the longest of those that fit first. */
const kinds: Readonly<Record<string, ScheduleKind>> = {
  "cosine_hard_restarts": "cosine_restarts",
  "torch_linearlr_then_cosineannealing": "cosine",
  constant: "constant",
  cosine: "cosine",
  linear: "linear",
  polynomial: "polynomial",
};

/** Every schedule of `facts`: its rates from step 0. */
export const schedule: Kind = {
  async check(context: CaseContext): Promise<Check[]> {
    const { base_lr: base, schedules } = await readJson(context.file("facts"), factsSchema);
    const places = Object.entries(schedules).map(([name, each]) => {
      const rate = rates(kindOf(name), optionsOf(each, base));
      return { place: name, actual: each.lr.map((_, step) => rate(step)), expected: each.lr };
    });
    return [measure({ name: "rates", ...context.tolerance("rates") }, places)];
  },
};

function kindOf(name: string): ScheduleKind {
  const known = Object.keys(kinds).find((each) => name.startsWith(each));
  const kind = known === undefined ? undefined : kinds[known];
  if (kind !== undefined) return kind;
  const names = Object.keys(kinds).join(", ");
  throw new Error(`Cannot compute the unknown schedule '${name}': known are ${names}`);
}

function optionsOf(each: Described, base: number): ScheduleOptions {
  const { lr_end: end, min_lr_rate: share, eta_min: least } = each;
  const floor = end ?? least ?? (share === undefined ? 0 : share * base);
  return {
    total: each.total ?? each.lr.length,
    warmup: each.warmup,
    minRate: floor,
    base,
    ...(each.start_factor === undefined ? {} : { start: each.start_factor }),
    ...(each.power === undefined ? {} : { power: each.power }),
    ...(each.num_cycles === undefined ? {} : { cycles: each.num_cycles }),
  };
}
