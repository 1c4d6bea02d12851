// Starts a process of ours that reads what others made, shut in as far as this system can.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { orIfAbsent } from "../system_error.ts";
import { writeLaunch } from "./launcher.ts";
import { type Confined, environmentOf, permissions, wallOf } from "./wall.ts";

/** A process under way, its three streams piped. */
export interface Launched {
  readonly child: Deno.ChildProcess;
  /** Its standard input, for what is said to the program itself. */
  readonly input: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
}

// Linux alone can shut a process in, and tie its life to another's: a launcher asks it to, then becomes the process.
const launches = Deno.build.os === "linux";

/** Starts it. On Linux it dies with this process; elsewhere the end of its input is for it to hear. */
export function launch(confined: Confined): Launched {
  const child = new Deno.Command(Deno.execPath(), {
    args: launches ? launcherArguments() : programArguments(confined),
    cwd: confined.folder,
    clearEnv: true,
    env: environmentOf(confined),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const input = child.stdin.getWriter();
  // The pipe breaks if the process dies before it has read: its status tells more than that error.
  if (launches) input.write(writeLaunch(launchOf(confined))).catch(() => {});
  return { child, input };
}

function launcherArguments(): string[] {
  const launcher = fileURLToPath(new URL("./launcher.ts", import.meta.url));
  return ["run", "--quiet", "--no-config", "--allow-all", launcher];
}

function launchOf(confined: Confined) {
  return {
    parent: Deno.pid,
    command: [Deno.execPath(), ...programArguments(confined)],
    environment: environmentOf(confined),
    wall: wallOf(confined),
    kernel: confined.kernel,
  };
}

function programArguments(confined: Confined): string[] {
  const flags = ["--quiet", "--no-prompt", "--cached-only", ...configFlag(confined.configuration)];
  return ["run", ...flags, ...permissions(confined), confined.program];
}

/** `--config`, as imports are mapped by the project's file wherever this room lies. */
function configFlag(folder: string): string[] {
  const file = join(folder, "deno.json");
  const isFile = orIfAbsent(() => Deno.statSync(file).isFile, false);
  return isFile ? [`--config=${file}`] : [];
}

/** Kills a process, which may have ended by itself in the meantime. */
export function killQuietly(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch (error) {
    // What Deno says of one that it knows has ended, and of one that the system no longer has.
    if (!(error instanceof TypeError || error instanceof Deno.errors.NotFound)) throw error;
  }
}
