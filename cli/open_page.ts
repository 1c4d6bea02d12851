// Opens a page in the user's browser, if the system has a way to.
import type { Outside } from "./outside.ts";

/** Openers by system; the first one that is installed is used. */
const openers: Readonly<Record<string, readonly string[]>> = {
  linux: ["xdg-open", "sensible-browser"],
  darwin: ["open"],
  windows: ["explorer"],
};

/** Says so in one line where there is no opener: the page's path was printed before. */
export async function openPage(page: string, outside: Outside): Promise<void> {
  for (const opener of openers[Deno.build.os] ?? []) {
    if (await started(opener, page)) return;
  }
  outside.note(`Cannot open ${page} as this system has no program for it; open it by hand\n`);
}

async function started(opener: string, page: string): Promise<boolean> {
  try {
    const command = new Deno.Command(opener, { args: [page], stdout: "null", stderr: "null" });
    return (await command.spawn().status).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
