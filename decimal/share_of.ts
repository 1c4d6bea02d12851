// A share of a whole number, rounded as asked, without the error of binary fractions.

const roundings = {
  down: (product: bigint, scale: bigint) => product / scale,
  up: (product: bigint, scale: bigint) => (product + scale - 1n) / scale,
  nearest: (product: bigint, scale: bigint) => (2n * product + scale) / (2n * scale), // halves up
} as const;

/**
 * `share` · `whole` as a whole number, exact for the shortest decimal that the double prints as: what a person
 * wrote, up to 15 digits. Throws a RangeError for a share or whole below 0, and for a whole with a fraction.
 */
export function shareOf(share: number, whole: number, rounding: keyof typeof roundings): number {
  if (!(share >= 0 && share < Infinity) || !Number.isSafeInteger(whole) || whole < 0) {
    throw new RangeError(`Cannot take ${share} of ${whole}: a share of a whole number is needed`);
  }
  const [digits = "", exponent = "0"] = String(share).split("e");
  const [before = "", behind = ""] = digits.split(".");
  const places = BigInt(behind.length) - BigInt(exponent);
  const product = BigInt(before + behind) * BigInt(whole) * (places < 0n ? 10n ** -places : 1n);
  return Number(roundings[rounding](product, places > 0n ? 10n ** places : 1n));
}
