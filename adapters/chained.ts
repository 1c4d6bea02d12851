// The combinator of chains: at a link's end fold the update into W, set B to zero, and choose A anew.
import { z } from "zod";
import { lowRank } from "./low_rank.ts";
import type { LowRankMethod, LowRankPieces } from "./low_rank.ts";
import type { Chain, MethodName } from "./method.ts";
import { always, piece } from "./piece.ts";
import type { Piece } from "./piece.ts";

/** The plain method, link after link; `changes` says how A moves where it is not drawn anew. */
export function chained(
  name: MethodName,
  plain: LowRankMethod,
  changes: Partial<LowRankPieces> = {},
): LowRankMethod {
  return lowRank(name, { chain: folding, ...plain.pieces, ...changes });
}

const folding: Piece<Chain> = always({ folds: true });

/** The second code base moves the window and neither merges nor zeroes B (docs/paper.md, Released defects). */
export const foldingUnlessReleased: Piece<Chain> = piece(
  { "reading": z.enum(["paper", "released-two"]).default("paper") },
  ({ reading }) => ({ folds: reading === "paper" }),
);
