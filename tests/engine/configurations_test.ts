// The configurations of engines: each means its own session, and none drifts from the project's packages.
import { strict as assert } from "node:assert";
import { configOf, type EngineName, engines } from "../../engine/engines.ts";

const root = new URL("../../", import.meta.url);

interface Configuration {
  readonly imports: Readonly<Record<string, string>>;
  readonly scopes?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

interface Lock {
  readonly specifiers: Readonly<Record<string, string>>;
  readonly npm: Readonly<Record<string, { readonly integrity?: string }>>;
}

function read<T>(path: string): T {
  return JSON.parse(Deno.readTextFileSync(new URL(path, root)));
}

const project = read<Configuration>("deno.json");
const lock = read<Lock>("deno.lock");

for (const engine of Object.keys(engines) as EngineName[]) {
  const folder = configOf(engine) ?? ".";
  const { imports, scopes } = read<Configuration>(`${folder}/deno.json`);

  Deno.test(`#session means the session of ${engine}, wherever it is imported`, async () => {
    const session = imports["#session"] ?? assert.fail("There is no #session");
    // The project's own imports would outrank a configuration's that has no narrower scope.
    if (folder !== ".") assert.deepEqual(scopes, { "../": { "#session": session } });
    const text = await Deno.readTextFile(new URL(session, new URL(`${folder}/`, root)));
    assert.ok(text.includes(`export const engine = "${engine}";`), session);
  });

  Deno.test(`${engine} adds packages to the project's, by exact version, and changes none`, () => {
    const { "#session": _, ...own } = folder === "." ? { "#session": "" } : imports;
    const taken = Object.keys(own).filter((name) => Object.hasOwn(project.imports, name));
    assert.deepEqual(taken, []);
    for (const target of Object.values(own)) assert.match(target, /^npm:.+@\d+\.\d+\.\d+$/);
  });

  Deno.test(`The lock of ${engine} has every package of the project's lock, with the same bytes`, () => {
    const { specifiers, npm } = read<Lock>(`${folder}/deno.lock`);
    const advice = "run 'deno task engines:lock'";
    for (const [specifier, version] of Object.entries(lock.specifiers)) {
      assert.equal(specifiers[specifier], version, `${specifier}: ${advice}`);
    }
    for (const [id, { integrity }] of Object.entries(lock.npm)) {
      assert.equal(npm[id]?.integrity, integrity, `${id}: ${advice}`);
    }
  });
}
