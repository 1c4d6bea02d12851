// The bench's side of the protocol: a peer in a process of its own.
import type { Checked, Request } from "./serve_peer.ts";

/** How to start a peer. */
export interface PeerCommand {
  readonly name: string;
  readonly command: string;
  /** Before the folder of the case. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** An answer, or why there is none. */
type Reply<T> = T | { readonly refused: string };

export interface PeerProcess {
  readonly name: string;
  readonly version: string;
  check(): Promise<Reply<Checked>>;
  /** Milliseconds of each step. */
  steps(milliseconds: number): Promise<readonly number[]>;
  /** Bytes; null where the system does not tell. */
  peak(): Promise<number | null>;
  close(): Promise<void>;
}

/** One thread each, whatever library a peer multiplies matrices with. */
const oneThread = { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };

/** Starts a peer on the case in `folder` and waits until it is ready. Throws if it ends before. */
export async function startPeer(peer: PeerCommand, folder: string): Promise<PeerProcess> {
  const child = new Deno.Command(peer.command, {
    args: [...peer.args, folder],
    env: { ...oneThread, ...peer.env },
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const input = child.stdin.getWriter();
  const replies = lines(child.stdout);
  const read = async () => {
    const { value, done } = await replies.next();
    if (done) throw new Error(`Peer ${peer.name} ended before it answered`);
    return JSON.parse(value);
  };
  const ask = async (request: Request) => {
    await input.write(new TextEncoder().encode(JSON.stringify(request) + "\n"));
    return await read();
  };
  const { version } = await read();
  return {
    name: peer.name,
    version,
    check: () => ask({ ask: "check" }),
    steps: async (milliseconds) => (await ask({ ask: "steps", milliseconds })).steps,
    peak: async () => (await ask({ ask: "memory" })).peak,
    async close() {
      await input.close();
      await child.status;
    },
  };
}

async function* lines(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const whole = (rest + text).split("\n");
    rest = whole.pop() ?? "";
    yield* whole;
  }
}
