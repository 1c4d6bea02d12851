// A fake stage that writes its parameter; through a door it uses one function of two.
import { shout } from "./voice.ts";

export const say = {
  name: "say",
  module: import.meta.url,
  environment: "pure",
  outputs: ["text.txt"],
  async run(work: { parameters: { text: string }; output(file: string): string }) {
    await Deno.writeTextFile(work.output("text.txt"), shout(work.parameters.text));
  },
};
