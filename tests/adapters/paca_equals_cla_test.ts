// Claim C16: PaCA on the first r columns, as a change of W0, is cLA.
import { architectures } from "../../models/mod.ts";
import type { ArchitectureName } from "../../models/mod.ts";
import type { Value } from "../../engine/run.ts";
import { train } from "../../parity/train.ts";
import { assertClose, assertSame } from "../support/closeness.ts";
import { tinyModel } from "../support/models.ts";
import { attachReading } from "../support/readings.ts";
import type { Reading } from "../support/readings.ts";
import { tinyBatch } from "../support/tiny_batches.ts";

const paca: Reading = { method: "paca", options: { form: "delta", columns: "first" } };
const cla: Reading = { method: "cla", options: {} };

for (const name of Object.keys(architectures) as ArchitectureName[]) {
  Deno.test(`paca as a change of the first columns follows cla step by step on ${name}`, async () => {
    for (const steps of [1, 2, 6]) {
      const [one, other] = [await trained(name, paca, steps), await trained(name, cla, steps)];
      assertSame("losses", { data: one.losses }, { data: other.losses });
      for (const { module } of one.attachment.adapted) {
        const b = other.values[`${module}.lora_B.weight`] as Value;
        assertSame(module, one.values[`${module}.paca_delta`], b);
      }
    }
  });

  Deno.test(`paca's plain columns move as much as their change does on ${name}`, async () => {
    const plain = await trained(name, { method: "paca", options: { columns: "first" } }, 6);
    const change = await trained(name, {
      method: "paca",
      options: { chained: true, columns: "first" },
    }, 6);
    for (const { module } of plain.attachment.adapted) {
      const base = plain.attachment.initial[`${module}.paca_base`] as Value;
      const p = plain.values[`${module}.paca_P`] as Value;
      const difference = p.data.map((element, index) => element - (base.data[index] as number));
      assertClose(module, [change.values[`${module}.paca_delta`], { data: difference }], 1e-6);
    }
  });
}

async function trained(name: ArchitectureName, reading: Reading, steps: number) {
  const model = tinyModel(name);
  const attachment = { ...attachReading(reading, model), draws: [] };
  const batches = [tinyBatch(model, "a"), tinyBatch(model, "b")];
  const recipe = { batches, steps, rate: () => 1e-2, every: steps, optimizer: "keep" } as const;
  return { attachment, ...await train({ model, attachment }, recipe) };
}
