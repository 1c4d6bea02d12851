// A program that tries what no process that is shut in may: the fake stage `trespass`, outside of any run.
import { join } from "node:path";
import { trespass } from "./fake_stages/trespass.ts";

if (import.meta.main) {
  const { scratch, ...work } = JSON.parse(await new Response(Deno.stdin.readable).text());
  await trespass.run({ ...work, partial: scratch, output: (file) => join(scratch, file) });
}
