// A study's results as files: written from the store, compared with what is published, tied to their keys.
//
// This room knows folders, digests and MANIFEST.json. It must not know what a number means, how a study is
// made or what a terminal looks like. Start with `settle_results.ts`.
export { changedNumbers, compareResults, comparisonLines } from "./compare_results.ts";
export type { ChangedFile, ChangedNumber, Comparison } from "./compare_results.ts";
export { contentsOf } from "./results_folder.ts";
export { readJson, readManifest } from "./manifest.ts";
export type { ReportedNumber } from "./manifest.ts";
export { settleResults } from "./settle_results.ts";
export type { ResultsPlace, Settled } from "./settle_results.ts";
export { readObject } from "./write_results.ts";
