// Dropout masks: seeded, independent of each other, and of the right share.
import { strict as assert } from "node:assert";
import fc from "fast-check";
import { makeMasks } from "../../engine/run.ts";

const mask = { name: "dropout/0", shape: [64, 33], rate: 0.1 };

Deno.test("makeMasks() drops the share it is told, within chance", () => {
  const { data } = makeMasks([mask], ["test", 1])["dropout/0"] ?? assert.fail();
  const dropped = data.filter((keep) => keep === 0).length / data.length;
  // Three standard deviations of 2112 draws.
  assert.ok(Math.abs(dropped - 0.1) < 3 * Math.sqrt(0.1 * 0.9 / data.length), `${dropped}`);
});

Deno.test("makeMasks() gives a mask by its key and name alone", () => {
  const other = { ...mask, name: "dropout/1" };
  const [alone, both] = [makeMasks([mask], ["a", 7]), makeMasks([other, mask], ["a", 7])];
  assert.deepEqual(alone["dropout/0"], both["dropout/0"]);
  assert.notDeepEqual(both["dropout/1"]?.data, both["dropout/0"]?.data);
  assert.notDeepEqual(makeMasks([mask], ["a", 8])["dropout/0"]?.data, alone["dropout/0"]?.data);
});

Deno.test("makeMasks() keeps shape and type for every size and rate", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(5), { maxLength: 3 }),
      fc.double({ min: 0, max: 0.99, noNaN: true }),
      (shape, rate) => {
        const { data, dtype, shape: given } = makeMasks([{ name: "m", shape, rate }], [1])["m"] ??
          assert.fail();
        assert.equal(dtype, "bool");
        assert.deepEqual(given, shape);
        assert.equal(data.length, shape.reduce((a, b) => a * b, 1));
        assert.ok(data.every((keep: number) => keep === 0 || keep === 1));
        assert.ok(rate > 0 || data.every((keep: number) => keep === 1));
      },
    ),
  );
});
