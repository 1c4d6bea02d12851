// Numbers as the paper prints them; the same strings go to the page, the CSV and Markdown.

/** Fixed digits after the point; what is not a number reads "diverged". */
export function fixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return "diverged";
  const text = value.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text;
}

/** With its sign, zero without: "+1.20", "-0.40", "0.00". */
export function signed(value: number, digits: number): string {
  const text = fixed(value, digits);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** Three figures as the paper's Table 3: "4.85e-1", "4.29", "12.3". */
export function scientific(value: number): string {
  if (!Number.isFinite(value)) return "diverged";
  if (value === 0) return "0.00";
  const size = Math.abs(Number(value.toPrecision(3)));
  return size >= 1 && size < 1000
    ? value.toPrecision(3)
    : value.toExponential(2).replace("e+", "e");
}

/** Three figures without an exponent where that is short: "0.122", "12.3", "1.23e-5". */
export function compact(value: number): string {
  const size = Math.abs(value);
  return size >= 0.001 && size < 1 ? value.toPrecision(3) : scientific(value);
}

/** A count: plain digits; the page sets the thousands apart without changing the text. */
export function count(value: number): string {
  return fixed(value, 0);
}
