// A fake stage of many steps with a checkpoint after each: a small picture of training.
interface Work {
  parameters: { steps: number; stepMs: number };
  output(file: string): string;
  partial: string;
  progress(progress: { step: number; steps: number }): void;
}

interface State {
  step: number;
  sum: number;
}

export const climb = {
  name: "climb",
  module: import.meta.url,
  environment: "pure",
  outputs: ["sum.txt"],
  async run(work: Work) {
    const { steps, stepMs } = work.parameters;
    let state = await resume(work.partial);
    // deno-lint-ignore no-console -- goes to the worker's log, where the tests read it
    console.log(`from step ${state.step}`);
    while (state.step < steps) {
      await new Promise((resolve) => setTimeout(resolve, stepMs));
      state = { step: state.step + 1, sum: (state.sum * 31 + state.step) % 65_521 };
      await checkpoint(work.partial, state);
      work.progress({ step: state.step, steps });
    }
    await Deno.writeTextFile(work.output("sum.txt"), String(state.sum));
  },
};

async function checkpoint(folder: string, state: State): Promise<void> {
  await Deno.writeTextFile(`${folder}/state.new`, JSON.stringify(state));
  await Deno.rename(`${folder}/state.new`, `${folder}/state.json`);
}

async function resume(folder: string): Promise<State> {
  try {
    return JSON.parse(await Deno.readTextFile(`${folder}/state.json`));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { step: 0, sum: 1 };
    throw error;
  }
}
