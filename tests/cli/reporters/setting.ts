// A setting for reporters with a clock that the test turns.
import type { Setting } from "../../../cli/reporters/reporter.ts";
import { type MemoryOutside, memoryOutside } from "../memory_outside.ts";

export interface TestSetting extends Setting {
  readonly outside: MemoryOutside;
  /** Moves the clock on. */
  pass(milliseconds: number): void;
}

/** Two nodes of `train` and one of `evaluate`. */
export function testSetting(columns?: number): TestSetting {
  let now = 0;
  const nodes = [
    { node: "train:a", stage: "train" },
    { node: "train:b", stage: "train" },
    { node: "evaluate:a", stage: "evaluate" },
  ];
  return {
    outside: memoryOutside({ columns }),
    study: "smoke",
    nodes,
    jobs: 2,
    now: () => now,
    pass: (milliseconds) => void (now += milliseconds),
  };
}
