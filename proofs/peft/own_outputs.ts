// What our own graphs say of the test part: the numbers that the libraries have to say too.
import { openSession, type Session, type Value } from "../../engine/run.ts";
import {
  batchFeeds,
  type BatchSource,
  evaluationRows,
  type Feeds,
} from "../../stages/batch_feeds.ts";
import type { AdapterCard, DataCard } from "../../stages/cards.ts";
import { weightFolder } from "../../stages/cell_weights.ts";
import type { Evaluation } from "../../stages/evaluate.ts";
import { readJson } from "../../stages/json_file.ts";
import { readSplit, readTensors } from "../../stages/tensor_file.ts";

/** Numbers of all test examples, one after the other. */
export interface Outputs {
  /** Of a classifier, [examples · labels]; of a language model the loss of each next token. */
  readonly numbers: Float32Array;
  readonly kind: "logits" | "losses";
}

/** What `evaluate` recorded of the test part. */
export interface Recorded {
  readonly predictions: readonly number[];
  readonly loss: number;
}

type Files = Readonly<Record<string, string>>;

/** The test part as a graph is fed it, in one batch. */
export async function testInputs(files: Files): Promise<Feeds> {
  const { card, split } = await testSource(files);
  const rows = Int32Array.from({ length: split.count }, (_, row) => row);
  return batchFeeds({ card, split, batch: split.count }, { rows, counted: split.count }, []);
}

/** The outputs of the graph that `evaluate` ran, with the tensors that it was fed. */
export async function ownOutputs(files: Files, scratch: string): Promise<Outputs> {
  const source = await testSource(files);
  const folder = await weightFolder(files.weights as string, scratch);
  const graph = await Deno.readFile(files.forward as string);
  const session = await openSession(graph, { threads: 1, folder });
  const tensors = await readTensors(files.checkpoint);
  const kind = source.card.task.kind.endsWith("_lm") ? "losses" : "logits";
  const parts: number[] = [];
  for (let start = 0; start < source.split.count; start += source.batch) {
    parts.push(...await batchOutputs(session, { source, tensors, start }, kind));
  }
  return { numbers: Float32Array.from(parts), kind };
}

interface Turn {
  readonly source: BatchSource;
  readonly tensors: Feeds;
  readonly start: number;
}

async function batchOutputs(
  session: Session,
  { source, tensors, start }: Turn,
  kind: Outputs["kind"],
): Promise<Iterable<number>> {
  const rows = evaluationRows(source, { start, end: source.split.count });
  const feeds = batchFeeds(source, rows, []);
  const { data } = (await session.run({ ...tensors, ...feeds }))[kind] as Value;
  return data.subarray(0, data.length / source.batch * rows.counted);
}

async function testSource(files: Files): Promise<BatchSource> {
  const { batch } = await readJson<AdapterCard>(files.adapter);
  const card = await readJson<DataCard>(files.data);
  return { card, split: await readSplit(files.test), batch };
}

/** What lies in the store. */
export async function recorded(files: Files): Promise<Recorded> {
  const { test } = await readJson<{ test: number[] }>(files["predictions.json"]);
  const { loss } = await readJson<Evaluation>(files["evaluation.json"]);
  return { predictions: test, loss: loss.test };
}
