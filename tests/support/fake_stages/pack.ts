// A fake stage whose code reaches npm packages and a JSON file; it is identified, and never run.
import { z } from "zod";
import { stream } from "./draw.ts";
import table from "./table.json" with { type: "json" };

export const pack = {
  name: "pack",
  module: import.meta.url,
  environment: "pure",
  outputs: ["packed.txt"],
  async run(work: { parameters: unknown; output(file: string): string }) {
    const count = z.object({ count: z.number() }).parse(work.parameters).count;
    await Deno.writeTextFile(work.output("packed.txt"), String(stream(count * table.factor)));
  },
};
