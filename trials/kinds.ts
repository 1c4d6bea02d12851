// THE TABLE: every kind of trial, one row each; what is tried of it lies in trials/kinds/.
import type { Kind } from "./kind.ts";
import { endingKinds } from "./kinds/endings.ts";
import { faultKinds } from "./kinds/faults.ts";
import { foreignKinds } from "./kinds/foreign.ts";
import { jsonKinds } from "./kinds/json_files.ts";
import { momentKinds } from "./kinds/moments.ts";
import { objectKinds } from "./kinds/objects.ts";
import { placeKinds } from "./kinds/places.ts";
import { standingKinds } from "./kinds/standing.ts";
import { studyKinds } from "./kinds/studies.ts";
import { workerKinds } from "./kinds/workers.ts";

export const kinds: readonly Kind[] = [
  ...jsonKinds,
  ...objectKinds,
  ...placeKinds,
  ...faultKinds,
  ...endingKinds,
  ...momentKinds,
  ...standingKinds,
  ...studyKinds,
  ...foreignKinds,
  ...workerKinds,
];
