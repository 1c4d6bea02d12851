// A study of four fake nodes: two sources, one measure whose bytes may not move, and one that joins all.
import type { FakeNode } from "./pipeline_rig.ts";

/** The study, saying these two texts. */
export function littleStudy(a = "hi", b = "you"): FakeNode[] {
  return [
    { name: "say:a", stage: "say", parameters: { text: a } },
    { name: "say:b", stage: "say", parameters: { text: b } },
    { name: "measure:a", stage: "measure", inputs: { text: "say:a#text.txt" } },
    {
      name: "gather",
      stage: "gather",
      inputs: { length: "measure:a#length.txt", b: "say:b#text.txt" },
    },
  ];
}

/** The outcomes of a run of it in which nothing had to run. */
export const allFresh = {
  "say:a": "fresh",
  "say:b": "fresh",
  "measure:a": "fresh",
  gather: "fresh",
};

/** The outcomes of its first run. */
export const allRan = { "say:a": "ran", "say:b": "ran", "measure:a": "ran", gather: "ran" };
