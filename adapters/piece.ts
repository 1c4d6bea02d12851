// A piece of a method: a choice among readings, and the options that make it.
import { z } from "zod";

/** Something that options decide. A method's options are those of its pieces. */
export interface Piece<T> {
  readonly shape: z.ZodRawShape;
  /** Reads its own options and leaves the others alone. */
  read(options: Readonly<Record<string, unknown>>): T;
}

/** A piece with options; each has the paper's reading as its default. */
export function piece<S extends z.ZodRawShape, T>(
  shape: S,
  read: (options: z.infer<z.ZodObject<S>>) => T,
): Piece<T> {
  const schema = z.object(shape);
  return { shape, read: (options) => read(schema.parse(options)) };
}

/** A piece without options. */
export function always<T>(value: T): Piece<T> {
  return { shape: {}, read: () => value };
}
