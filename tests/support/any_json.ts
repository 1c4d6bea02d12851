// Arbitrary JSON for property tests, and the same value with its members in another order.
import fc from "fast-check";
import type { Json } from "../../pipeline/mod.ts";

const finite = fc.double({ noNaN: true, noDefaultInfinity: true })
  .map((number) => Object.is(number, -0) ? 0 : number);

// Texts of any UTF-16, since names and values may hold lone surrogates.
const text = fc.string({ unit: "binary", maxLength: 4 }).map((value) => value || "\ud800");

// A member named __proto__ would set a prototype when a test copies the object.
const name = text.filter((value) => value !== "__proto__");

/** Any value that canonical JSON takes. */
export const anyJson: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, false),
    finite,
    text,
    fc.array(tie("json"), { maxLength: 3 }),
    fc.dictionary(name, tie("json"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).json;

/** The same value, its members set in an order that the draws decide. */
export function shuffled(value: Json, draws: Iterator<number>): Json {
  if (Array.isArray(value)) return value.map((member) => shuffled(member, draws));
  if (value === null || typeof value !== "object") return value;
  const members = Object.entries(value).map(([member, inner]) =>
    [member, shuffled(inner, draws), draws.next().value ?? 0] as const
  );
  return Object.fromEntries(members.sort((a, b) => a[2] - b[2]).map(([k, v]) => [k, v]));
}
