// The task of telling a noun's supersense from its gloss: twelve balanced classes of WordNet.
import { z } from "zod";
import { type Dataset, defineDataset, type Inputs, type Part, parts } from "./dataset.ts";
import { failure, type Prepared, type Result, type Split } from "./dataset.ts";
import { type Encoder, openEncoder } from "./encoder.ts";
import { partOfSynset, supersenses } from "./held_out.ts";
import { type Digested, inDigestOrder, orderByDigest, type Sizes } from "./split.ts";
import { readSynsets, type Synset, wordnetNotice, wordnetSource } from "./wordnet.ts";

const parameters = z.strictObject({
  length: z.int().min(3).describe("tokens a row, <s> and </s> included"),
  train: z.int().positive().describe("glosses of each class in the training part"),
  validation: z.int().positive().describe("glosses of each class in the validation part"),
  test: z.int().positive().describe("glosses of each class in the test part"),
});

type Parameters = z.infer<typeof parameters>;

/** Glosses of nouns; siblings under one hypernym lie in one part. Reads the corpus's tokenizer. */
export const wordnetSupersenses: Dataset = defineDataset({
  name: "wordnet_supersenses",
  task: "sequence_classification",
  source: wordnetSource,
  needs: ["tokenizer"],
  parameters,
  load,
});

async function load(chosen: Parameters, { files }: Inputs): Promise<Result<Prepared>> {
  const synsets = await readSynsets(["noun"]);
  if (!synsets.ok) return synsets;
  const drawn = drawExamples(synsets.value, chosen);
  if (!drawn.ok) return drawn;
  const encoder = await openEncoder(await Deno.readTextFile(files.tokenizer ?? ""), chosen.length);
  if (!encoder.ok) return encoder;
  return { ok: true, value: await prepared(drawn.value, encoder.value) };
}

/** One example: the text that the model reads, and its class. */
export interface Gloss {
  readonly text: string;
  readonly label: number;
}

type Drawn = Readonly<Record<Part, Digested<Gloss>[]>>;

/**
 * The glosses of every part, as many of each class as `sizes` says. Glosses that more than one noun
 * has are left out. Failure: `not-enough-examples`.
 */
export function drawExamples(nouns: readonly Synset[], sizes: Sizes): Result<Drawn> {
  const times = Map.groupBy(nouns, ({ gloss }) => gloss);
  const single = nouns.filter(({ gloss }) => times.get(gloss)?.length === 1);
  const drawn = { train: [], validation: [], test: [] } as Record<Part, Digested<Gloss>[]>;
  for (const [label, [name, supersense]] of [...supersenses].entries()) {
    const ofClass = single.filter((synset) => synset.supersense === supersense);
    const byPart = Map.groupBy(ofClass, partOfSynset);
    for (const part of parts) {
      const found = byPart.get(part) ?? [];
      if (found.length < sizes[part]) {
        const message = `Cannot take ${
          sizes[part]
        } of ${found.length} glosses of ${name} for ${part}`;
        return failure("not-enough-examples", message);
      }
      drawn[part].push(...spread(found).slice(0, sizes[part]).map((x) => labelled(x, label)));
    }
  }
  return { ok: true, value: drawn };
}

/**
 * Orders synsets so that each hypernym gives its first before any gives its second: one hypernym has
 * 641 of 923 places that are held out, and would be most of the test of `location`.
 */
function spread(synsets: readonly Synset[]): Digested<Synset>[] {
  const turns = new Map<string, number>();
  const ranked = orderByDigest(synsets, ({ gloss }) => gloss).map((example) => {
    const parent = example.value.hypernyms[0] ?? example.value.id;
    const turn = turns.get(parent) ?? 0;
    turns.set(parent, turn + 1);
    return { turn, example };
  });
  return ranked.toSorted((a, b) => a.turn - b.turn).map(({ example }) => example);
}

function labelled({ digest, value }: Digested<Synset>, label: number): Digested<Gloss> {
  return { digest, value: { text: value.gloss, label } };
}

async function prepared(drawn: Drawn, encoder: Encoder): Promise<Prepared> {
  return {
    task: { kind: "sequence_classification", labels: supersenses.size },
    source: wordnetSource,
    labelNames: [...supersenses.keys()],
    splits: {
      train: await columnsOf(drawn.train, encoder),
      validation: await columnsOf(drawn.validation, encoder),
      test: await columnsOf(drawn.test, encoder),
    },
    files: { NOTICE: await wordnetNotice() },
    tokens: encoder.tokens,
  };
}

async function columnsOf(examples: readonly Digested<Gloss>[], encoder: Encoder): Promise<Split> {
  const mixed = inDigestOrder(examples).map(({ value }) => value);
  const encoded = await encoder.encode(mixed.map(({ text }) => text));
  const labels = Int32Array.from(mixed.map(({ label }) => label));
  const column = { dtype: "int32", shape: [], data: labels } as const;
  return { count: mixed.length, columns: { ...encoded, labels: column } };
}
