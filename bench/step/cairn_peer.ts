// Peer: the traced step with one thread on the engine of this process, as the stage `train` runs it.
import { join } from "node:path";
import { engineIdentity, openSession } from "../../engine/run.ts";
import { readCase } from "./case_files.ts";
import { type Peer, servePeer } from "./serve_peer.ts";
import { stepping } from "./stepping.ts";

async function open(folder: string): Promise<Peer> {
  const identified = await engineIdentity();
  if (!identified.ok) throw new Error(identified.message);
  const { name, version, device } = identified.value;
  const graph = await Deno.readFile(join(folder, "train.onnx"));
  const session = await openSession(graph, { threads: 1, folder });
  return stepping(`${name} ${version} (${device})`, session, await readCase(folder));
}

if (import.meta.main) await servePeer(() => open(Deno.args[0] ?? "."));
