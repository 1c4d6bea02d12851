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

const dpaca: Reading = { method: "dpaca", options: {} };
const change: Reading = { method: "dpaca", options: { form: "delta" } };
const chain: Reading = { method: "dcpaca", options: {} };
const cla: Reading = { method: "cla", options: {} };

for (const name of Object.keys(architectures) as ArchitectureName[]) {
  Deno.test(`dpaca as a change of the first columns follows cla step by step on ${name}`, async () => {
    for (const steps of [1, 2, 6]) {
      const [one, other] = [await trained(name, change, steps), await trained(name, cla, steps)];
      assertSame("losses", { data: one.losses }, { data: other.losses });
      for (const { name: target } of one.attachment.adapted) {
        const b = other.values[`${target}.lora_B.weight`] as Value;
        assertSame(target, one.values[`${target}.paca_delta`], b);
      }
    }
  });

  Deno.test(`dpaca's columns move as much as the changes that a chain trains on ${name}`, async () => {
    const [plain, moved] = [await trained(name, dpaca, 6), await trained(name, chain, 6)];
    for (const { name: target } of plain.attachment.adapted) {
      const base = plain.attachment.initial[`${target}.paca_base`] as Value;
      const p = plain.values[`${target}.paca_P`] as Value;
      const difference = p.data.map((element, index) => element - (base.data[index] as number));
      assertClose(target, [moved.values[`${target}.paca_delta`], { data: difference }], 1e-6);
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
