// The table: which operation of ONNX is computed by what of TensorFlow.js. What is not here cannot run.
import { algebra } from "./algebra.ts";
import { elementwise } from "./elementwise.ts";
import { gathering } from "./gathering.ts";
import type { Kernel } from "./kernel.ts";
import { movement } from "./movement.ts";

/** Every operation that can be interpreted, by ONNX's name. */
export const kernels: Readonly<Record<string, Kernel>> = {
  ...elementwise,
  ...movement,
  ...algebra,
  ...gathering,
};
