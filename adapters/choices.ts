// The options of a method in words, read off the schema that checks them.
import { z } from "zod";
import type { Method } from "./method.ts";

/** One option. */
export interface Choice {
  readonly name: string;
  /** The paper's reading first; of a number, that and its range. */
  readonly values: readonly string[];
}

/** What JSON Schema says of an option. */
interface Shape {
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: string;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
}

/** The method's options, `decay` last, which every method has. */
export function choicesOf({ options }: Method): Choice[] {
  const { properties = {} } = z.toJSONSchema(options, { io: "input" });
  return Object.entries(properties as Readonly<Record<string, Shape>>).map(([name, shape]) => (
    { name, values: [...new Set([shape.default, ...others(shape)].map(String))] }
  ));
}

function others(shape: Shape): readonly unknown[] {
  if (shape.type === "boolean") return [false, true];
  if (shape.enum !== undefined) return shape.enum;
  const { exclusiveMinimum: above, maximum: most } = shape;
  return [`any above ${above}${most === undefined ? "" : ` and at most ${most}`}`];
}
