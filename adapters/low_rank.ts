// Methods that add s·B·A to a weight.
import type { LowRankRule, Method, MethodName } from "./method.ts";
import type { Chain, Rates } from "./method.ts";
import type { Factor } from "./factor.ts";
import { z } from "zod";
import { optionsOf } from "./options_of.ts";
import { always, piece } from "./piece.ts";
import type { Piece } from "./piece.ts";

type Trains = LowRankRule["trains"];

/** What a low-rank method is made of. */
export interface LowRankPieces {
  /** A at the start of each link. */
  readonly a: Piece<Factor>;
  readonly trains: Piece<Trains>;
  /** What a link's end does; a method without it has one link. */
  readonly chain?: Piece<Chain | undefined>;
  readonly rates?: Piece<Rates | undefined>;
  readonly keep?: Piece<number>;
}

/** A low-rank method; its pieces stay at hand for the methods that are built on it. */
export interface LowRankMethod extends Method {
  readonly pieces: LowRankPieces;
  rule(options: Readonly<Record<string, unknown>>): LowRankRule;
}

/** W = W0 + s·B·A on the targets. */
export function lowRank(name: MethodName, pieces: LowRankPieces): LowRankMethod {
  const { a, trains, chain = always(undefined), rates = always(undefined), keep } = pieces;
  return {
    name,
    pieces,
    options: optionsOf([a, trains, chain, rates, ...(keep ? [keep] : [])]),
    rule: (options) => ({
      kind: "low_rank",
      factor: a.read(options),
      trains: trains.read(options),
      chain: chain.read(options),
      rates: rates.read(options),
      keep: keep?.read(options),
    }),
  };
}

/** Both factors. */
export const both: Piece<Trains> = always<Trains>("A+B");

/** B alone. */
export const onlyB: Piece<Trains> = always<Trains>("B");

/** One side: B, or (docs/paper.md, Table M) A. */
export const oneSide: Piece<Trains> = piece(
  { "train": z.enum(["B", "A"]).default("B") },
  ({ train }): Trains => train,
);

/** One side, or both as the second code base does in RAC (docs/paper.md, Released defects). */
export const oneSideOrReleased: Piece<Trains> = piece(
  { "train": z.enum(["B", "A", "released-two"]).default("B") },
  ({ train }): Trains => train === "released-two" ? "A+B" : train,
);

/** The share of each row and column that a mask chooses anew at each step; the released default is a half. */
export const keptShare: Piece<number> = piece(
  { "keep": z.number().gt(0).max(1).default(0.5) },
  ({ keep }) => keep,
);
