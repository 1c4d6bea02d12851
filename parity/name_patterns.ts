// Names of tensors that a manifest leaves out: exact ones, or patterns with a star.

/** Whether a name is one of the patterns; `*` stands for any text: `*.key.bias`. */
export function matchesAny(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => expression(pattern).test(name));
}

function expression(pattern: string): RegExp {
  const parts = pattern.split("*").map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}
