// THE TABLE: every kind of trial, one row each; what is tried of it lies in trials/kinds/.
import type { Kind } from "./kind.ts";
import { jsonKinds } from "./kinds/json_files.ts";
import { objectKinds } from "./kinds/objects.ts";
import { placeKinds } from "./kinds/places.ts";

export const kinds: readonly Kind[] = [
  ...jsonKinds,
  ...objectKinds,
  ...placeKinds,
];
