// The card of a method, as a study of all methods has it.
import { type MethodCard, methodCards, methodNames } from "../../../adapters/mod.ts";

/** The card; throws for an id that no row has. */
export function card(id: string): MethodCard {
  const found = methodCards(methodNames).find((each) => each.id === id);
  if (found === undefined) throw new Error(`No method ${id}`);
  return found;
}
