// Kinds in which a stage is the enemy: it reads, writes, connects, signals and leaves what it may not.
import { dirname, join } from "node:path";
import { forgetEnd } from "../store_files.ts";
import { type Kind, reproduce, type Trial } from "../kind.ts";
import { copyFolder } from "../trial.ts";

/** The program of an attempt. It may use `around`, `store`, `home`, `work`; it breaks out if it does not throw. */
type Attempt = string;

const libc = (name: string, types: string, values: string, broke: string): Attempt =>
  `const c = Deno.dlopen("libc.so.6", { ${name}: { parameters: ${types}, result: "i32" } } as const) as any;
   const said = c.symbols.${name}(${values}); if (!(${broke})) throw new Error("libc said " + said);`;

const shell = (command: string): Attempt =>
  libc("system", '["buffer"]', `new TextEncoder().encode(\`${command}\\0\`)`, "said === 0");

const attempts: Readonly<Record<string, Attempt>> = {
  "reads a file of the user": `await Deno.readTextFile(around + "/secret.txt");`,
  "lists a folder of the user": `Deno.readDirSync(around).next();`,
  "asks for a file's size": `Deno.statSync(around + "/secret.txt");`,
  "reads a file through a link in its scratch": `
    const link = work.partial + "/link"; Deno.symlinkSync(around + "/secret.txt", link); Deno.readTextFileSync(link);`,
  "reads a file through a hard link": `
    const link = work.partial + "/hard"; Deno.linkSync(around + "/secret.txt", link); Deno.readTextFileSync(link);`,
  "writes a new file": `Deno.writeTextFileSync(around + "/new.txt", "x");`,
  "changes a file": `Deno.writeTextFileSync(around + "/secret.txt", "x");`,
  "removes a file": `Deno.removeSync(around + "/secret.txt");`,
  "changes its own input":
    `Deno.chmodSync(work.inputs.data, 0o644); Deno.writeTextFileSync(work.inputs.data, "x");`,
  "writes a record": `Deno.writeTextFileSync(store + "/records/x.json", "x");`,
  "reads the records": `Deno.readDirSync(store + "/records").next();`,
  "writes into the program": `Deno.writeTextFileSync(new URL("../new.ts", import.meta.url), "x");`,
  "reads a secret of the environment": `
    if (!Object.values(Deno.env.toObject()).includes("the token")) throw new Error("no token");`,
  "reads its parent's environment": `
    if (!Deno.readTextFileSync("/proc/" + Deno.ppid + "/environ").includes("the token")) throw new Error("no token");`,
  "starts a program": `new Deno.Command("true").outputSync();`,
  "connects": `
    try { await Deno.connect({ port: 9 }); } catch (error) { if (!(error instanceof Deno.errors.ConnectionRefused)) throw error; }`,
  "fetches": `
    try { await fetch("http://127.0.0.1:9/"); } catch (error) { if (!String(error).includes("refused")) throw error; }`,
  "listens": `Deno.listen({ port: 0 }).close();`,
  "asks for a name's address": `
    try { await Deno.resolveDns("localhost", "A"); } catch (error) { if (!(error instanceof Deno.errors.NotFound)) throw error; }`,
  "loads a module by a computed path":
    `await import(["file:/", around, "data.json"].join("/") as string);`,
  "libc: reads a file": shell("cat \${around}/secret.txt > /dev/null"),
  "libc: writes a file": shell("echo x > \${around}/new.txt"),
  "libc: removes a file": shell("rm \${around}/secret.txt"),
  "libc: moves a file": shell("mv \${around}/secret.txt \${around}/moved.txt"),
  "libc: links a file into its scratch and reads it": shell(
    "ln \${around}/secret.txt \${work.partial}/hard && cat \${work.partial}/hard",
  ),
  "libc: writes into its input": shell(
    "chmod u+w \${work.inputs.data} && echo x >> \${work.inputs.data}",
  ),
  "libc: reads its parent's environment": shell("grep -q 'the token' /proc/\${Deno.ppid}/environ"),
  "libc: writes into the program": shell(
    "echo x > \${decodeURIComponent(new URL('../new.ts', import.meta.url).pathname)}",
  ),
  "libc: reads the home": shell("cat \${home}/.ssh/id > /dev/null"),
  "libc: opens a socket of the internet": libc(
    "socket",
    '["i32", "i32", "i32"]',
    "2, 2, 0",
    "said >= 0",
  ),
  "libc: signals its parent": libc("kill", '["i32", "i32"]', "Deno.ppid, 0", "said === 0"),
  "libc: traces its parent": libc(
    "ptrace",
    '["i32", "i32", "usize", "usize"]',
    "0x4206, Deno.ppid, 0n, 0n",
    "said === 0",
  ),
  "libc: makes a device": shell(
    "mknod \${work.partial}/disk b 254 0 && head -c 1 \${work.partial}/disk",
  ),
};

