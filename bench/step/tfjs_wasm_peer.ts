// Peer: the same plan, eagerly on TensorFlow.js's `wasm`, and which kernels it lacks for it.
import { version_wasm as wasmVersion } from "@tensorflow/tfjs-backend-wasm";
import { tf } from "../../engine/mod.ts";
import { readCase } from "./case_files.ts";
import { eagerSession } from "./eager_session.ts";
import { lendKernel, lentKernel } from "./lent_kernel.ts";
import { type Checked, type Peer, servePeer } from "./serve_peer.ts";
import { stepping } from "./stepping.ts";

async function open(folder: string): Promise<Peer> {
  tf.env().set("PROD", true);
  if (!await tf.setBackend("wasm")) throw new Error("Cannot start the wasm backend");
  const simd = await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT");
  const files = await readCase(folder);
  const session = await eagerSession(files, "wasm");
  const peer = stepping(`tfjs ${wasmVersion} wasm${simd ? ", simd" : ""}`, session, files);
  return { ...peer, check: () => checked(peer) };
}

/** The check as it is; where the kernel lacks that we can lend, the check with it and its name. */
async function checked(peer: Peer): Promise<Checked> {
  try {
    return await peer.check();
  } catch (error) {
    if (!(error instanceof Error && error.message.includes(`'${lentKernel}'`))) throw error;
    lendKernel();
    return { ...await peer.check(), lent: lentKernel };
  }
}

if (import.meta.main) await servePeer(() => open(Deno.args[0] ?? "."));
