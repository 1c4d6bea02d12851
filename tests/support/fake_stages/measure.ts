// A fake stage that writes the length of its input: texts of one length give equal bytes.
export const measure = {
  name: "measure",
  module: import.meta.url,
  environment: "engine",
  outputs: ["length.txt"],
  async run(work: { inputs: { text: string }; output(file: string): string }) {
    const text = await Deno.readTextFile(work.inputs.text);
    await Deno.writeTextFile(work.output("length.txt"), String(text.length));
  },
};
