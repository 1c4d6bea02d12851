// What the figures of a bench depend on beside the code.
import { cpus, loadavg, totalmem } from "node:os";

/** Lines of a list: when, on what, how busy, with which Deno. */
export function machineLines(): string[] {
  const processors = cpus();
  const [load = NaN] = loadavg();
  return [
    `date: ${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC`,
    `machine: ${processors[0]?.model ?? "unknown CPU"}, ${processors.length} cores, ` +
    `${Math.round(totalmem() / 2 ** 30)} GiB, ${Deno.build.os} ${Deno.build.arch}`,
    `load when it began: ${load.toFixed(1)} (over ${processors.length} means: others were at work)`,
    `versions: Deno ${Deno.version.deno}, V8 ${Deno.version.v8}`,
  ];
}
