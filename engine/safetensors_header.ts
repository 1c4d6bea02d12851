// The header of a safetensors file, checked before any element is believed.
import { disguise } from "./disguise.ts";
import { isRecord, parsedJson, quoted, repeatedKey } from "./foreign_json.ts";
import { elementBits, type StoredType } from "./safetensors_elements.ts";
import { sizeOf } from "./value.ts";

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
  /** It is no file, or the system does not let it be read. */
  | "unreadable"
  /** It is something else under the name: a git-lfs pointer, a page of a web site, a pickle. */
  | "not-safetensors"
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

/** A file begins with its header's length. */
export const LENGTH_BYTES = 8;
/** The library's own limit; a longer header is an attack or an accident. */
export const LARGEST_HEADER = 100_000_000;

/** Parses the first bytes of a file of `size` bytes; `path` is for messages. */
export function parseHeader(head: Uint8Array, size: number, path: string): Opened<Header> {
  const text = headerText(head, size, path);
  if (!text.ok) return text;
  const entries = parseEntries(text.value, path);
  if (!entries.ok) return entries;
  const { __metadata__: told, ...described } = entries.value;
  const metadata = told ?? {};
  if (!isWords(metadata)) return fail("malformed-header", `${path}: metadata are no words`);
  const start = head.length;
  const tensors = new Map<string, StoredTensor>();
  for (const [name, entry] of Object.entries(described)) {
    const stored = storedTensor(
      entry,
      start,
      `${path}: tensor ${quoted(name)}`,
    );
    if (!stored.ok) return stored;
    tensors.set(name, stored.value);
  }
  const fault = layoutFault([...tensors.values()], { start, size, path });
  return fault ?? { ok: true, value: { tensors, metadata } };
}

function fail(reason: SafetensorsFault, message: string): Opened<never> {
  return { ok: false, reason, message };
}

function headerText(head: Uint8Array, size: number, path: string): Opened<string> {
  const length = head.length < LENGTH_BYTES
    ? undefined
    : new DataView(head.buffer, head.byteOffset).getBigUint64(0, true);
  if (length === undefined || length > size) {
    const other = disguise(head);
    if (other !== undefined) return fail("not-safetensors", `${path}: is ${other}`);
  }
  if (length === undefined) {
    return fail("truncated-header", `${path}: ends after ${head.length} bytes`);
  }
  if (length > LARGEST_HEADER) {
    return fail("header-too-large", `${path}: header of ${length} bytes`);
  }
  if (head.length < LENGTH_BYTES + Number(length)) {
    return fail("truncated-header", `${path}: ends inside its header of ${length} bytes`);
  }
  return decoded(head.subarray(LENGTH_BYTES), path);
}

function decoded(bytes: Uint8Array, path: string): Opened<string> {
  try {
    const value = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return { ok: true, value };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return fail("malformed-header", `${path}: header is no UTF-8`);
  }
}

function parseEntries(text: string, path: string): Opened<Record<string, unknown>> {
  const parsed = text.startsWith("{") ? parsedJson(text) : undefined;
  if (!isRecord(parsed)) return fail("malformed-header", `${path}: header is no JSON object`);
  const twice = repeatedKey(text);
  if (twice === undefined) return { ok: true, value: parsed };
  return fail("malformed-header", `${path}: header has ${quoted(twice)} twice`);
}

function isWords(value: unknown): value is Record<string, string> {
  return isRecord(value) && Object.values(value).every((word) => typeof word === "string");
}

function storedTensor(entry: unknown, start: number, place: string): Opened<StoredTensor> {
  if (!isEntry(entry)) return fail("malformed-header", `${place} lacks a shape or two offsets`);
  const { dtype, shape, data_offsets: [from, to] } = entry;
  if (!isStoredType(dtype)) {
    return fail("unknown-type", `${place} is of type ${quoted(String(dtype))}`);
  }
  const wanted = sizeOf(shape) * elementBits[dtype] / 8;
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
  return typeof value === "string" && Object.hasOwn(elementBits, value);
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
