// Directions, normalisation, projection and sharpness on landscapes whose answer is known.
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  centreOf,
  displaced,
  extentOf,
  filterNormalize,
  gridAxis,
  gridPoints,
  innerProduct,
  pcaDirections,
  projectPath,
  randomDirections,
  sharpness,
  type Trajectory,
  type Weights,
} from "../../../../analysis/mod.ts";
import { stream } from "../../../../random/mod.ts";
import { near } from "../../support/near.ts";

function weights(matrix: readonly number[], bias: readonly number[] = [0.5, -0.5]): Weights {
  return {
    "layer.weight": { shape: [2, 2], data: Float32Array.from(matrix) },
    "layer.bias": { shape: [2], data: Float32Array.from(bias) },
  };
}

const checkpoints = [[4, 0, 0, 0], [2, 1, 0, 0], [1, 0.5, 0, 0], [0, 0, 0, 0]].map((each) =>
  weights(each)
);
const trajectory: Trajectory = { checkpoints, centre: 3 };
const [zero] = checkpoints.slice(-1) as [Weights];

Deno.test("pcaDirections() are orthonormal and start the path at negative x", () => {
  const directions = pcaDirections(trajectory, stream("test"));
  near(innerProduct(directions.x, directions.x), 1, 1e-12);
  near(innerProduct(directions.y, directions.y), 1, 1e-12);
  near(innerProduct(directions.x, directions.y), 0, 1e-9);
  const path = projectPath(trajectory, directions);
  assert.ok((path[0]?.x ?? 0) < 0);
  assert.deepEqual(path.at(-1), { x: 0, y: 0 });
});

Deno.test("a path of two dimensions lies wholly in its PCA plane", () => {
  const directions = pcaDirections(trajectory, stream("test"));
  near((directions.explained?.[0] ?? 0) + (directions.explained?.[1] ?? 0), 1, 1e-12);
  projectPath(trajectory, directions).forEach((point, at) => {
    const there = displaced(zero, directions, point)["layer.weight"]?.data ?? [];
    const truth = checkpoints[at]?.["layer.weight"]?.data ?? [];
    Array.from(truth).forEach((value, index) => near(there[index] as number, value, 1e-6));
  });
});

Deno.test("pcaDirections() takes the second direction from the stream if the path is straight", () => {
  const straight = { checkpoints: [weights([1, 0, 0, 0]), weights([0, 0, 0, 0])], centre: 1 };
  const first = pcaDirections(straight, stream("a"));
  assert.deepEqual(first.y, pcaDirections(straight, stream("a")).y);
  assert.notDeepEqual(first.y, pcaDirections(straight, stream("b")).y);
  assert.deepEqual(first.explained, [1, 0]);
  assert.deepEqual(projectPath(straight, first).length, 2);
});

Deno.test("randomDirections() depend on the key of the stream alone", () => {
  const centre = zero;
  assert.deepEqual(randomDirections(centre, stream("k")), randomDirections(centre, stream("k")));
  const { x, y } = randomDirections(centre, stream("k"));
  assert.notDeepEqual(x, y);
});

Deno.test("filterNormalize() gives each row the length of the centre's, and stills 1-d tensors", () => {
  const numbers = fc.array(fc.double({ min: 0.1, max: 9, noNaN: true }), {
    minLength: 4,
    maxLength: 4,
  });
  fc.assert(fc.property(numbers, numbers, (direction, centre) => {
    const found = filterNormalize(weights(direction), weights(centre));
    assert.deepEqual(Array.from(found["layer.bias"]?.data ?? []), [0, 0]);
    const rows = (values: ArrayLike<number>) =>
      [0, 2].map((at) => Math.hypot(values[at] as number, values[at + 1] as number));
    const [a, b] = [found, weights(centre)].map((each) => rows(each["layer.weight"]?.data ?? []));
    a?.forEach((length, row) => near(length, b?.[row] ?? NaN, 1e-6));
  }));
});

Deno.test("filterNormalize() leaves a row alone that the direction does not touch", () => {
  const found = filterNormalize(weights([0, 0, 3, 4]), weights([1, 1, 6, 8]));
  assert.deepEqual(Array.from(found["layer.weight"]?.data ?? []), [0, 0, 6, 8]);
});

const towards = (...checkpoints: [Weights, Weights]): Trajectory => ({ checkpoints, centre: 1 });

Deno.test("projectPath() goes on behind the centre, which only the checkpoints before it turn the plane to", () => {
  const more = { checkpoints: [...checkpoints, weights([-1, 0, 0, 3])], centre: 3 };
  const directions = pcaDirections(more, stream("test"));
  assert.deepEqual(directions, pcaDirections(trajectory, stream("test")));
  const path = projectPath(more, directions);
  assert.deepEqual([path.length, path[3]], [5, { x: 0, y: 0 }]);
  assert.ok((path[4]?.x ?? 0) > 0);
});

Deno.test("a trajectory without its centre is refused by the numbers", () => {
  assert.throws(() => centreOf({ checkpoints, centre: 4 }), /checkpoint 4 of a trajectory of 4/);
  assert.throws(
    () => pcaDirections({ checkpoints, centre: 0 }, stream("test")),
    /single checkpoint/,
  );
});

Deno.test("projectPath() is a projection: what lies off the plane does not matter", () => {
  const axis = (data: number[]) => weights(data, [0, 0]);
  const directions = { x: axis([2, 0, 0, 0]), y: axis([1, 1, 0, 0]) };
  const path = projectPath(towards(axis([5, 3, 7, 9]), axis([0, 0, 0, 0])), directions);
  near(path[0]?.x ?? NaN, 1, 1e-12);
  near(path[0]?.y ?? NaN, 3, 1e-12);
});

Deno.test("projectPath() on parallel directions takes the shortest solution", () => {
  const axis = (data: number[]) => weights(data, [0, 0]);
  const directions = { x: axis([1, 0, 0, 0]), y: axis([1, 0, 0, 0]) };
  const path = projectPath(towards(axis([4, 0, 0, 0]), axis([0, 0, 0, 0])), directions);
  assert.deepEqual(path[0], { x: 2, y: 2 });
});

Deno.test("gridAxis() is symmetric around an exact 0 and refuses an even count", () => {
  assert.deepEqual(gridAxis(5), [-1, -0.5, 0, 0.5, 1]);
  assert.throws(() => gridAxis(10), /10 points/);
  assert.equal(gridPoints(gridAxis(3), gridAxis(5)).length, 15);
  assert.equal(extentOf([{ x: -2, y: 1 }]), 2.1);
});

Deno.test("sharpness() of a paraboloid is its curvature", () => {
  fc.assert(fc.property(fc.double({ min: 0, max: 5, noNaN: true }), (curvature) => {
    const [xs, ys] = [gridAxis(11), gridAxis(11)];
    const losses = gridPoints(xs, ys).map(({ x, y }) => 1 + curvature * (x * x + 2 * y * y));
    const found = sharpness({ xs, ys, losses });
    near(found.hessianTrace, 6 * curvature, 1e-9);
    near(found.maxIncrease, 3 * curvature, 1e-12);
    assert.equal(found.rings.length, 5);
    assert.ok(
      found.rings.every((ring, at) => at === 0 || ring.mean >= (found.rings[at - 1]?.mean ?? 0)),
    );
  }));
});

Deno.test("sharpness() refuses a grid without its centre", () => {
  assert.throws(() => sharpness({ xs: [1, 2, 3], ys: [1, 2, 3], losses: [] }), /0 is not inside/);
});
