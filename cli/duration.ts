// Lengths of time, as people write them (`90s`, `30m`, `1h30m`) and as they read them.

const unitMs = { h: 3_600_000, m: 60_000, s: 1000 } as const;

/** Milliseconds of `90s`, `30m`, `1.5h` or `1h30m`; nothing where the text is no length of time above zero. */
export function parseDuration(text: string): number | undefined {
  const match = /^(?:(?<h>\d+(?:\.\d+)?)h)?(?:(?<m>\d+(?:\.\d+)?)m)?(?:(?<s>\d+(?:\.\d+)?)s)?$/
    .exec(text);
  const { h = "0", m = "0", s = "0" } = match?.groups ?? {};
  const total = Number(h) * unitMs.h + Number(m) * unitMs.m + Number(s) * unitMs.s;
  return total > 0 ? total : undefined;
}

/** `0.6 s`, `42 s`, `3 min 5 s`, `2 h 10 min`. */
export function spokenDuration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
