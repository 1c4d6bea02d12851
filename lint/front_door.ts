// front-door: rooms are entered one way, through their doors only.
import { eachImport } from "./imports.ts";
import { importedPlace, type Place, placeOf } from "./place.ts";

/** Who may enter whom. A room that is not listed here (tests, bench) may look at anything. */
export const rooms: Readonly<Record<string, readonly string[]>> = {
  decimal: [],
  random: [],
  pipeline: [],
  engine: ["random", "decimal"],
  data: ["random", "decimal"],
  models: ["engine", "random"],
  adapters: ["engine", "models", "random"],
  analysis: ["random", "engine", "models", "adapters", "data"],
  parity: ["random", "engine", "models", "adapters", "data", "analysis"],
  stages: ["random", "decimal", "pipeline", "engine", "data", "models", "adapters", "analysis"],
  studies: ["stages", "pipeline", "models", "data", "adapters"],
  results: ["pipeline"],
  cli: ["studies", "pipeline", "parity", "results"],
  lint: [],
};

/** Doors beside `mod.ts`: sessions are used without the code that traces graphs. */
const sideDoors: readonly string[] = ["engine/run.ts"];

/** What is wrong with an import, or nothing. */
export function trespass(from: Place, to: Place): string | undefined {
  const allowed = from.room === "" ? ["cli"] : rooms[from.room];
  if (allowed === undefined) return undefined;
  if (from.room === to.room) return ownDoor(from, to);
  if (!allowed.includes(to.room)) {
    const may = allowed.length === 0 ? "no other room" : `only ${allowed.join(", ")}`;
    return `Room ${from.room || "of cli.ts"} may not enter ${to.room || to.path}: it enters ${may}`;
  }
  const door = from.room === "" || to.path === `${to.room}/mod.ts` || sideDoors.includes(to.path);
  return door ? undefined : `Enter ${to.room} through ${to.room}/mod.ts, not through ${to.path}`;
}

function ownDoor(from: Place, to: Place): string | undefined {
  if (to.path !== `${to.room}/mod.ts`) return undefined;
  return `Import the file itself: ${from.path} is inside ${to.room}, and its front door leads outside`;
}

/** Checks each import of a file that lies in a room. */
export const frontDoor: Deno.lint.Rule = {
  create(context) {
    const from = placeOf(context.filename);
    return eachImport((specifier, node) => {
      const to = importedPlace(from, specifier);
      const message = to && trespass(from, to);
      if (message) context.report({ node, message });
    });
  },
};
