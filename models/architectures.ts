// The architectures, by the hub's `model_type`.
import type { Architecture } from "./model.ts";
import { roberta } from "./roberta.ts";
import type { RobertaConfig } from "./roberta.ts";
import { vit } from "./vit.ts";
import type { VitConfig } from "./vit.ts";

/** The hub's `model_type`s that are known here. */
export type ArchitectureName = "vit" | "roberta";

/** A parsed config of any architecture; only its own architecture can read it. */
export type Config = VitConfig | RobertaConfig;

/** Typed by what they share: a config goes back to the architecture that parsed it. */
export const architectures: Readonly<Record<ArchitectureName, Architecture<Config>>> = {
  vit: vit as Architecture<Config>,
  roberta: roberta as Architecture<Config>,
};
