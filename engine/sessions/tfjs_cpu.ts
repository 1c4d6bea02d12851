// Engine `tfjs-cpu`: the graph in plain JavaScript. Slow, and the same bits on every kind of processor.
import type { Identified, Session, SessionOptions } from "../session.ts";
import { quiet, tf } from "../tf.ts";
import { openInterpreter } from "./tfjs/interpreter.ts";

/** The engine's name. */
export const engine = "tfjs-cpu";

/** Prepares a graph. Throws for an operation without a kernel, or where a weight file is missing. */
export function openSession(graph: Uint8Array, { folder }: SessionOptions): Promise<Session> {
  quiet();
  return openInterpreter(graph, {
    tf,
    backend: "cpu",
    ...(folder === undefined ? {} : { folder }),
  });
}

/** The identity of TensorFlow.js's `cpu`; V8 computes its exponentials. */
export function engineIdentity(): Promise<Identified> {
  const [version, device] = [tf.version.tfjs, `v8-${Deno.version.v8}`];
  return Promise.resolve({ ok: true, value: { name: engine, version, device } });
}
