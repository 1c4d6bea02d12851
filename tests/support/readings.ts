// Every method in every reading (docs/paper.md, Table M).
import { methodNamed, methodNames } from "../../adapters/mod.ts";
import type { Attachment, MethodName, Setting } from "../../adapters/mod.ts";
import { attach } from "../../adapters/mod.ts";
import type { LoadedModel } from "../../parity/reference_model.ts";

export interface Reading {
  readonly method: MethodName;
  readonly options: Readonly<Record<string, unknown>>;
}

const others: Readonly<Partial<Record<MethodName, readonly Record<string, unknown>[]>>> = {
  lora: [{ init: "gaussian(0.02)" }, { init: "gaussian(1/r)" }],
  loraplus: [{ groups: "peft" }, { groups: "divide" }, { groups: "squared", ratio: 4 }],
  asym: [{ train: "A" }],
  rac: [{ train: "A" }, { train: "released-two" }],
  rcla: [{ selector: "window" }, { selector: "dense" }],
  c3la: [{ reading: "released-two" }],
  rc3la: [{ replacement: true }],
  ba: [{ keep: 0.2 }, { keep: 1 }],
  paca: [{ form: "scaled" }, { form: "delta" }],
  dcpaca: [{ form: "scaled" }],
};

/** All methods, the paper's reading first. */
export const readings: readonly Reading[] = methodNames.flatMap(
  (method) => [{}, ...others[method] ?? []].map((options) => ({ method, options })),
);

export function nameOf({ method, options }: Reading): string {
  const words = Object.entries(options).map(([key, value]) => `${key}=${value}`);
  return [method, ...words].join(" ");
}

/** Rank 4 and α = 8, so that s is a power of two; three links. */
export const tinySetting: Setting = { rank: 4, alpha: 8, links: 3, seed: 12, weightDecay: 0.01 };

export function settingOf({ options }: Reading): Setting {
  return { ...tinySetting, options };
}

export function attachReading(reading: Reading, model: LoadedModel): Attachment {
  return attach(methodNamed(reading.method), model, settingOf(reading));
}
