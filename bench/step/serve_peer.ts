// The child's side of the bench's protocol: JSON lines on standard input are answered on standard output.
import { peakMemory } from "./peak_memory.ts";

/** What all peers must agree on. */
export interface Checked {
  readonly loss: number;
  /** Of all trained tensors together, before clipping. */
  readonly gradientNorm: number;
  /** The kernel that the peer lacks, and that this bench lent to it. */
  readonly lent?: string;
}

/** One way to take a training step. */
export interface Peer {
  readonly version: string;
  /** Takes a step whose numbers do not depend on chance, and forgets it. */
  check(): Promise<Checked>;
  step(): Promise<void>;
}

/** What the bench asks: a check, as many steps as fit into a time (at least one), or the peak. */
export type Request =
  | { readonly ask: "check" }
  | { readonly ask: "steps"; readonly milliseconds: number }
  | { readonly ask: "memory" };

/** Answers until the input ends. A peer that throws answers `refused`, with the reason. */
export async function servePeer(open: () => Promise<Peer>): Promise<void> {
  const peer = await open();
  await answer({ version: peer.version });
  for await (const request of requests()) {
    await answer(await replyTo(peer, request).catch(refusal));
  }
}

function refusal(error: unknown): { refused: string } {
  return { refused: error instanceof Error ? error.message : String(error) };
}

async function replyTo(peer: Peer, request: Request): Promise<unknown> {
  if (request.ask === "check") return await peer.check();
  if (request.ask === "memory") return { peak: peakMemory() };
  const steps: number[] = [];
  const begun = performance.now();
  for (let now = begun; now === begun || now - begun < request.milliseconds;) {
    await peer.step();
    const after = performance.now();
    steps.push(after - now);
    now = after;
  }
  return { steps };
}

async function* requests(): AsyncGenerator<Request> {
  let rest = "";
  for await (const text of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line);
  }
}

async function answer(reply: unknown): Promise<void> {
  await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(reply) + "\n"));
}