/** Ways of a stage to leave something else than its declared outputs; each is the node's failure. */
const leavings: Readonly<Record<string, Attempt>> = {
  "a link to a secret as its output":
    `Deno.symlinkSync(around + "/secret.txt", work.output("bounds.json"));`,
  "a hard link to its input as its output":
    `Deno.linkSync(work.inputs.data, work.output("bounds.json"));`,
  "a folder as its output": `Deno.mkdirSync(work.output("bounds.json"));`,
  "a FIFO as its output": shell("mkfifo \${work.output('bounds.json')}"),
  "an output of another name":
    `Deno.writeTextFileSync(work.output("../../../../around/new.txt"), "x");`,
  "nothing, and code 0": `Deno.exit(0);`,
  "nothing, and a signal to itself": `Deno.kill(Deno.pid, "SIGKILL");`,
  "a line that says it is done": `
    console.log(JSON.stringify({ kind: "done", peakMemory: 1 })); throw new Error("HELD");`,
  "100 MB of lines": `
    const line = new TextEncoder().encode("x".repeat(1 << 20) + "\\n"); for (let n = 0; n < 100; n++) Deno.stdout.writeSync(line); throw new Error("HELD");`,
  "an error of 10 MB": `throw new Error("HELD " + "x".repeat(10 << 20));`,
  "an error that is none": `throw null;`,
  "an error with a hostile message":
    `throw { get message() { throw 1; }, toString() { throw 2; } };`,
  "a rejection that nobody awaits":
    `Promise.reject(new Error("HELD")); await new Promise((r) => setTimeout(r, 300));`,
};

const source = "stages/compute_bounds.ts";

/** A checkout of the trial's own, whose `compute_bounds` first runs a piece of code. */
async function checkoutWith(trial: Trial, code: string): Promise<void> {
  const checkout = join(trial.folder, "tmp", "checkout");
  await copyFolder(trial.ground.checkout, checkout);
  const path = join(checkout, source);
  const text = await Deno.readTextFile(path);
  const [before, after] = ["export const computeBounds", "const plain"];
  if (!text.includes(before)) throw new Error(`Cannot find '${before}' in ${source}`);
  await Deno.writeTextFile(path, text.replace(before, after) + code);
  await Deno.mkdir(join(trial.folder, "home", ".ssh"));
  await Deno.writeTextFile(join(trial.folder, "home", ".ssh", "id"), "the key");
  forgetEnd(trial);
}

function stageOf(trial: Trial, attempt: Attempt): string {
  const places = {
    around: trial.around,
    store: trial.store,
    home: join(dirname(trial.around), "home"),
  };
  return `
const { around, store, home } = ${JSON.stringify(places)};
void [around, store, home];
export const computeBounds = { ...plain, async run(work: any) { await attempt(work); return await plain.run(work); } };
async function attempt(work: any): Promise<void> { void work; ${attempt} }
`;
}

/** An attempt that does not throw ends the node with words that the oracle looks for. */
const guarded = (attempt: Attempt): Attempt =>
  `let said = "BROKE OUT"; try { ${attempt} } catch (error) { said = "HELD: " + error; } throw new Error(said);`;

const lines = (trial: Trial) => [{
  ...reproduce(trial),
  checkout: join(trial.folder, "tmp", "checkout"),
  environment: { CAIRN_TRIAL_TOKEN: "the token" },
}];

export const workerKinds: readonly Kind[] = [
  {
    name: "worker: tries what it may not",
    tries:
      "a stage that reads, writes, connects, signals or starts what it was not given, by Deno's means and by libc's",
    codes: [1, 2],
    forbidden: /BROKE OUT/,
    async damage(trial) {
      const what = trial.turn(Object.keys(attempts));
      await checkoutWith(trial, stageOf(trial, guarded(attempts[what] as Attempt)));
      return what;
    },
    lines,
  },
  {
    name: "worker: leaves something else",
    tries: "a stage that leaves links, folders, FIFOs, nothing, or a flood as its output",
    codes: [1, 2],
    async damage(trial) {
      const what = trial.turn(Object.keys(leavings));
      await checkoutWith(trial, stageOf(trial, leavings[what] as Attempt));
      return what;
    },
    lines,
  },
];
