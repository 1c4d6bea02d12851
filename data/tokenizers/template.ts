// The part of a tokenizer that puts special tokens around one text or two.
// deno-lint-ignore-file camelcase -- keys of tokenizer.json are the format's own
import type { TokenizerPart } from "./tokenizer_json.ts";

/** A special token by its text, or one of the texts; each with the type id that it gets. */
export type Slot = { readonly text: "A" | "B"; readonly type: 0 | 1 } | {
  readonly token: string;
  readonly type: 0 | 1;
};

/** What surrounds one text and two; `ids` has the id of every special token. */
export interface Template {
  readonly single: readonly Slot[];
  readonly pair: readonly Slot[];
  readonly ids: ReadonlyMap<string, number>;
}

/** Slots before, between and after texts: `around(["<s>"], [])` is `<s> a <s> b`. */
export function around(
  before: readonly string[],
  after: readonly string[],
): Pick<Template, "single" | "pair"> {
  const framed = (text: "A" | "B", type: 0 | 1): Slot[] => [
    ...before.map((token) => ({ token, type })),
    { text, type },
    ...after.map((token) => ({ token, type })),
  ];
  return { single: framed("A", 0), pair: [...framed("A", 0), ...framed("B", 1)] };
}

/** The template as a part of tokenizer.json. */
export function templateProcessing({ single, pair, ids }: Template): TokenizerPart {
  const special_tokens = Object.fromEntries(
    [...ids].map(([token, id]) => [token, { id: token, ids: [id], tokens: [token] }]),
  );
  return {
    type: "TemplateProcessing",
    single: single.map(slotOf),
    pair: pair.map(slotOf),
    special_tokens,
  };
}

function slotOf(slot: Slot): Record<string, unknown> {
  if ("text" in slot) return { Sequence: { id: slot.text, type_id: slot.type } };
  return { SpecialToken: { id: slot.token, type_id: slot.type } };
}
