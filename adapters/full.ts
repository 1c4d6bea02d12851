// The two ends of the scale: every weight is trained, or only the head.
import type { Method, MethodName, Rule } from "./method.ts";
import { optionsOf } from "./options_of.ts";

/** Full fine-tuning. */
export function full(name: MethodName): Method {
  return withoutOptions(name, { kind: "full" });
}

/** The head on a frozen backbone. */
export function headOnly(name: MethodName): Method {
  return withoutOptions(name, { kind: "head" });
}

function withoutOptions(name: MethodName, rule: Rule): Method {
  return { name, options: optionsOf([]), rule: () => rule };
}
