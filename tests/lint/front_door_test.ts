// Tests of lint/front_door.ts with planted violations.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { rooms, trespass } from "../../lint/front_door.ts";
import { placeOf } from "../../lint/place.ts";
import { messagesOf } from "./planted.ts";

const said = (path: string, source: string) => messagesOf("front-door", path, source);

Deno.test("front-door lets a room enter its neighbour through mod.ts", () => {
  assert.deepEqual(said("adapters/attach.ts", 'import { tf } from "../engine/mod.ts";'), []);
});

Deno.test("front-door refuses a deep import, and names the door", () => {
  assert.deepEqual(said("adapters/attach.ts", 'import { tf } from "../engine/tf.ts";'), [
    "Enter engine through engine/mod.ts, not through engine/tf.ts",
  ]);
});

Deno.test("front-door refuses a room that may not be entered, type imports included", () => {
  assert.deepEqual(said("pipeline/plan.ts", 'import type { Tensor } from "../engine/mod.ts";'), [
    "Room pipeline may not enter engine: it enters no other room",
  ]);
  assert.match(
    said("data/split.ts", 'import { x } from "../models/mod.ts";')[0] ?? "",
    /only random, decimal$/,
  );
});

Deno.test("front-door knows the second door of engine", () => {
  assert.deepEqual(said("stages/train.ts", 'import { openSession } from "../engine/run.ts";'), []);
  assert.equal(said("stages/train.ts", 'import { x } from "../engine/session.ts";').length, 1);
});

Deno.test("front-door sees re-exports and imports of a literal", () => {
  assert.equal(said("pipeline/a.ts", 'export { x } from "../engine/mod.ts";').length, 1);
  assert.equal(said("pipeline/a.ts", 'export * from "../engine/mod.ts";').length, 1);
  assert.equal(
    said("pipeline/a.ts", 'export const f = () => import("../engine/mod.ts");').length,
    1,
  );
});

Deno.test("front-door refuses the own front door, from subfolders too", () => {
  assert.equal(said("models/vit.ts", 'import { x } from "./mod.ts";').length, 1);
  assert.equal(said("engine/ops/gelu.ts", 'import { x } from "../mod.ts";').length, 1);
  assert.deepEqual(said("engine/ops/gelu.ts", 'import { tf } from "../tf.ts";'), []);
});

Deno.test("front-door lets cli.ts into cli only, and tests anywhere", () => {
  assert.deepEqual(said("cli.ts", 'import { x } from "./cli/outside.ts";'), []);
  assert.equal(said("cli.ts", 'import { x } from "./pipeline/mod.ts";').length, 1);
  assert.deepEqual(said("tests/engine/tf_test.ts", 'import { x } from "../../engine/tf.ts";'), []);
});

Deno.test("front-door judges an absolute path like one from the project's folder", () => {
  assert.deepEqual(placeOf(fileURLToPath(new URL("../../models/vit.ts", import.meta.url))), {
    path: "models/vit.ts",
    room: "models",
  });
});

Deno.test("the room table has no way round: nobody can be entered by whom they enter", () => {
  const reach = (room: string): string[] =>
    (rooms[room] ?? []).flatMap((next) => [next, ...reach(next)]);
  for (const room of Object.keys(rooms)) assert.ok(!reach(room).includes(room), room);
});

Deno.test("trespass() says nothing of a room that the table leaves free", () => {
  assert.equal(trespass(placeOf("bench/steps.ts"), placeOf("engine/tf.ts")), undefined);
});
