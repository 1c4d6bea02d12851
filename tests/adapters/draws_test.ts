// What methods draw: laws, independence, and the order of windows.
import assert from "node:assert/strict";
import fc from "fast-check";
import { attach, methodNamed } from "../../adapters/mod.ts";
import type { MethodName, Setting } from "../../adapters/mod.ts";
import { tinyModel } from "../support/models.ts";
import type { LoadedModel } from "../../parity/reference_model.ts";

const model = tinyModel("vit"); // width 16
const query = "vit.encoder.layer.0.attention.attention.query";
const value = "vit.encoder.layer.0.attention.attention.value";

interface Wanted extends Partial<Setting> {
  readonly method: MethodName;
}

/** The values of a tensor at the start of each link. */
function links(suffix: string, { method, ...wanted }: Wanted, of: LoadedModel = model): number[][] {
  const setting = { rank: 4, alpha: 8, links: 5, seed: 12, weightDecay: 0, ...wanted };
  const { initial, draws } = attach(methodNamed(method), of, setting);
  return [initial, ...draws].flatMap((start) =>
    start[suffix] ? [Array.from(start[suffix].data)] : []
  );
}

const columnsOf = (wanted: Wanted, module = query) => links(`${module}.lora_columns`, wanted);
const factorOf = (wanted: Wanted, module = query) => links(`${module}.lora_A.weight`, wanted);

Deno.test("c3la walks the aligned windows and begins again after the last", () => {
  const starts = (rank: number, count: number) =>
    columnsOf({ method: "c3la", rank, links: count }).map((columns) => {
      assert.deepEqual(columns, columns.map((_, index) => (columns[0] as number) + index));
      return columns[0];
    });
  assert.deepEqual(starts(4, 6), [0, 4, 8, 12, 0, 4]);
  assert.deepEqual(starts(6, 4), [0, 6, 0, 6]); // columns 12 … 15 are never used
});

Deno.test("rc3la walks each aligned window once, in an order per matrix, and then again", () => {
  const starts = (module: string) =>
    columnsOf({ method: "rc3la", links: 8 }, module).map((columns) => columns[0]);
  const order = starts(query);
  assert.deepEqual([...order.slice(0, 4)].sort((a = 0, b = 0) => a - b), [0, 4, 8, 12]);
  assert.deepEqual(order.slice(4), order.slice(0, 4));
  const modules = attach(methodNamed("fft"), model, settingOf()).adapted.map((each) =>
    String(starts(each.module))
  );
  assert.ok(new Set(modules).size > 1);
});

function settingOf(): Setting {
  return { rank: 4, alpha: 8, links: 1, seed: 12, weightDecay: 0 };
}

Deno.test("rcla and paca take distinct sorted columns, other ones per matrix and per seed", () => {
  for (const method of ["rcla", "paca"] as const) {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 16 }), (seed, rank) => {
        const [columns = []] = columnsOf({ method, seed, rank });
        assert.equal(new Set(columns).size, rank);
        assert.deepEqual(columns, [...columns].sort((a, b) => a - b));
        assert.ok(columns.every((column) => column >= 0 && column < 16));
      }),
      { numRuns: 30 },
    );
    const drawn = [
      columnsOf({ method }),
      columnsOf({ method }, value),
      columnsOf({ method, seed: 22 }),
    ];
    assert.equal(new Set(drawn.map(String)).size, 3);
  }
});

Deno.test("rcla's columns are uniform", () => {
  const counts = new Array(16).fill(0);
  for (let seed = 0; seed < 800; seed++) {
    for (const column of columnsOf({ method: "rcla", seed })[0] ?? []) counts[column]++;
  }
  for (const count of counts) assert.ok(Math.abs(count - 200) < 5 * Math.sqrt(800 * 0.25 * 0.75));
});

Deno.test("rcla's other readings are a window, and unit rows equal in all layers", () => {
  const [window = []] = columnsOf({ method: "rcla", options: { selector: "window" } });
  assert.deepEqual(window, window.map((_, index) => (window[0] as number) + index));
  const dense = { method: "rcla", options: { selector: "dense" } } as const;
  assert.deepEqual(factorOf(dense), factorOf(dense, value));
  for (let row = 0; row < 4; row++) {
    const norm = Math.hypot(...(factorOf(dense)[0] ?? []).slice(row * 16, row * 16 + 16));
    assert.ok(Math.abs(norm - 1) < 1e-6);
  }
});

Deno.test("lora's factor is uniform within 1/√in, or Gaussian as its options say", () => {
  const draws = (init: string) =>
    Array.from(
      { length: 40 },
      (_, seed) => factorOf({ method: "lora", seed, options: { init } })[0] ?? [],
    )
      .flat();
  const deviation = (elements: readonly number[]) =>
    Math.sqrt(elements.reduce((sum, element) => sum + element ** 2, 0) / elements.length);
  const uniform = draws("uniform");
  assert.ok(Math.max(...uniform) <= 0.25 && Math.min(...uniform) >= -0.25);
  assert.ok(Math.abs(deviation(uniform) - 0.25 / Math.sqrt(3)) < 0.005);
  assert.ok(Math.abs(deviation(draws("gaussian(0.02)")) - 0.02) < 0.001);
  assert.ok(Math.abs(deviation(draws("gaussian(1/r)")) - 0.25) < 0.012);
});

Deno.test("cola and rac draw A anew for each link, lora and asym once", () => {
  for (const method of ["cola", "rac"] as const) {
    const factors = factorOf({ method });
    assert.equal(new Set(factors.map(String)).size, 5);
  }
  for (const method of ["lora", "asym", "loraplus"] as const) {
    assert.deepEqual(factorOf({ method }), factorOf({ method: "cola" }).slice(0, 1));
  }
});

Deno.test("the released c3la moves its window and leaves B as it is", () => {
  const setting = { ...settingOf(), links: 3, options: { reading: "released-two" } };
  const { draws, state } = attach(methodNamed("c3la"), model, setting);
  assert.equal(draws.length, 2);
  for (const draw of draws) {
    assert.ok(Object.keys(draw).every((name) => name.endsWith(".lora_columns")));
  }
  assert.ok(!state.some(({ name }) => name === `${query}.weight`), "W is not to be merged into");
});

Deno.test("what a method draws does not depend on the other matrices", () => {
  const alone = columnsOf({ method: "rc3la", targets: [value] }, value);
  assert.deepEqual(alone, columnsOf({ method: "rc3la" }, value));
});
