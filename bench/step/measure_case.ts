// Times the peers of one case in turn, round after round, so that a busy machine is busy for all.
import { type PeerCommand, type PeerProcess, startPeer } from "./peer_process.ts";
import type { Checked } from "./serve_peer.ts";

/** What was found of one peer. */
export type Measured = MeasuredPeer | RefusedPeer;

export interface MeasuredPeer {
  readonly name: string;
  readonly version: string;
  /** Milliseconds of each step. */
  readonly steps: readonly number[];
  /** Bytes. */
  readonly peak: number | null;
  readonly checked: Checked;
  /** Whether the only step is the first, which is not warm. */
  readonly cold: boolean;
}

export interface RefusedPeer {
  readonly name: string;
  readonly version: string;
  readonly refused: string;
}

const rounds = 4;
/** Of a round; a peer takes one step at least. */
const roundMilliseconds = 150;
/** A peer sits out when it has had as much, and two steps. */
const peerMilliseconds = 1500;
/** A peer whose first step takes longer has no other; a first step is not warm, so this must be long. */
const coldMilliseconds = 10_000;

/** A peer that runs. */
interface Running {
  readonly peer: PeerProcess;
  readonly checked: Checked;
  /** Of the check. */
  readonly first: number;
  readonly steps: number[];
}

export async function measureCase(
  commands: readonly PeerCommand[],
  folder: string,
): Promise<Measured[]> {
  const peers = await Promise.all(commands.map((command) => startPeer(command, folder)));
  try {
    return await measurePeers(peers);
  } finally {
    await Promise.all(peers.map((peer) => peer.close()));
  }
}

async function measurePeers(peers: readonly PeerProcess[]): Promise<Measured[]> {
  const refused: RefusedPeer[] = [];
  const running: Running[] = [];
  for (const peer of peers) {
    const begun = performance.now();
    const checked = await peer.check();
    const first = performance.now() - begun;
    if ("refused" in checked) refused.push({ name: peer.name, version: peer.version, ...checked });
    else running.push({ peer, checked, first, steps: [] });
  }
  agree(running);
  for (const one of running) await warmUp(one);
  for (let round = 0; round < rounds; round++) {
    for (const one of running) await takeRound(one);
  }
  return [...await Promise.all(running.map(finished)), ...refused];
}

/** All peers take the same step: throws if one has another loss or gradient. */
function agree([own, ...others]: readonly Running[]): void {
  for (const { peer, checked } of others) {
    const pairs = [
      ["loss", own?.checked.loss, checked.loss],
      ["gradient", own?.checked.gradientNorm, checked.gradientNorm],
    ] as const;
    for (const [what, ours = NaN, theirs] of pairs) {
      if (Math.abs(ours - theirs) <= 1e-4 * Math.abs(ours)) continue;
      throw new Error(`Cannot compare with ${peer.name}: its ${what} is ${theirs}, ours ${ours}`);
    }
  }
}

/** Steps that do not count: compilers and caches. */
async function warmUp({ peer, first }: Running): Promise<void> {
  if (first < roundMilliseconds) await peer.steps(roundMilliseconds);
}

async function takeRound({ peer, first, steps }: Running): Promise<void> {
  const spent = steps.reduce((sum, step) => sum + step, 0);
  const enough = spent > peerMilliseconds && steps.length > 1;
  if (first > coldMilliseconds || enough) return;
  steps.push(...await peer.steps(roundMilliseconds));
}

async function finished({ peer, checked, first, steps }: Running): Promise<MeasuredPeer> {
  const { name, version } = peer;
  const cold = steps.length === 0;
  return { name, version, checked, cold, steps: cold ? [first] : steps, peak: await peer.peak() };
}
