// Seeded draws, keyed by what they are for; every room may enter, and this one enters none.
//
// A stream never depends on what was drawn before it elsewhere: `stream("order", seed, epoch)` is the
// same on every machine, in every process, in whatever order the program asks for it.
export { stream } from "./stream.ts";
export type { Key, Stream } from "./stream.ts";
