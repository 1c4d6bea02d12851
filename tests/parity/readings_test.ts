// What the reference's names of methods and variants mean here.
import assert from "node:assert/strict";
import { type MethodName, methodNamed } from "../../adapters/mod.ts";
import { readingOf } from "../../parity/readings.ts";

const compared = "fft head lora loraplus cola asym rac cla rcla c3la rc3la paca".split(" ");

Deno.test("the eleven methods and the head have readings, with the optimizers of their variants", () => {
  for (const method of compared) {
    const variant = ["cola", "rac", "c3la", "rc3la"].includes(method) ? "keep" : null;
    const { options, optimizer } = readingOf(method, variant);
    assert.equal(optimizer, variant ?? "reset");
    assert.ok(methodNamed(method as MethodName).options.safeParse(options).success, method);
  }
});
