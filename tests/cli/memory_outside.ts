// An outside that keeps what a command writes, for tests.
import { neverInterrupted } from "../../cli/interruption.ts";
import type { Outside } from "../../cli/outside.ts";

export interface MemoryOutside extends Outside {
  /** Everything written to standard output so far. */
  written(): string;
  /** Everything noted on standard error so far. */
  noted(): string;
}

/** No terminal and an empty environment, unless the test says otherwise. */
export function memoryOutside(
  given: Partial<Pick<Outside, "root" | "cwd" | "columns" | "environment" | "interruption">> = {},
): MemoryOutside {
  const written: string[] = [];
  const noted: string[] = [];
  return {
    root: "/project",
    cwd: "/home",
    columns: undefined,
    interruption: neverInterrupted,
    environment: () => undefined,
    ...given,
    write: (text) => void written.push(text),
    note: (text) => void noted.push(text),
    written: () => written.join(""),
    noted: () => noted.join(""),
  };
}
