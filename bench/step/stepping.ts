// A peer made of a session: the trainer's own loop around it, and one step whose numbers can be compared.
import { type Session, sizeOf, type Value } from "../../engine/run.ts";
import { optimizerStep } from "../../stages/training/optimizer_step.ts";
import { beginning } from "../../stages/training/training_state.ts";
import type { CaseFiles } from "./case_files.ts";
import type { Checked, Peer } from "./serve_peer.ts";

/** Masks are drawn, fed and outputs moved on as in the stage `train`. */
export function stepping(version: string, session: Session, files: CaseFiles): Peer {
  const { card, batch, initial } = files;
  const stepper = { session, card: card.card, seed: 12, rate: () => card.rate, minRate: 0 };
  let state = beginning(card.card, initial);
  return {
    version,
    check: () => check(session, files),
    async step() {
      state = (await optimizerStep(stepper, state, batch)).state;
    },
  };
}

/** The first step with nothing dropped (and what is kept scaled as ever): the same in every peer. */
async function check(session: Session, { card, batch, initial }: CaseFiles): Promise<Checked> {
  const { moments, tensors } = beginning(card.card, initial);
  const groups = card.card.groups.map((group) => card.rate * group.rate);
  const hyper = Float32Array.of(10, 1000, ...groups);
  const outputs = await session.run({
    ...tensors,
    ...moments,
    ...batch,
    ...Object.fromEntries(card.card.dropout.map(({ name, shape }) => [name, kept(shape)])),
    hyper: { shape: [hyper.length], dtype: "float32", data: hyper },
  });
  return { loss: scalar(outputs.loss), gradientNorm: scalar(outputs.grad_norm) };
}

function kept(shape: readonly number[]): Value {
  return { shape, dtype: "bool", data: new Uint8Array(sizeOf(shape)).fill(1) };
}

function scalar(value: Value | undefined): number {
  return value?.data[0] ?? NaN;
}
