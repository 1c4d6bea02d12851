// Parity: everything that this project computes, compared with what the original libraries computed.
//
// This room reads a folder of reference vectors with a manifest, computes each case anew with the other
// rooms' code and measures the distance. It knows the reference's names and file layouts; it must not know
// studies, stages or stores, and nothing but `cli/` and tests asks for it. Start with `kind.ts` (the words)
// and `check_case.ts` (the table); `kinds/` has a file for each kind of case.
export { checkCase, kinds } from "./check_case.ts";
export type { CaseReport } from "./check_case.ts";
export type { CaseContext, Check, Kind, Reading, ReferenceCase, Tolerance } from "./kind.ts";
export { matchingCases, readManifest } from "./manifest.ts";
export type { Manifest } from "./manifest.ts";
