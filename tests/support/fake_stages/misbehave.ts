// A fake stage that goes wrong in the way it is told to, after it has made some noise.
type Way =
  | "throw"
  | "exit"
  | "forget"
  | "undeclared"
  | "outside"
  | "dice"
  | "block"
  | "noise"
  | "warn"
  | "moody";

interface Work {
  parameters: { way: Way };
  output(file: string): string;
  partial: string;
  warn(sentence: string): void;
}

const ways: Record<Way, (work: Work) => Promise<void>> = {
  async throw() {
    await Promise.reject(new Error("Cannot divide the sea"));
  },
  async exit() {
    await Promise.resolve();
    Deno.exit(7);
  },
  async forget() {},
  async undeclared(work) {
    await Deno.writeTextFile(work.output("other.txt"), "");
  },
  async outside(work) {
    await Deno.writeTextFile(`${work.partial}/../../escaped.txt`, "");
  },
  async dice(work) {
    await Deno.writeTextFile(work.output("out.txt"), crypto.randomUUID());
  },
  async block(work) {
    await Deno.writeTextFile(`${work.partial}/started`, String(Deno.pid));
    // Half a minute in which no event is heard, as in native code.
    for (const end = Date.now() + 30_000; Date.now() < end;);
  },
  async moody(work) {
    // A machine that works on some days.
    const mood = await Deno.readTextFile(new URL("../mood", import.meta.url));
    await Deno.writeTextFile(work.output("out.txt"), mood);
  },
  async warn(work) {
    for (let i = 0; i < 3; i++) work.warn("The sea is 1e9 wide");
    await Deno.writeTextFile(work.output("out.txt"), "wide");
  },
  async noise(work) {
    // deno-lint-ignore no-console -- noise is the point
    console.log("\n\nnot a message\n");
    await Deno.writeTextFile(work.output("out.txt"), "calm");
  },
};

export const misbehave = {
  name: "misbehave",
  module: import.meta.url,
  environment: "pure",
  outputs: ["out.txt"],
  run: (work: Work) => ways[work.parameters.way](work),
};
