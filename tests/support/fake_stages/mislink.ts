// A fake stage that leaves a link where its output should be, or above it.
interface Work {
  parameters: { way: "link" | "linked_folder"; outside: string };
  output(file: string): string;
}

export const mislink = {
  name: "mislink",
  module: import.meta.url,
  environment: "pure",
  outputs: ["deep/secret.txt"],
  async run({ parameters: { way, outside }, output }: Work) {
    const path = output("deep/secret.txt");
    if (way === "link") return await leaveLink(`${outside}/deep/secret.txt`, path);
    const folder = path.slice(0, path.lastIndexOf("/"));
    await Deno.remove(folder);
    await leaveLink(`${outside}/deep`, folder);
  },
};

/** Not by Deno, which wants all permissions for it: a worker that uses FFI needs none. */
async function leaveLink(to: string, path: string): Promise<void> {
  const libc = Deno.dlopen("libc.so.6", {
    symlink: { parameters: ["buffer", "buffer"], result: "i32" },
  });
  const text = (value: string) => new TextEncoder().encode(`${value}\0`);
  if (libc.symbols.symlink(text(to), text(path)) !== 0) throw new Error("Cannot link");
  await Promise.resolve();
  libc.close();
}
