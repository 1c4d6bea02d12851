// A base model as a stage finds it: its architecture, its configuration, its weights in their file.
import { openSafetensors, type SafetensorsFile } from "../engine/run.ts";
import {
  type Architecture,
  type ArchitectureName,
  architectures,
  type Config,
} from "../models/mod.ts";
import { expectValue, StageFailure } from "./expect_value.ts";
import { readJson } from "./json_file.ts";

export interface BaseModel {
  readonly architecture: Architecture<Config>;
  readonly config: Config;
  readonly file: SafetensorsFile;
}

/** Opens the model that the inputs `config` and `weights` describe. */
export async function openBaseModel(inputs: Readonly<Record<string, string>>): Promise<BaseModel> {
  const json = await readJson<{ "model_type"?: string }>(inputs.config);
  const architecture = architectures[json.model_type as ArchitectureName];
  if (architecture === undefined) throw new StageFailure(unknown(json.model_type));
  const config = expectValue(architecture.parseConfig(json));
  const file = expectValue(await openSafetensors(inputs.weights as string));
  return { architecture, config, file };
}

const unknown = (type: string | undefined) =>
  `Cannot build a model whose config.json has the model_type ${JSON.stringify(type)}: ` +
  `use one of ${Object.keys(architectures).join(", ")}`;
