// Trains RoBERTa's kind of tokenizer, a byte-level BPE, on given lines; gives a tokenizer.json.
import { failure, type Result } from "./dataset.ts";
import { byteLevel, bytePairEncoding, type Merge } from "./tokenizers/byte_level.ts";
import { robertaProcessing } from "./tokenizers/byte_level.ts";
import { specialToken, tokenizerJson } from "./tokenizers/tokenizer_json.ts";

/** Special tokens with RoBERTa's ids 0, 1, 2, 3; `<mask>` has the last id. */
const leading: readonly string[] = ["<s>", "<pad>", "</s>", "<unk>"];
const mask = "<mask>";

/** What to train and where its temporary files may lie. */
export interface Training {
  readonly lines: readonly string[];
  /** Number of tokens in all: specials, 256 bytes, merges. */
  readonly vocabulary: number;
  readonly scratch: string;
}

/**
 * The tokenizer.json of a byte-level BPE with exactly `vocabulary` tokens: same lines, same file.
 * The native trainer always goes on to 30,000 tokens; the first merges are kept, which are those
 * that a smaller trainer would find, since training is greedy. While it trains it writes blank lines
 * on standard output: whoever reads a worker's output has to skip them.
 * Failures: `bad-vocabulary`, `too-few-merges` (not enough text).
 */
export async function trainTokenizer(training: Training): Promise<Result<string>> {
  const { vocabulary } = training;
  const native = await import("tokenizers");
  const alphabet = native.byteLevelAlphabet().toSorted();
  const smallest = leading.length + alphabet.length + 1;
  if (vocabulary < smallest) {
    const message =
      `Vocabulary must have at least ${smallest} tokens: current value is ${vocabulary}`;
    return failure("bad-vocabulary", message);
  }
  const merges = await learnMerges(training);
  const model = firstMerges(merges, [...leading, ...alphabet], vocabulary - 1);
  if (model.vocab.size < vocabulary - 1) {
    const message = `Cannot reach ${vocabulary} tokens: text gives ${model.vocab.size + 1}`;
    return failure("too-few-merges", message);
  }
  return { ok: true, value: jsonOf(model) };
}

/** All merges that the native trainer finds, most useful first. */
async function learnMerges({ lines, scratch }: Training): Promise<Merge[]> {
  const { BPE, byteLevelPreTokenizer, Tokenizer } = await import("tokenizers");
  const folder = await Deno.makeTempDir({ dir: scratch, prefix: "tokenizer-" });
  try {
    await Deno.writeTextFile(`${folder}/lines.txt`, lines.join("\n"));
    const tokenizer = new Tokenizer(BPE.empty());
    tokenizer.setPreTokenizer(byteLevelPreTokenizer(true));
    tokenizer.train([`${folder}/lines.txt`]);
    tokenizer.save(`${folder}/trained.json`);
    const trained = JSON.parse(await Deno.readTextFile(`${folder}/trained.json`));
    return (trained as { model: { merges: Merge[] } }).model.merges;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

interface Model {
  readonly vocab: ReadonlyMap<string, number>;
  readonly merges: readonly Merge[];
}

/** Takes merges until there are `size` tokens; two merges may make the same token. */
function firstMerges(merges: readonly Merge[], start: readonly string[], size: number): Model {
  const vocab = new Map(start.map((token, id) => [token, id]));
  const kept: Merge[] = [];
  for (const merge of merges) {
    const token = merge.join("");
    if (!vocab.has(token)) {
      if (vocab.size === size) break;
      vocab.set(token, vocab.size);
    }
    kept.push(merge);
  }
  return { vocab, merges: kept };
}

/**
 * The file as the library writes RoBERTa's, except that words at the start of a line read as words
 * within it (`add_prefix_space`): a small vocabulary has no tokens to spare for a second form.
 */
function jsonOf({ vocab, merges }: Model): string {
  const specials = leading.map((content, id) => specialToken(id, content));
  const token = (content: string) => [content, leading.indexOf(content)] as const;
  const allIds = { ...Object.fromEntries(vocab), [mask]: vocab.size };
  return tokenizerJson({
    addedTokens: [...specials, { ...specialToken(vocab.size, mask), lstrip: true }],
    normalizer: null,
    preTokenizer: byteLevel(true),
    postProcessor: robertaProcessing(token("<s>"), token("</s>"), true),
    decoder: byteLevel(true),
    model: bytePairEncoding(allIds, merges),
  });
}
