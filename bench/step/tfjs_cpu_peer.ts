// Peer: the same plan, eagerly on TensorFlow.js's `cpu`.
import { tf } from "../../engine/mod.ts";
import { readCase } from "./case_files.ts";
import { eagerSession } from "./eager_session.ts";
import { type Peer, servePeer } from "./serve_peer.ts";
import { stepping } from "./stepping.ts";

async function open(folder: string): Promise<Peer> {
  const files = await readCase(folder);
  const version = `tfjs ${tf.version.tfjs} cpu`;
  return stepping(version, await eagerSession(files, "cpu"), files);
}

if (import.meta.main) await servePeer(() => open(Deno.args[0] ?? "."));
