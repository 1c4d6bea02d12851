// A chain's link ends: the update is merged into the weights, and the next one starts from nothing.
import type { AdapterCard } from "../cards.ts";
import type { MergeAdapter } from "../cell_weights.ts";
import type { Tensors } from "../tensor_file.ts";
import { emptyMoments, type TrainingState } from "./training_state.ts";

export interface Chain {
  readonly card: AdapterCard;
  readonly merge: MergeAdapter;
  /** Per link what trained and fed tensors start from: zeros, a new factor, the next columns. */
  readonly draws: Tensors;
  readonly optimizer: "reset" | "keep";
}

/** Paper, chain definition: W ← W + s·B·A, B ← 0, a new A; the moments of all trained tensors start anew. */
export async function nextLink(chain: Chain, state: TrainingState): Promise<TrainingState> {
  const link = state.link + 1;
  const merged = await chain.merge(state.tensors);
  const tensors = { ...state.tensors, ...own(chain.card, merged), ...drawsOf(chain.draws, link) };
  if (chain.optimizer === "keep") return { ...state, link, tensors };
  return { ...state, link, tensors, optimizerStep: 0, moments: emptyMoments(chain.card) };
}

/** Only a chain that folds keeps its own copy of each weight. */
function own(card: AdapterCard, merged: Tensors): Tensors {
  const kept = new Set(card.state.map(({ name }) => name));
  return Object.fromEntries(Object.entries(merged).filter(([name]) => kept.has(name)));
}

function drawsOf(draws: Tensors, link: number): Tensors {
  const prefix = `link/${link}/`;
  const own = Object.entries(draws).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(prefix.length), value]));
}
