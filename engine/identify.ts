// A program: prints the identity of the engine that this process was configured with, as a line of JSON.
import { engineIdentity } from "#session";

async function main(): Promise<void> {
  const line = `${JSON.stringify(await engineIdentity())}\n`;
  Deno.stdout.writeSync(new TextEncoder().encode(line));
  // Native threads of an engine may hold the process.
  Deno.exit(0);
}

if (import.meta.main) await main();
