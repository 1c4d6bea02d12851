// What proves a method: the reference's trajectories, or the conformance suite alone.
import type { MethodName } from "./method.ts";

/** What holds a method to its definition. */
export interface Proof {
  /** Trajectories of the reference, step by step (`parity/`), or the laws in tests/conformance alone. */
  readonly by: "trajectories" | "conformance";
  /** Readings that rest on the conformance suite all the same, as `option=value`. */
  readonly except: readonly string[];
}

const trajectories = (...except: string[]): Proof => ({ by: "trajectories", except });

const conformance: Proof = { by: "conformance", except: [] };

/** By method. Trajectories are fed what is drawn, so that they prove every way to draw a factor. */
export const proofs: Readonly<Record<MethodName, Proof>> = {
  fft: trajectories(),
  head: trajectories(),
  lora: trajectories(),
  loraplus: trajectories("groups=squared"),
  cola: trajectories(),
  asym: trajectories("train=A"),
  rac: trajectories("train=A", "train=released-two"),
  cla: trajectories(),
  rcla: trajectories("selector=dense"),
  c3la: trajectories("reading=released-two"),
  rc3la: trajectories(),
  paca: trajectories("form=delta"),
  dpaca: conformance,
  cpaca: conformance,
  dcpaca: conformance,
  ba: conformance,
};
