// THE TABLE: every method of the study, one line each, then the extra ones of the released code
// (docs/paper.md, Table M).
import { chained, foldingUnlessReleased } from "./chained.ts";
import { alignedWindows, anyColumns, firstWindow } from "./factor.ts";
import { drawn, firstColumns, nextWindow, randomColumns, shuffledWindows } from "./factor.ts";
import { full, headOnly } from "./full.ts";
import { both, keptShare, lowRank, oneSide, oneSideOrReleased, onlyB } from "./low_rank.ts";
import type { Method, MethodName } from "./method.ts";
import { partial, partialChain } from "./partial.ts";
import { loraPlusRates } from "./rates.ts";

const lora = lowRank("lora", { a: drawn, trains: both });
const asym = lowRank("asym", { a: drawn, trains: oneSide });
const cla = lowRank("cla", { a: firstColumns, trains: onlyB });
const rcla = lowRank("rcla", { a: randomColumns, trains: onlyB });

/** By id. Every chained method is its plain one and a combinator, which is the paper's own argument. */
export const methods: Readonly<Record<MethodName, Method>> = {
  fft: full("fft"),
  head: headOnly("head"),
  lora,
  loraplus: lowRank("loraplus", { ...lora.pieces, rates: loraPlusRates }),
  cola: chained("cola", lora),
  asym,
  rac: chained("rac", asym, { trains: oneSideOrReleased }),
  cla,
  rcla,
  c3la: chained("c3la", cla, { a: nextWindow, chain: foldingUnlessReleased }),
  rc3la: chained("rc3la", rcla, { a: shuffledWindows }),
  paca: partial("paca", anyColumns),
  dpaca: partial("dpaca", firstWindow),
  cpaca: partialChain("cpaca", anyColumns),
  dcpaca: partialChain("dcpaca", alignedWindows),
  ba: lowRank("ba", { ...lora.pieces, keep: keptShare }),
};
