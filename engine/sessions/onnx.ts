// Engine `onnx`: ONNX Runtime's native build on the processor. The default, and what is published.
import process from "node:process";
import * as ort from "onnxruntime-node";
import { thisProcessor } from "../identity.ts";
import type { Identified, Session, SessionOptions } from "../session.ts";
import { sessionOf } from "./onnx_session.ts";

/** The engine's name. */
export const engine = "onnx";

/** Prepares a graph. Throws if ONNX Runtime cannot load it or a weight file is missing. */
export async function openSession(graph: Uint8Array, options: SessionOptions): Promise<Session> {
  reportNothing();
  return sessionOf(ort, await ort.InferenceSession.create(graph, settingsOf(options)));
}

/** It would write a report of every session for its maker, and send it; it looks here when it opens the first. */
function reportNothing(): void {
  process.env["ORT_DISABLE_TELEMETRY"] = "1";
}

/** The identity of ONNX Runtime on this machine. */
export function engineIdentity(): Promise<Identified> {
  const version = ort.env.versions.node ?? "unknown";
  return Promise.resolve({ ok: true, value: { name: engine, version, device: thisProcessor() } });
}

/**
 * Fixed, since they decide about bits or memory: weights are packed in advance, buffers are not planned
 * (half the memory), and the graph runs as it was lowered. Its rewrites would win no time and would turn
 * products round that `engine/lower/linalg.ts` has turned for a reason.
 *
 * Numbers too small for full precision are flushed to zero: masked attention and fading moments are
 * full of them, and each costs a hundred cycles. ONNX Runtime sets this for its own threads and, once
 * in a process, for the thread that opens the first session; so a stage has a process of its own.
 */
function settingsOf({ threads, folder }: SessionOptions): ort.InferenceSession.SessionOptions {
  const weights = "session.model_external_initializers_file_folder_path";
  return {
    executionProviders: ["cpu"],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
    enableMemPattern: false,
    graphOptimizationLevel: "disabled",
    logSeverityLevel: 3,
    extra: {
      "session.set_denormal_as_zero": "1",
      ...(folder === undefined ? {} : { [weights]: folder }),
    },
  };
}
