// Whole numbers out of shares, on the decimals as they were written: every room may enter, and this one enters none.
//
// 0.29 of 100 is 29 for whoever wrote 0.29, and 28.999999999999996 for a processor. What is rounded down, up
// or to the nearest must not depend on that.
export { shareOf } from "./share_of.ts";
