// What the reference calls the tensors of adapters, and what they are called here.
import type { Adapted } from "./adapted_plans.ts";

/** `<target>.B` → `<target>.lora_B.weight`; a tied decoder is trained under the embeddings' name. */
export function ownName(name: string, { model }: Pick<Adapted, "model">): string {
  const { architecture, config, task } = model;
  if (name === "lm_head.weight") return architecture.head(config, task).readout[0] ?? name;
  return name.replace(/\.(A|B)$/, ".lora_$1.weight").replace(/\.P$/, ".paca_P");
}

/** `<target>.lora_B.weight` → `<target>.B`; other names are the hub's on both sides. */
export function referenceName(name: string): string {
  return name.replace(/\.lora_(A|B)\.weight$/, ".$1").replace(/\.paca_P$/, ".P");
}
