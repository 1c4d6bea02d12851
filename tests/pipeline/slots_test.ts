// Places are given by priority, then by arrival, and each is freed once.
import assert from "node:assert/strict";
import { makeSlots } from "../../pipeline/slots.ts";

/** Lets everything that is ready run. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

Deno.test("take() gives places by priority, and first come first served within one", async () => {
  const slots = makeSlots(1);
  const free = await slots.take();
  const order: string[] = [];
  for (const [name, priority] of [["low", 0], ["high", 2], ["next", 2], ["mid", 1]] as const) {
    slots.take(priority).then((release) => {
      order.push(name);
      release();
    });
  }
  free();
  await settle();
  assert.deepEqual(order, ["high", "next", "mid", "low"]);
});

Deno.test("take() never gives more places than there are", async () => {
  const slots = makeSlots(2);
  let given = 0;
  const frees: (() => void)[] = [];
  for (let i = 0; i < 4; i++) {
    slots.take().then((free) => {
      given++;
      frees.push(free);
    });
  }
  await settle();
  assert.equal(given, 2);
  frees[0]?.();
  frees[0]?.();
  await settle();
  assert.equal(given, 3, "a place that was freed twice counts once");
});

Deno.test("open() lets everybody pass", async () => {
  const slots = makeSlots(1);
  const waiting = [slots.take(), slots.take(), slots.take()];
  slots.open();
  assert.equal((await Promise.all(waiting)).length, 3);
});
