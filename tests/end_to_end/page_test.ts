// The page of a run as a reader sees it: in a browser without a network, number by number beside the CSV.
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parse } from "@std/csv";
import type { Page } from "playwright-core";
import { hasChromium, type Heard, withPage } from "../support/report_page.ts";
import { reproduceSmoke } from "../support/smoke_run.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const ignore = !hasChromium();
const unless = ignore ? " (ignored: no Chromium at /usr/bin/chromium)" : "";

/** A table on the page as a CSV would have it: heads, then each number and what stands below it. */
type Shown = readonly (readonly string[])[];

/** Runs in the browser: the strings of the exhibits that are tables, in the order of their columns. */
function readTables(): Record<string, string[][]> {
  // deno-lint-ignore no-explicit-any -- the browser's document, which Deno's types do not have
  const document = (globalThis as any).document;
  // deno-lint-ignore no-explicit-any -- as above
  const rowOf = (row: any): string[] =>
    // deno-lint-ignore no-explicit-any -- as above
    [...row.children].flatMap((cell: any) => {
      const numbers = [...cell.querySelectorAll(".n")];
      // deno-lint-ignore no-explicit-any -- as above
      if (numbers.length > 0) return numbers.map((number: any) => number.textContent);
      const small = [...cell.querySelectorAll("small")];
      if (small.length === 0) return [cell.textContent];
      // deno-lint-ignore no-explicit-any -- as above
      return [cell.firstChild.textContent, ...small.map((each: any) => each.textContent)];
    });
  const tables = [...document.querySelectorAll("figure.exhibit table")];
  return Object.fromEntries(tables.map((table) => [
    table.closest("figure").id,
    [...table.tBodies[0].rows].map(rowOf),
  ]));
}

async function names(folder: string, ending: string): Promise<string[]> {
  const all = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  return all.filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length))
    .sort();
}

/** A CSV has an empty field where the page has a dash, or nothing below a number. */
const said = (row: readonly string[]) => row.filter((text) => text !== "" && text !== "–");

async function assertSameNumbers(folder: string, shown: Record<string, Shown>): Promise<void> {
  for (const [id, rows] of Object.entries(shown)) {
    const records = parse(await Deno.readTextFile(join(folder, `${id}.csv`))) as string[][];
    assert.deepEqual(rows.map(said), records.slice(1).map(said), id);
  }
}

async function idsOf(page: Page, selector: string): Promise<string[]> {
  return (await page.locator(selector).evaluateAll((all) => all.map(({ id }) => id))).sort();
}

async function backgroundOf(page: Page): Promise<number[]> {
  const colour = await page.locator("body").evaluate(
    // deno-lint-ignore no-explicit-any -- the browser's global, which Deno's types do not have
    (body) => (globalThis as any).getComputedStyle(body).backgroundColor as string,
  );
  return (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
}

/** One thing to see on the page. */
type Look = (page: Page, seen: { readonly folder: string; readonly heard: Heard }) => Promise<void>;

const looks: Readonly<Record<string, Look>> = {
  "every table and every figure of the results is on the page": async (page, { folder }) => {
    const tables = await idsOf(page, "figure.exhibit:has(table)");
    const figures = await idsOf(page, "figure.exhibit:has(.drawing svg)");
    assert.ok(tables.length >= 6 && figures.length >= 5);
    assert.deepEqual(tables, await names(folder, ".csv"));
    assert.deepEqual(figures, await names(folder, ".svg"));
  },
  "every drawing has a size": async (page) => {
    for (const drawing of await page.locator(".drawing svg").all()) {
      const box = await drawing.boundingBox();
      assert.ok((box?.width ?? 0) > 200 && (box?.height ?? 0) > 100);
    }
  },
  "every number in every table equals the CSV's": async (page, { folder }) => {
    const shown = await page.evaluate(readTables);
    assert.deepEqual(Object.keys(shown).sort(), await names(folder, ".csv"));
    await assertSameNumbers(folder, shown);
  },
  "a click shows where a number comes from, and a head sorts": async (page) => {
    await page.locator("#table_2 td[data-value]").first().click();
    assert.match(await page.locator("#inspector pre").innerText(), /^evaluate:vit-smoke\//);
    await page.locator("#inspector button").click();
    assert.ok(await page.locator("#inspector").isHidden());
    await page.locator("#table_2 th[data-sort]").first().click();
    assert.equal(await page.locator('#table_2 th[aria-sort="ascending"]').count(), 1);
  },
  // The last, so that it has heard all.
  "no message, no error, and no request but for the page itself": (_page, { folder, heard }) => {
    assert.deepEqual([heard.messages, heard.errors], [[], []]);
    const others = heard.requests.filter((url) => !url.startsWith("data:"));
    assert.deepEqual(others, [pathToFileURL(join(folder, "report.html")).href]);
    return Promise.resolve();
  },
};

async function assertScheme(page: Page, scheme: "light" | "dark"): Promise<void> {
  const colours = await backgroundOf(page);
  assert.equal(colours.length, 3);
  assert.ok(colours.every((colour) => scheme === "dark" ? colour < 96 : colour > 160));
}

/** The folder of the results of a run in a store of its own. */
async function withResults(test: (folder: string) => Promise<void>): Promise<void> {
  const store = await Deno.makeTempDir({ prefix: "cairn page " });
  try {
    const { code, stderr } = await reproduceSmoke(root, "--store", store);
    assert.equal(code, 0, stderr);
    await test(join(store, "results", "smoke"));
  } finally {
    await Deno.remove(store, { recursive: true });
  }
}

/** Everything there is to see, in one colour scheme. */
async function lookAround(
  t: Deno.TestContext,
  folder: string,
  scheme: "light" | "dark",
): Promise<void> {
  await withPage(join(folder, "report.html"), scheme, async (page, heard) => {
    await t.step(`${scheme}: the page is ${scheme}`, () => assertScheme(page, scheme));
    for (const [claim, look] of Object.entries(looks)) {
      await t.step(`${scheme}: ${claim}`, () => look(page, { folder, heard }));
    }
  });
}

Deno.test({
  name: `the smoke report opens off line, and its numbers are those of the CSV${unless}`,
  ignore,
  fn: (t) =>
    withResults(async (folder) => {
      await lookAround(t, folder, "light");
      await lookAround(t, folder, "dark");
    }),
});
