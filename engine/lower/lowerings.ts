// The table: which kernel becomes which nodes. What is not here cannot be traced.
import { elementwise } from "./elementwise.ts";
import { fused } from "./fused.ts";
import { gather } from "./gather.ts";
import { linalg } from "./linalg.ts";
import { movement } from "./movement.ts";
import { reduction } from "./reduction.ts";
import type { Kernel, Lowerings } from "./signatures.ts";

/** Every kernel that can be traced, by name. */
export const lowerings: Lowerings<Kernel> = {
  ...elementwise,
  ...linalg,
  ...movement,
  ...reduction,
  ...gather,
  ...fused,
};
