// A fake stage that joins all its inputs, in two files, one of them in a folder.
export const gather = {
  name: "gather",
  module: import.meta.url,
  environment: "pure",
  outputs: ["all.txt", "deep/count.txt"],
  async run(work: { inputs: Record<string, string>; output(file: string): string }) {
    const inputs = Object.entries(work.inputs).sort(([a], [b]) => a < b ? -1 : 1);
    const texts = await Promise.all(inputs.map(([, path]) => Deno.readTextFile(path)));
    await Deno.writeTextFile(work.output("all.txt"), texts.join("\n"));
    await Deno.writeTextFile(work.output("deep/count.txt"), String(inputs.length));
  },
};
