// Perplexity of a language model: exp of the mean loss per counted token.

/** exp(mean of `losses`), natural logarithms; the caller leaves out what is not counted (label −100). */
export function perplexity(losses: readonly number[]): number {
  return Math.exp(losses.reduce((total, loss) => total + loss, 0) / losses.length);
}
