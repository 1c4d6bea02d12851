// Peer: the traced step in ONNX Runtime with one thread, as the stage `train` runs it.
import { join } from "node:path";
import { engineIdentity, openSession } from "../../engine/run.ts";
import { readCase } from "./case_files.ts";
import { type Peer, servePeer } from "./serve_peer.ts";
import { stepping } from "./stepping.ts";

async function open(folder: string): Promise<Peer> {
  const graph = await Deno.readFile(join(folder, "train.onnx"));
  const session = await openSession(graph, { threads: 1, folder });
  const { version, device } = engineIdentity();
  return stepping(`onnxruntime-node ${version} (${device})`, session, await readCase(folder));
}

if (import.meta.main) await servePeer(() => open(Deno.args[0] ?? "."));
