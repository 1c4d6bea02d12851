// docs/paper.md says what the code rests on; whoever cites it cites a section that is there.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The titles of a document's sections. */
function sectionsOf(document: string): Set<string> {
  return new Set([...document.matchAll(/^## (.+)$/gm)].map(([, title]) => title as string));
}

/** What follows each "docs/paper.md, " in a text, up to the end of the title: no comma, no colon, no bracket. */
function citationsOf(source: string): string[] {
  const joined = source.replaceAll(/\n\s*(?:\*|\/\/)?\s*/g, " "); // a title may be broken by a line's end
  return [...joined.matchAll(/docs\/paper\.md, ([A-Z0-9][\w -]*\w)/g)].map(([, title]) =>
    title as string
  );
}

async function tracked(): Promise<string[]> {
  const { stdout } = await new Deno.Command("git", {
    args: ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.ts", "*.md"],
    cwd: root,
  }).output();
  const own = ["docs/paper.md", "tests/docs/paper_test.ts"];
  return new TextDecoder().decode(stdout).split("\0").filter((path) =>
    path !== "" && !own.includes(path)
  );
}

const read = (path: string) =>
  Deno.readTextFile(`${root}${path}`).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return ""; // removed, and not yet committed
    throw error;
  });

Deno.test("every section of docs/paper.md that is cited is there", async () => {
  const sections = sectionsOf(await read("docs/paper.md"));
  const cited = new Set<string>();
  for (const path of await tracked()) {
    for (const title of citationsOf(await read(path))) {
      cited.add(title);
      assert.ok(sections.has(title), `${path} cites docs/paper.md, ${title}`);
    }
  }
  assert.ok(cited.size > 5);
});

Deno.test("nothing cites a document that is not in the repository", async () => {
  for (const path of await tracked()) {
    assert.doesNotMatch(await read(path), /\bfacts,? (?:[a-h]\.\d|Table)/i, path);
  }
});

Deno.test("citationsOf() finds a title that a line's end breaks, and stops at its end", () => {
  const source =
    "/**\n * One (docs/paper.md, Table 1). Two: docs/paper.md, Loss\n * landscapes;\n */";
  assert.deepEqual(citationsOf(source), ["Table 1", "Loss landscapes"]);
});
