// Puts the draws of a golden case in the place of an attachment's own.
import assert from "node:assert/strict";
import { matrixOf } from "../../adapters/mod.ts";
import type { Attachment } from "../../adapters/mod.ts";
import type { Value } from "../../engine/run.ts";
import type { Values } from "./both_engines.ts";
import { assertSame } from "./closeness.ts";
import type { LoadedModel } from "./models.ts";

type Tensors = ReadonlyMap<string, Value>;

/**
 * The same attachment, starting each link from the case's A, windows or columns. What a method does not
 * draw (cLA's first columns, c3LA's order of windows) must be equal already.
 */
export function withGoldenDraws(
  attachment: Attachment,
  model: LoadedModel,
  tensors: Tensors,
): Attachment {
  const links = [attachment.initial, ...attachment.draws].map((start, link) =>
    Object.fromEntries(
      Object.entries(start).map(([name, own]) => [name, goldenOf(name, { link, own, tensors })]),
    )
  );
  const [initial = {}, ...draws] = links.map((start) => withOldColumns(start, attachment, model));
  return { ...attachment, initial, draws };
}

interface Own {
  readonly link: number;
  readonly own: Value;
  readonly tensors: Tensors;
}

function goldenOf(name: string, { link, own, tensors }: Own): Value {
  const [, module, kind] = /^(.*)\.(lora_A\.weight|lora_columns)$/.exec(name) ?? [];
  if (module === undefined) return own;
  const a = tensors.get(`init.${link}.${module}.A`);
  if (kind === "lora_A.weight") {
    assert.deepEqual(a?.shape, own.shape, `The case lacks ${name}`);
    return a as Value;
  }
  const columns = tensors.get(`init.${module}.cols`) ?? selectedBy(a);
  return { ...own, data: columns.data };
}

/** The columns of the ones of a selector written out as a matrix [r, in]. */
function selectedBy(a: Value | undefined): Value {
  assert.ok(a !== undefined, "The case lacks a selector");
  const [rows, width] = a.shape as [number, number];
  const columns = Array.from({ length: rows }, (_, row) => a.data.indexOf(1, row * width) % width);
  return { shape: [rows], dtype: "int32", data: Int32Array.from(columns) };
}

/** PaCA: P and the columns that it replaces are those of the base at the case's columns. */
function withOldColumns(start: Values, attachment: Attachment, model: LoadedModel): Values {
  const entries = Object.entries(start).map(([name, own]) => {
    const [, module, kind] = /^(.*)\.paca_(P|base)$/.exec(name) ?? [];
    if (module === undefined) return [name, own];
    const columns = start[`${module}.lora_columns`];
    const scale = kind === "base" ? 1 : scaleOf(attachment, module);
    const target = attachment.adapted.find((each) => each.name === module);
    assert.ok(target !== undefined, `No target is called ${module}`);
    const weight = matrixOf(target, model.weights(`${target.module}.weight`));
    return [name, columnsOf(weight, { columns, scale, own })];
  });
  return Object.fromEntries(entries);
}

/** base / P, the same for every element. */
function scaleOf({ initial }: Attachment, module: string): number {
  const [base, p] = ["base", "P"].map((kind) =>
    initial[`${module}.paca_${kind}`]?.data[0] as number
  );
  return Math.round((base as number) / (p as number));
}

function columnsOf(
  weight: Value,
  { columns, scale, own }: { columns: Value | undefined; scale: number; own: Value },
): Value {
  const width = weight.shape[1] as number;
  const data = new Float32Array(own.data.length);
  const chosen = columns?.data ?? [];
  for (let index = 0; index < data.length; index++) {
    const row = Math.floor(index / chosen.length);
    const column = chosen[index % chosen.length] as number;
    data[index] = weight.data[row * width + column] as number / scale;
  }
  return { ...own, data };
}

/** Fails unless the attachment's own columns are the case's. */
export function assertOwnColumns(attachment: Attachment, tensors: Tensors): void {
  [attachment.initial, ...attachment.draws].forEach((start, link) => {
    for (const [name, own] of Object.entries(start)) {
      if (!name.endsWith(".lora_columns")) continue;
      assertSame(`${name} of link ${link}`, own, goldenOf(name, { link, own, tensors }));
    }
  });
}
