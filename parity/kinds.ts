// THE TABLE: every kind of reference case, by the manifest's name for it.
import type { Kind } from "./kind.ts";
import { gradientClip } from "./kinds/gradient_clip.ts";
import { image } from "./kinds/image.ts";
import { layout } from "./kinds/layout.ts";
import { metric } from "./kinds/metric.ts";
import { model } from "./kinds/model.ts";
import { optimizer } from "./kinds/optimizer.ts";
import { peftAdapter } from "./kinds/peft_adapter.ts";
import { schedule } from "./kinds/schedule.ts";
import { spectrum } from "./kinds/spectrum.ts";
import { tokenizer } from "./kinds/tokenizer.ts";
import { trajectory } from "./kinds/trajectory.ts";

/** A kind that is not here fails. */
export const kinds: Readonly<Record<string, Kind>> = {
  model,
  layout,
  trajectory,
  "peft_adapter": peftAdapter,
  optimizer,
  "gradient_clip": gradientClip,
  schedule,
  tokenizer,
  image,
  metric,
  spectrum,
};
