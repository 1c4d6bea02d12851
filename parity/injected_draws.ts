// Puts the draws of a trajectory in the place of an attachment's own: no two libraries draw alike.
import { matrixOf } from "../adapters/mod.ts";
import type { Attachment } from "../adapters/mod.ts";
import type { Value } from "../engine/run.ts";
import type { Adapted, Values } from "./plans.ts";
import type { Tensors } from "./reference_file.ts";

/**
 * The same attachment, starting each link from the case's A (`init.<link>.<target>.A`) or columns
 * (`init.<target>.cols`).
 * @param scale s of W[:, C] = s·P, for PaCA
 * Errors: throws where the case lacks a draw or has one of another shape.
 */
export function withInjectedDraws(adapted: Adapted, tensors: Tensors, scale: number): Attachment {
  const { attachment } = adapted;
  const links = [attachment.initial, ...attachment.draws].map((start, link) => {
    const entries = Object.entries(start).map(([name, own]) =>
      [name, injected(name, own, { link, tensors })] as const
    );
    return withOldColumns(Object.fromEntries(entries), adapted, scale);
  });
  const [initial = {}, ...draws] = links;
  return { ...attachment, initial, draws };
}

interface Place {
  readonly link: number;
  readonly tensors: Tensors;
}

/** The case's value of that name where there is one to draw, the attachment's own otherwise. */
export function injected(name: string, own: Value, { link, tensors }: Place): Value {
  const [, target, kind] = /^(.*)\.(lora_A\.weight|lora_columns)$/.exec(name) ?? [];
  if (target === undefined) return own;
  const columns = `init.${target}.cols`;
  if (kind === "lora_columns" && tensors.has(columns)) {
    return checked(columns, tensors.value(columns), own);
  }
  const factor = `init.${link}.${target}.A`;
  const a = tensors.value(factor);
  return checked(factor, kind === "lora_columns" ? selectedBy(a) : a, own);
}

function checked(name: string, value: Value, own: Value): Value {
  if (String(value.shape) === String(own.shape)) return value;
  throw new Error(`Cannot start from ${name} as it has shape [${value.shape}], not [${own.shape}]`);
}

/** The columns of the ones of a selector written out as a matrix [r, in]: [r] */
function selectedBy({ shape, data }: Value): Value {
  const [rows = 0, width = 0] = shape;
  const columns = Array.from({ length: rows }, (_, row) => data.indexOf(1, row * width) % width);
  return { shape: [rows], dtype: "int32", data: Int32Array.from(columns) };
}

/** PaCA: P and the columns that it replaces are those of the base at the case's columns. */
function withOldColumns(start: Values, { attachment, model }: Adapted, scale: number): Values {
  const entries = Object.entries(start).map(([name, own]) => {
    const [, place, kind] = /^(.*)\.paca_(P|base)$/.exec(name) ?? [];
    const target = attachment.adapted.find((each) => each.name === place);
    const columns = start[`${place}.lora_columns`];
    if (target === undefined || columns === undefined) return [name, own] as const;
    const weight = matrixOf(target, model.weights(`${target.module}.weight`));
    const held = columnsOf(weight, columns.data);
    const data = kind === "P" ? held.map((element) => element / scale) : held;
    return [name, { ...own, data }] as const;
  });
  return Object.fromEntries(entries);
}

/** W[:, C], row by row: [out, r] */
function columnsOf({ shape, data }: Value, columns: Value["data"]): Float32Array {
  const [rows = 0, width = 0] = shape;
  const chosen = new Float32Array(rows * columns.length);
  for (let index = 0; index < chosen.length; index++) {
    const row = Math.floor(index / columns.length);
    const column = columns[index % columns.length] as number;
    chosen[index] = data[row * width + column] as number;
  }
  return chosen;
}
