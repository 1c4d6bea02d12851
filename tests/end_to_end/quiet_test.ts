// A run opens no connection, and no file but its own: the kernel's calls, as strace shows them.
import assert from "node:assert/strict";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url)).replace(/\/$/, "");

/** What a process and all that it started asked of the kernel, and got. */
interface Watched {
  /** Absolute path, and whether it was opened to be written. */
  readonly opened: readonly { readonly path: string; readonly write: boolean }[];
  /** Calls about sockets of the internet, of packets and of the kernel. */
  readonly network: readonly string[];
}

const calls = "connect,socket,sendto,sendmsg,open,openat,creat";

/** Runs Deno with these arguments under strace. */
async function watch(args: readonly string[], folder: string): Promise<Watched> {
  const log = join(folder, "strace");
  const traced = ["-f", "-y", "-qq", "-s", "4096", "-e", `trace=${calls}`, "-o", log];
  const { success, stderr } = await new Deno.Command("strace", {
    args: [...traced, Deno.execPath(), ...args],
    cwd: root,
    env: { DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  const lines = whole(Deno.readTextFileSync(log).split("\n"));
  return {
    opened: lines.flatMap(openedIn),
    network: lines.filter((line) => /\b(AF|PF)_(INET6?|NETLINK|PACKET)\b/.test(line)),
  };
}

/** Calls of which strace wrote begin and end apart, put together. */
function whole(lines: readonly string[]): string[] {
  const begun = new Map<string, string>();
  return lines.flatMap((line) => {
    const [, pid = "", text = ""] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const [begin = "", unfinished] = text.split(" <unfinished ...>");
    if (unfinished !== undefined) return begun.set(pid, begin) && [];
    const [, rest] = /^<\.\.\. \w+ resumed>(.*)$/.exec(text) ?? [];
    return [rest === undefined ? text : `${begun.get(pid) ?? ""}${rest}`];
  });
}

function openedIn(call: string): Watched["opened"][number][] {
  const opened = /^(?:open|openat|creat)\((?:.*?<(.*?)>, )?"(.*?)"(?:, ([A-Z_|]+))?.* = (\d+)/.exec(
    call,
  );
  if (opened === null) return [];
  const [, from = "/", path = "", flags = "O_WRONLY"] = opened;
  const write = /O_(WRONLY|RDWR|CREAT|TRUNC)/.test(flags);
  return [{ path: path.startsWith("/") ? path : join(from, path), write }];
}

const denoFolder = Deno.env.get("DENO_DIR") ?? join(homedir(), ".cache", "deno");

/** What may be read: the checkout, Deno with its cache and settings, and what belongs to the system. */
const readable = [
  ...[root, denoFolder, dirname(Deno.execPath()), join(homedir(), ".npmrc")],
  ...["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/proc", "/sys"],
  ...["/dev/null", "/dev/urandom", "/dev/tty", "/usr/share/zoneinfo", "/usr/share/locale"],
  // Loaders of native packages look into it for the kind of C library.
  "/usr/bin/ldd",
  ...["ld.so.cache", "localtime", "nsswitch.conf", "passwd", "timezone"].map((name) =>
    `/etc/${name}`
  ),
];
const writable = [denoFolder, "/dev/null", "/dev/tty", "/proc/self"];

/** Paths, each once, that lie in none of the places. */
function outside({ opened }: Watched, places: { read: string[]; write: string[] }): string[] {
  const within = (path: string, folders: readonly string[]) =>
    folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
  const strange = opened.filter(({ path, write }) =>
    !within(path, write ? places.write : places.read)
  );
  return [...new Set(strange.map(({ path, write }) => `${write ? "writes" : "reads"} ${path}`))];
}

const hasStrace = await new Deno.Command("strace", { args: ["-V"], stdout: "null" }).output()
  .then(({ success }) => success, () => false);

function watchTest(name: string, test: (folder: string) => Promise<void>): void {
  // Debian: apt-get install strace, as .ci/run does.
  const ignore = !hasStrace;
  Deno.test({
    name: hasStrace ? name : `${name} (needs strace)`,
    ignore,
    async fn() {
      const folder = await Deno.makeTempDir({ prefix: "cairn-quiet-" });
      await test(folder).finally(() => Deno.remove(folder, { recursive: true }));
    },
  });
}

watchTest(
  "a run opens no connection, and no file but of checkout, store, Deno and the system",
  async (folder) => {
    const store = join(folder, "store");
    const words = ["reproduce", "smoke", "--only", "method=lora", "--store", store, "--json"];
    const watched = await watch(["run", "--allow-all", "--quiet", "cli.ts", ...words], folder);
    assert.deepEqual(watched.network, []);
    assert.ok(
      watched.opened.some(({ path }) => path.includes("libonnxruntime")),
      "nothing trained",
    );
    const places = { read: [...readable, store], write: [...writable, store] };
    assert.deepEqual(outside(watched, places), []);
  },
);

watchTest("a session in a process of its own reports to nobody", async (folder) => {
  const program = join(folder, "open_session.ts");
  const door = new URL("../../engine/run.ts", import.meta.url).href;
  Deno.writeTextFileSync(
    program,
    `import { openSession } from ${JSON.stringify(door)};\n` +
      "await openSession(new Uint8Array([1, 2, 3]), { threads: 1 }).catch(() => {});\n",
  );
  const watched = await watch(
    ["run", "--allow-all", `--config=${root}/deno.json`, program],
    folder,
  );
  assert.deepEqual(watched.network, []);
  assert.ok(
    watched.opened.some(({ path }) => path.includes("libonnxruntime")),
    "no session opened",
  );
  const places = { read: [...readable, folder], write: writable };
  assert.deepEqual(outside(watched, places), []);
});
