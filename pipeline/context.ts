// The world as plan and run see it, handed in by the caller.
import type { EnvironmentClass } from "./stage.ts";
import type { Store } from "./store/store.ts";
import type { Kernel } from "./worker/kernel.ts";
import type { Needs } from "./worker/wall.ts";

/** What of the machine enters the keys of each class; `pure` is empty. */
export type Environments = Readonly<Record<EnvironmentClass, Readonly<Record<string, string>>>>;

/** Folder, from the root, of the Deno configuration of each class; the root's own where it lacks. */
export type Configurations = Readonly<Partial<Record<EnvironmentClass, string>>>;

/** What plan and run work with. */
export interface Context {
  readonly store: Store;
  /** The project's root: where deno.json lies. Absolute. */
  readonly root: string;
  readonly environments: Environments;
  readonly configurations?: Configurations;
  /** What workers of each class may beside their inputs; nothing where it lacks. */
  readonly needs?: Readonly<Partial<Record<EnvironmentClass, Needs>>>;
  /** What shuts workers in: this system's kernel where it lacks. */
  readonly kernel?: Kernel;
  /** Milliseconds since the epoch, such as `Date.now`. */
  readonly clock: () => number;
}
