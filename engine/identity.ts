// What about engine and machine can change the bits of a result.
import { readFileSync } from "node:fs";
import process from "node:process";

/** The engine and the kind of processor: results are equal where these are. */
export interface EngineIdentity {
  /** As `--engine` takes it. */
  readonly name: string;
  readonly version: string;
  /** Such as `cpu-x86_64-avx512`; the vector unit decides the order of sums. */
  readonly device: string;
}

/** What a device is named after. */
export interface Machine {
  /** As Node names it: `x64`, `arm64`. */
  readonly arch: string;
  /** The text of /proc/cpuinfo; null where there is none. */
  readonly cpuinfo: string | null;
}

/** The name of a processor of this kind; only Linux tells its vector unit. */
export function deviceOf({ arch, cpuinfo }: Machine): string {
  const family = families.get(arch) ?? arch;
  return cpuinfo === null ? `cpu-${family}` : `cpu-${family}-${vectorUnit(cpuinfo)}`;
}

const families: ReadonlyMap<string, string> = new Map([["x64", "x86_64"], ["arm64", "aarch64"]]);

/** The levels at which matrix products have kernels of their own. */
function vectorUnit(cpuinfo: string): "avx512" | "avx2" | "none" {
  const flags = new Set(/^flags\s*:(.*)$/m.exec(cpuinfo)?.[1]?.trim().split(/\s+/));
  if (flags.has("avx512f")) return "avx512";
  return flags.has("avx2") ? "avx2" : "none";
}

/** The processor that this process runs on. */
export function thisProcessor(): string {
  const linux = process.platform === "linux";
  return deviceOf({
    arch: process.arch,
    cpuinfo: linux ? readFileSync("/proc/cpuinfo", "utf8") : null,
  });
}
