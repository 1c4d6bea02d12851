// A fake stage that joins all its inputs, in two files, one of them in a folder.
export const gather = {
  name: "gather",
  module: import.meta.url,
  environment: "pure",
  outputs: ["all.txt", "deep/count.txt"],
  async run(work: { inputs: Record<string, string>; output(file: string): string }) {
    const names = Object.keys(work.inputs).sort();
    const texts = await Promise.all(names.map((name) => Deno.readTextFile(work.inputs[name])));
    await Deno.writeTextFile(work.output("all.txt"), texts.join("\n"));
    await Deno.writeTextFile(work.output("deep/count.txt"), String(names.length));
  },
};
