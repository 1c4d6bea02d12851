// ARCHITECTURE.md's map has every room, and its arrows are those that lint holds imports to.
import assert from "node:assert/strict";
import { rooms } from "../../lint/front_door.ts";

const root = new URL("../../", import.meta.url);
const text = await Deno.readTextFile(new URL("ARCHITECTURE.md", root));

/** The section under a title, up to the next of any rank. */
function section(title: string): string {
  const [, body = ""] = text.split(new RegExp(`^#+ ${title}$`, "m"));
  return body.split(/^#/m)[0] as string;
}

/** Text, and what git ignores. */
const noRooms = ["docs", "node_modules", "coverage", "shared"];

Deno.test("the map has a row for each folder that holds code, and no other", async () => {
  const rows = [...section("Map").matchAll(/^\| .*?`(\w+)\/` +\|/gm)].map(([, room]) => room);
  const folders: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(root)) {
    if (isDirectory && /^\w+$/.test(name) && !noRooms.includes(name)) folders.push(name);
  }
  assert.deepEqual(rows.toSorted(), folders.toSorted());
});

Deno.test("the arrows of ARCHITECTURE.md are the rooms that lint lets a room enter", () => {
  const arrows = [...section("Who may enter whom").matchAll(/^ {4}([\w, ]+?) *→ (.*)$/gm)];
  const entered = arrows.flatMap(([, from = "", to = ""]) =>
    from.split(", ").map((room) => [room, to.match(/\w+/g)?.filter((word) => word in rooms) ?? []])
  );
  const said = new Map(entered as [string, string[]][]);
  for (const [room, allowed] of Object.entries(rooms)) {
    if (room === "lint") continue;
    assert.deepEqual(said.get(room)?.toSorted(), [...allowed].sort(), room);
  }
});
