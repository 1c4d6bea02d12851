// Tokenizers: the ids of texts and pairs, cut and filled, from every set of files that the folder has.
import { z } from "zod";
import { openTokenizer, readTokenizerFiles } from "../../data/mod.ts";
import type { Text, Tokenizer, TokenizerFiles } from "../../data/mod.ts";
import type { CaseContext, Check, Kind } from "../kind.ts";
import { measureSame, type Same } from "../measure.ts";
import { readJson, unwrap } from "../reference_file.ts";

const ids = z.array(z.int());
const truncation = z.enum(["longest_first", "only_first", "only_second"]);

/** What cases.json holds; its other fields are for people. */
const factsSchema = z.object({
  "pad_token": z.string(),
  "vocab_size": z.int(),
  single: z.array(z.object({ text: z.string(), ids, "ids_no_special": ids })),
  pairs: z.array(z.object({
    a: z.string(),
    b: z.string(),
    strategy: truncation,
    "max_length": z.int(),
    "padding_side": z.enum(["left", "right"]),
    ids,
    "type_ids": ids,
    "attention_mask": ids,
  })),
  truncated: z.array(z.object({ text: z.string(), "max_length": z.int(), ids })),
});

type Facts = z.infer<typeof factsSchema>;

/** A folder in the hub's layout, with the texts and ids of its cases.json. */
export const tokenizer: Kind = { check };

async function check(context: CaseContext): Promise<Check[]> {
  const facts = await readJson(context.file("facts"), factsSchema);
  const files = unwrap(await readTokenizerFiles(context.file("tokenizer")));
  const same: Same[] = [];
  for (const [name, some] of waysToOpen(files)) {
    const opened = await openTokenizer(some, { padToken: facts.pad_token });
    if (!opened.ok && opened.reason === "unknown-tokenizer-class") continue;
    const found = await placesOf(unwrap(opened), facts);
    same.push(...found.map((each) => ({ ...each, place: `${name} ${each.place}` })));
  }
  return [measureSame({ name: "ids", ...context.tolerance("ids") }, same)];
}

/** With tokenizer.json, and without it where the folder also has the older files. */
function waysToOpen(files: TokenizerFiles): [string, TokenizerFiles][] {
  const { "tokenizer.json": json, ...older } = files;
  const source = (["spm.model", "tokenizer.model", "vocab.json"] as const).find((n) => older[n]);
  const ways: [string, TokenizerFiles][] = [];
  if (json !== undefined || source === undefined) ways.push(["tokenizer.json", files]);
  if (source !== undefined) ways.push([source, older]);
  return ways;
}

async function placesOf(tokenizer: Tokenizer, facts: Facts): Promise<Same[]> {
  const size = { actual: tokenizer.vocabulary, expected: facts.vocab_size };
  return [
    { place: "vocabulary", ...size },
    ...await singles(tokenizer, facts),
    ...await pairs(tokenizer, facts),
    ...await truncated(tokenizer, facts),
  ];
}

async function singles(tokenizer: Tokenizer, { single }: Facts): Promise<Same[]> {
  const texts = single.map(({ text }) => text);
  const whole = unwrap(await tokenizer.encode(texts));
  const bare = unwrap(await tokenizer.encode(texts, { specialTokens: false }));
  return single.flatMap((expected, i) => [
    same(`text ${i}`, whole[i]?.ids, expected.ids),
    same(`text ${i} without special tokens`, bare[i]?.ids, expected.ids_no_special),
  ]);
}

async function pairs(tokenizer: Tokenizer, { pairs }: Facts): Promise<Same[]> {
  const found: Same[] = [];
  for (const [i, pair] of pairs.entries()) {
    const text: Text = [pair.a, pair.b];
    const cut = { truncation: pair.strategy, maxLength: pair.max_length } as const;
    const filled = {
      padding: "max_length",
      paddingSide: pair.padding_side,
      typeIds: true,
    } as const;
    const [row] = unwrap(await tokenizer.encode([text], { ...cut, ...filled }));
    found.push(
      same(`pair ${i}`, row?.ids, pair.ids),
      same(`pair ${i} type ids`, row?.typeIds, pair.type_ids),
      same(`pair ${i} attention mask`, row?.attentionMask, pair.attention_mask),
    );
  }
  return found;
}

async function truncated(tokenizer: Tokenizer, { truncated }: Facts): Promise<Same[]> {
  const found: Same[] = [];
  for (const [i, { text, max_length: maxLength, ids }] of truncated.entries()) {
    const cut = { truncation: "longest_first", maxLength } as const;
    const [row] = unwrap(await tokenizer.encode([text], cut));
    found.push(same(`truncated ${i}`, row?.ids, ids));
  }
  return found;
}

function same(place: string, actual: Int32Array | undefined, expected: readonly number[]): Same {
  return { place, actual: actual && [...actual], expected: [...expected] };
}
