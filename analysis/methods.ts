// The methods of a study on its page: their order, their blocks, and which of them are ranked.
import type { Family, MethodCard } from "../adapters/mod.ts";

/** The blocks' names in the head of the tables. */
export const familyLabels: Readonly<Record<Family, string>> = {
  past: "The past",
  present: "The present",
  partial: "Partial",
  sparse: "Sparse",
  extra: "Beyond the paper",
  control: "Control",
};

/** Each once, in the order of the tables. */
export function inPaperOrder(methods: Iterable<MethodCard>): MethodCard[] {
  const byId = new Map([...methods].map((method) => [method.id, method]));
  return [...byId.values()].sort((a, b) => a.place - b.place);
}

/** A control is shown beside the methods and has no rank among them. */
export function isRanked({ family }: MethodCard): boolean {
  return family !== "control";
}
