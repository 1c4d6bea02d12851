// Where the bytes of a constant lie: in a file beside the graph, or in the graph itself.

/** A place in a file, relative to the folder that is given when the session is opened. */
export interface FileSource {
  readonly kind: "file";
  readonly file: string;
  /** Bytes from the start of the file. */
  readonly offset: number;
  /** Bytes. */
  readonly length: number;
}

/** Little-endian elements in row-major order, written into the graph. */
export interface BytesSource {
  readonly kind: "bytes";
  readonly bytes: Uint8Array;
}

/** Where the elements of a constant come from. */
export type Source = FileSource | BytesSource;
