// error-message: sentences of errors begin with a capital and have no full stop.

const errorNames = /^(Error|[A-Z]\w*Error)$/;

/** Checks `new SomeError("…")` and the `message` beside a `reason`. */
export const errorMessage: Deno.lint.Rule = {
  create(context) {
    const check = (node: Deno.lint.Node | undefined) => {
      const message = node && faultOf(sentenceOf(node));
      if (node && message) context.report({ node, message });
    };
    return {
      NewExpression({ callee, arguments: [first] }) {
        if (callee.type === "Identifier" && errorNames.test(callee.name)) check(first);
      },
      ObjectExpression({ properties }) {
        if (property(properties, "reason")) check(property(properties, "message"));
      },
    };
  },
};

interface Sentence {
  /** The text before the first value put in; empty where the sentence starts with a value. */
  readonly head: string;
  readonly tail: string;
}

function sentenceOf(node: Deno.lint.Node): Sentence | undefined {
  if (node.type === "Literal" && typeof node.value === "string") {
    return { head: node.value, tail: node.value };
  }
  if (node.type !== "TemplateLiteral") return undefined;
  return { head: node.quasis[0]?.raw ?? "", tail: node.quasis.at(-1)?.raw ?? "" };
}

function faultOf(sentence: Sentence | undefined): string | undefined {
  if (sentence === undefined) return undefined;
  if (/^[a-z]/.test(sentence.head)) return "Begin the sentence of an error with a capital";
  if (/(^|[^.])\.\s*$/.test(sentence.tail)) {
    return "End the sentence of an error without a full stop";
  }
  return undefined;
}

type Properties = Deno.lint.ObjectExpression["properties"];

function property(properties: Properties, name: string): Deno.lint.Node | undefined {
  for (const entry of properties) {
    if (entry.type !== "Property" || entry.key.type !== "Identifier") continue;
    if (entry.key.name === name) return entry.value;
  }
  return undefined;
}
