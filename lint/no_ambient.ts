// no-ambient: what computes a result reads no clock, no environment and no unseeded randomness.
import { placeOf } from "./place.ts";

/** Rooms whose code is part of a stage. */
const pureRooms: readonly string[] = [
  "random",
  "decimal",
  "data",
  "models",
  "adapters",
  "analysis",
  "stages",
  "studies",
];

/** Object and member that a result must not depend on. */
const ambient: readonly (readonly [object: string, member: string, what: string])[] = [
  ["Math", "random", "unseeded randomness: take a stream of random/"],
  ["crypto", "getRandomValues", "unseeded randomness: take a stream of random/"],
  ["crypto", "randomUUID", "unseeded randomness: take a stream of random/"],
  ["Date", "now", "a clock: times belong to the run, not to the result"],
  ["performance", "now", "a clock: times belong to the run, not to the result"],
  ["Deno", "env", "the environment: take a parameter"],
  ["process", "env", "the environment: take a parameter"],
];

/** Checks member accesses, and `new Date()` without an argument. */
export const noAmbient: Deno.lint.Rule = {
  create(context) {
    if (!pureRooms.includes(placeOf(context.filename).room)) return {};
    return {
      MemberExpression(node) {
        const what = ambientIn(node);
        if (what) context.report({ node, message: `Cannot read ${what}` });
      },
      NewExpression(node) {
        const { callee } = node;
        if (callee.type !== "Identifier" || callee.name !== "Date" || node.arguments.length > 0) {
          return;
        }
        context.report({
          node,
          message: "Cannot read a clock: times belong to the run, not to the result",
        });
      },
    };
  },
};

function ambientIn({ object, property }: Deno.lint.MemberExpression): string | undefined {
  if (object.type !== "Identifier" || property.type !== "Identifier") return undefined;
  return ambient.find(([name, member]) => name === object.name && member === property.name)?.[2];
}
