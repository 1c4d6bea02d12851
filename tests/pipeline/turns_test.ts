// Tests of pipeline/turns.ts.
import assert from "node:assert/strict";
import { makeTurns } from "../../pipeline/turns.ts";

function workFor(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

Deno.test("makeTurns() lets a timer ring while hundreds of chains work and none waits", async () => {
  const rings: number[] = [];
  const timer = setInterval(() => rings.push(performance.now()), 1);
  const inTurns = makeTurns(10);
  const chain = async () => {
    for (let i = 0; i < 3; i++) await inTurns(() => workFor(1));
  };
  await Promise.all(Array.from({ length: 200 }, chain));
  clearInterval(timer);
  const gaps = rings.slice(1).map((ring, i) => ring - (rings[i] ?? 0));
  assert.ok(rings.length >= 10, `It rang ${rings.length} times`);
  assert.ok(Math.max(...gaps) < 300, `It did not ring for ${Math.max(...gaps)} ms`);
});

Deno.test("makeTurns() costs no turn of the event loop before its time, and gives what the work gives", async () => {
  let turned = false;
  const timer = setTimeout(() => turned = true, 0);
  const inTurns = makeTurns(60_000);
  for (let i = 0; i < 1000; i++) assert.equal(await inTurns(() => i), i);
  assert.equal(turned, false);
  clearTimeout(timer);
});
