// What a reporter is: it takes the events of a run and tells somebody; it decides nothing.
import type { Event } from "../../pipeline/mod.ts";
import type { Outside } from "../outside.ts";

/** What the command itself has to say, beside the events of the run. */
export type ResultsEvent =
  | {
    readonly event: "results_written";
    readonly folder: string;
    readonly written: readonly string[];
  }
  | {
    readonly event: "results_compared";
    readonly published: string;
    readonly state: "unpublished" | "equal" | "different";
    readonly files: readonly unknown[];
    readonly numbers: readonly unknown[];
  }
  | { readonly event: "results_published"; readonly folder: string };

export type CliEvent = Event | ResultsEvent;

export interface Reporter {
  take(event: CliEvent): void;
  /** Ends what the reporter keeps going: a timer, a block of lines that is drawn anew. */
  close(): void;
}

/** What a reporter knows of a run before it starts. */
export interface Setting {
  readonly outside: Outside;
  readonly study: string;
  readonly nodes: readonly { readonly node: string; readonly stage: string }[];
  readonly jobs: number;
  /** Milliseconds since some fixed moment. */
  now(): number;
}
