// The header of a safetensors file, checked before any element is believed.
import { sizeOf } from "./tensor_spec.ts";

/** The element types of the format, with their bytes. */
export const elementBytes = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  I16: 2,
  U16: 2,
  F16: 2,
  BF16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  I64: 8,
  U64: 8,
  F64: 8,
} as const;

/** An element type of the format. */
export type StoredType = keyof typeof elementBytes;

/** Where a tensor lies. */
export interface StoredTensor {
  readonly dtype: StoredType;
  readonly shape: readonly number[];
  /** Bytes from the start of the file. */
  readonly offset: number;
  /** Bytes. */
  readonly length: number;
}

/** A file that could be opened, or why not. */
export type Opened<T, Fault extends string = SafetensorsFault> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: Fault; readonly message: string };

/** What can be wrong with a file. */
export type SafetensorsFault =
  /** It ends before its header does. */
  | "truncated-header"
  /** The header's length is beyond the format's limit. */
  | "header-too-large"
  /** The header is no JSON object of tensors. */
  | "malformed-header"
  /** An element type that the format does not have. */
  | "unknown-type"
  /** A tensor's bytes do not fit its shape and type. */
  | "wrong-size"
  /** Tensors overlap or leave holes. */
  | "not-contiguous"
  /** The file is shorter or longer than its tensors. */
  | "wrong-file-size";

/** What a header says. */
export interface Header {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

const LENGTH_BYTES = 8;
const LARGEST_HEADER = 100_000_000;

/** Parses the first bytes of a file of `size` bytes; `path` is for messages. */
export function parseHeader(head: Uint8Array, size: number, path: string): Opened<Header> {
  const text = headerText(head, path);
  if (!text.ok) return text;
  const entries = parseEntries(text.value, path);
  if (!entries.ok) return entries;
  const { __metadata__: metadata = {}, ...described } = entries.value;
  if (!isWords(metadata)) return fail("malformed-header", `${path}: metadata are no words`);
  const start = head.length;
  const tensors = new Map<string, StoredTensor>();
  for (const [name, entry] of Object.entries(described)) {
    const stored = storedTensor(entry, start, `${path}: tensor "${name}"`);
    if (!stored.ok) return stored;
    tensors.set(name, stored.value);
  }
  const fault = layoutFault([...tensors.values()], { start, size, path });
  return fault ?? { ok: true, value: { tensors, metadata } };
}

function fail(reason: SafetensorsFault, message: string): Opened<never> {
  return { ok: false, reason, message };
}

function headerText(head: Uint8Array, path: string): Opened<string> {
  if (head.length < LENGTH_BYTES) {
    return fail("truncated-header", `${path}: ends after ${head.length} bytes`);
  }
  const length = new DataView(head.buffer, head.byteOffset).getBigUint64(0, true);
  if (length > LARGEST_HEADER) {
    return fail("header-too-large", `${path}: header of ${length} bytes`);
  }
  if (head.length < LENGTH_BYTES + Number(length)) {
    return fail("truncated-header", `${path}: ends inside its header of ${length} bytes`);
  }
  return { ok: true, value: new TextDecoder().decode(head.subarray(LENGTH_BYTES)) };
}

function parseEntries(text: string, path: string): Opened<Record<string, unknown>> {
  const parsed = parsedJson(text);
  if (isRecord(parsed)) return { ok: true, value: parsed };
  return fail("malformed-header", `${path}: header is no JSON object`);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isWords(value: unknown): value is Record<string, string> {
  return isRecord(value) && Object.values(value).every((word) => typeof word === "string");
}

function storedTensor(entry: unknown, start: number, place: string): Opened<StoredTensor> {
  if (!isEntry(entry)) return fail("malformed-header", `${place} lacks a shape or two offsets`);
  const { dtype, shape, data_offsets: [from, to] } = entry;
  if (!isStoredType(dtype)) return fail("unknown-type", `${place} is of type ${dtype}`);
  const wanted = sizeOf(shape) * elementBytes[dtype];
  if (to - from !== wanted) {
    return fail("wrong-size", `${place} has ${to - from} bytes where its shape needs ${wanted}`);
  }
  const stored = { dtype, shape, offset: start + from, length: wanted };
  return { ok: true, value: stored };
}

interface Entry {
  readonly dtype: unknown;
  readonly shape: number[];
  // deno-lint-ignore camelcase -- the format's own word
  readonly data_offsets: [number, number];
}

function isEntry(entry: unknown): entry is Entry {
  if (!isRecord(entry) || !isCounts(entry["shape"])) return false;
  return isCounts(entry["data_offsets"]) && entry["data_offsets"].length === 2;
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((one) => Number.isSafeInteger(one) && one >= 0);
}

function isStoredType(value: unknown): value is StoredType {
  return typeof value === "string" && Object.hasOwn(elementBytes, value);
}

interface Layout {
  readonly start: number;
  readonly size: number;
  readonly path: string;
}

/** Tensors lie one after the other, from the header to the end of the file. */
function layoutFault(tensors: StoredTensor[], { start, size, path }: Layout): Opened<never> | null {
  let end = start;
  for (
    const { offset, length } of tensors.sort((a, b) => a.offset - b.offset || a.length - b.length)
  ) {
    if (offset !== end) {
      return fail("not-contiguous", `${path}: a tensor begins at byte ${offset} instead of ${end}`);
    }
    end += length;
  }
  if (end === size) return null;
  return fail("wrong-file-size", `${path}: ${size} bytes where its tensors end at ${end}`);
}
