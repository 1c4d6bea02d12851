// initialize_model: a base model that cannot be downloaded: random weights from a seed, in the hub's layout.
import { writeSafetensors } from "../engine/run.ts";
import {
  type ArchitectureName,
  architectures,
  backbone,
  backboneTargets,
  initialize,
  unknownKeysRemark,
} from "../models/mod.ts";
import { defineStage } from "../pipeline/mod.ts";
import { expectValue } from "./expect_value.ts";
import { writeJson } from "./json_file.ts";

export interface InitializeModelParameters {
  readonly architecture: ArchitectureName;
  /** The hub's `config.json` keys; what is absent takes the architecture's default. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly seed: number;
}

/**
 * Writes `config.json`, `model.safetensors` (the backbone only, since a task brings its own head) and
 * `targets.json`: what can be adapted, for those who know no architecture.
 */
export const initializeModel = defineStage<InitializeModelParameters>({
  name: "initialize_model",
  module: import.meta.url,
  environment: "pure",
  outputs: ["config.json", "model.safetensors", "targets.json"],
  async run({ parameters, output, warn }) {
    const architecture = architectures[parameters.architecture];
    const document = { ...parameters.config, "model_type": architecture.name };
    const config = expectValue(architecture.parseConfig(document));
    for (const remark of unknownKeysRemark(architecture, document)) warn(remark);
    const range = architecture.initializerRange(config);
    const values = initialize(backbone(architecture, config), range, [parameters.seed]);
    await writeSafetensors(output("model.safetensors"), values, { format: "pt" });
    await writeJson(output("config.json"), document);
    await writeJson(output("targets.json"), backboneTargets(architecture, config));
  },
});
