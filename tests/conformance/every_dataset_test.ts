// One suite for every data set: what a member of the family promises, whatever it holds.
// deno-lint-ignore-file camelcase -- keys of the table are names that studies write
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { type DatasetName, datasets, type Inputs, parts, type Prepared } from "../../data/mod.ts";
import type { Split } from "../../data/mod.ts";
import { valueOf } from "../data/value_of.ts";

interface Member {
  readonly parameters: Readonly<Record<string, number | null>>;
  /** Parameters that must be refused as too many. */
  readonly excess: Readonly<Record<string, number>>;
}

const rows = { validation: 20, test: 30 };
const text = { ...rows, vocabulary: 600, length: 24, lines: 3000, share: 0.15 };

const members: Readonly<Record<DatasetName, Member>> = {
  digits: { parameters: { ...rows, train: 40 }, excess: { train: 900 } },
  digits_pretraining: { parameters: { ...rows, train: 40 }, excess: { train: 1000 } },
  wordnet_records: { parameters: { ...rows, train: 40, length: 40 }, excess: { test: 90_000 } },
  wordnet_sentences: { parameters: { ...rows, lines: 40, length: 24 }, excess: { lines: 200_000 } },
  wordnet_supersenses: { parameters: { ...rows, train: 40, length: 24 }, excess: { test: 300 } },
  wordnet_text: { parameters: text, excess: { lines: 200_000 } },
};

async function inputs(scratch: string): Promise<Inputs> {
  const tokenizer = `${scratch}/tokenizer.json`;
  const prepared = valueOf(await datasets.wordnet_text.prepare(text, { files: {}, scratch }));
  await Deno.writeTextFile(tokenizer, prepared.files["tokenizer.json"] ?? "");
  return { files: { tokenizer }, scratch };
}

/** One digest over everything that a stage would write. */
function digest(prepared: Prepared): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify({ ...prepared, splits: null }));
  for (const part of parts) {
    for (const [name, { data, shape }] of Object.entries(prepared.splits[part].columns)) {
      hash.update(`${part} ${name} ${shape}`);
      hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    }
  }
  return hash.digest("hex");
}

function keysOf({ count, columns }: Split): string[] {
  const { data, shape } = columns.pixel_values ?? columns.input_ids ?? assert.fail("no examples");
  const size = shape.reduce((product, side) => product * side, 1);
  return Array.from({ length: count }, (_, row) => data.slice(row * size, (row + 1) * size).join());
}

const scratch = await Deno.makeTempDir();
const given = await inputs(scratch);

for (const [name, dataset] of Object.entries(datasets)) {
  const { parameters, excess } = members[name as DatasetName];
  const prepared = valueOf(await dataset.prepare(parameters, given));

  Deno.test(`${name}: name, task and source are declared`, () => {
    assert.equal(dataset.name, name);
    assert.equal(prepared.task.kind, dataset.task);
    assert.match(dataset.source, /^npm [a-z-]+ \d+\.\d+\.\d+/);
    assert.equal(prepared.source, dataset.source);
    assert.ok((prepared.files.NOTICE ?? "").length > 500);
  });

  Deno.test(`${name}: preparing twice gives the same bytes`, async () => {
    assert.equal(digest(valueOf(await dataset.prepare(parameters, given))), digest(prepared));
  });

  Deno.test(`${name}: every column has as many values as its shape says`, () => {
    for (const part of parts) {
      const { count, columns } = prepared.splits[part];
      assert.ok(count > 0);
      for (const { data, shape, dtype } of Object.values(columns)) {
        assert.equal(data.length, shape.reduce((product, side) => product * side, count));
        assert.equal(data.constructor.name.toLowerCase(), `${dtype}array`);
      }
    }
  });

  Deno.test(`${name}: no example is in two parts`, () => {
    const keys = parts.map((part) => new Set(keysOf(prepared.splits[part])));
    const all = keys.reduce((union, part) => union.union(part), new Set<string>());
    assert.equal(all.size, keys.reduce((sum, { size }) => sum + size, 0));
  });

  Deno.test(`${name}: labels are in range, named, and as many of each class as asked for`, () => {
    const { task, labelNames } = prepared;
    if (task.kind === "masked_lm") return assert.deepEqual([labelNames, task.masked], [[], 3]);
    if (task.kind === "causal_lm") return assert.deepEqual(labelNames, []);
    assert.equal(labelNames.length, task.labels);
    for (const part of parts) {
      const labels = Array.from(prepared.splits[part].columns.labels?.data ?? []);
      const counts = labelNames.map((_, label) => labels.filter((x) => x === label).length);
      assert.deepEqual(counts, labelNames.map(() => parameters[part]));
      assert.equal(labels.length, prepared.splits[part].count);
    }
  });

  Deno.test(`${name}: ids lie in the vocabulary, and rows begin, end and pad as declared`, () => {
    const { tokens, splits } = prepared;
    if (tokens === undefined) return assert.ok(prepared.normalization !== undefined);
    if (name === "wordnet_sentences") return; // lines run on from row to row
    for (const row of parts.flatMap((part) => keysOf(splits[part]))) {
      const ids = row.split(",").map(Number);
      const last = ids.indexOf(tokens.end);
      assert.equal(ids[0], tokens.begin);
      assert.ok(last > 0 && ids.slice(last + 1).every((id) => id === tokens.pad));
      const words = ids.slice(1, last);
      assert.ok(words.every((id) => id > tokens.unknown && id < tokens.mask));
    }
  });

  Deno.test(`${name}: a larger training part leaves the test part as it is`, async () => {
    const larger = { ...parameters, ...("lines" in parameters ? { lines: 3500 } : { train: 60 }) };
    const other = valueOf(await dataset.prepare(larger, given));
    assert.equal(other.splits.test.count, prepared.splits.test.count);
    if (name === "wordnet_text") return; // its tokenizer has read other lines
    assert.deepEqual(other.splits.test, prepared.splits.test);
  });

  Deno.test(`${name}: wrong parameters, missing inputs and excess are failures in words`, async () => {
    const typo = await dataset.prepare({ ...parameters, tset: 1 }, given);
    assert.ok(!typo.ok && typo.reason === "invalid-parameters" && typo.message.includes("tset"));
    const zero = await dataset.prepare({ ...parameters, test: 0 }, given);
    assert.ok(!zero.ok && zero.message.includes("test"));
    const many = await dataset.prepare({ ...parameters, ...excess }, given);
    assert.ok(!many.ok && many.reason === "not-enough-examples");
    if (dataset.needs.length === 0) return;
    const bare = await dataset.prepare(parameters, { files: {}, scratch });
    assert.ok(!bare.ok && bare.reason === "missing-input");
  });
}

Deno.test("the digits of pre-training and of adaptation have no class in common", async () => {
  const names = async (name: "digits" | "digits_pretraining") =>
    valueOf(await datasets[name].prepare(members[name].parameters, given)).labelNames;
  const shared = new Set(await names("digits")).intersection(
    new Set(await names("digits_pretraining")),
  );
  assert.equal(shared.size, 0);
});

Deno.test("the data sets of every test leave no file behind", async () => {
  await Deno.remove(`${scratch}/tokenizer.json`);
  assert.deepEqual([...Deno.readDirSync(scratch)], []);
  await Deno.remove(scratch);
});
