// PaCA: r columns of each weight are trained in place.
import { z } from "zod";
import { alignedWindows, anyColumns } from "./factor.ts";
import type { Factor } from "./factor.ts";
import type { Method, MethodName } from "./method.ts";
import { optionsOf } from "./options_of.ts";
import { piece } from "./piece.ts";
import type { Piece } from "./piece.ts";

/** Which columns; `chained` alone makes them move (facts a.1, cPaCA and dcPaCA). */
export const pacaColumns: Piece<{ factor: Factor; chained: boolean }> = piece(
  {
    "columns": z.enum(["random", "first"]).default("random"),
    "chained": z.boolean().default(false),
  },
  ({ columns, chained }) => {
    if (columns === "random") return { factor: anyColumns, chained };
    return { factor: chained ? alignedWindows : { kind: "window", start: 0 }, chained };
  },
);

const pacaForm = piece(
  { "form": z.enum(["plain", "scaled", "delta"]).default("plain") },
  ({ form }) => form,
);

/** W[:, C] is trained. */
export function partial(
  name: MethodName,
  columns: Piece<{ factor: Factor; chained: boolean }>,
): Method {
  return {
    name,
    options: optionsOf([columns, pacaForm]).superRefine(refuseDecayedChain),
    rule: (options) => {
      const { factor, chained } = columns.read(options);
      const chain = chained ? { folds: true } : undefined;
      return { kind: "partial", factor, form: pacaForm.read(options), chain };
    },
  };
}

/** A chain trains changes of columns, and decay is to act on columns (see `partialUpdate`). */
function refuseDecayedChain(options: Record<string, unknown>, context: z.RefinementCtx): void {
  if (options.chained !== true || options.decay !== "everything") return;
  const message = "false where decay is on everything";
  context.addIssue({ code: "custom", path: ["chained"], message, input: true });
}
