// A report's page opened in Debian's Chromium, off line, with an ear on all that it says and asks for.
import { pathToFileURL } from "node:url";
import { chromium, type Page } from "playwright-core";

/** Where Debian puts Chromium. */
export const chromiumPath = "/usr/bin/chromium";

/** What a page said while it was open. */
export interface Heard {
  readonly requests: readonly string[];
  readonly messages: readonly string[];
  readonly errors: readonly string[];
}

/** Whether there is a browser to look with. */
export function hasChromium(): boolean {
  try {
    return Deno.statSync(chromiumPath).isFile;
  } catch {
    return false;
  }
}

/** Opens the file, looks at it, and closes the browser. */
export async function withPage(
  file: string,
  colorScheme: "light" | "dark",
  look: (page: Page, heard: Heard) => Promise<void>,
): Promise<void> {
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
  try {
    const context = await browser.newContext({ offline: true, colorScheme });
    const page = await context.newPage();
    const heard = listen(page);
    await page.goto(pathToFileURL(file).href);
    await look(page, heard);
  } finally {
    await browser.close();
  }
}

function listen(page: Page): Heard {
  const heard = { requests: [] as string[], messages: [] as string[], errors: [] as string[] };
  page.on("request", (request) => heard.requests.push(request.url()));
  page.on("console", (message) => heard.messages.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => heard.errors.push(String(error)));
  return heard;
}
