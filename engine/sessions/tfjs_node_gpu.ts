// Engine `tfjs-node-gpu`: TensorFlow's kernels on an NVIDIA GPU, by TensorFlow.js's binding for Node.js.
import type { Identified, Session, SessionOptions } from "../session.ts";
import type { Binding } from "./tensorflow/binding.ts";
import { identifyNative, openNative } from "./tensorflow/native_session.ts";

/** The engine's name. */
export const engine = "tfjs-node-gpu";

const binding: Binding = {
  name: engine,
  // @ts-ignore: only this engine's configuration has the package; its types are TensorFlow.js's
  load: () => import("@tensorflow/tfjs-node-gpu"),
};

/** Prepares a graph. Throws where the engine cannot run here, or a weight file is missing. */
export function openSession(graph: Uint8Array, options: SessionOptions): Promise<Session> {
  return openNative(binding, graph, options);
}

/** The identity of TensorFlow's library on this machine, or why it cannot run here. */
export function engineIdentity(): Promise<Identified> {
  return identifyNative(binding);
}
