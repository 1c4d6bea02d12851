// A throw-away Python with the pinned libraries: made in a folder of its own, gone with it.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { failure, type Result, success } from "../../pipeline/mod.ts";

/** What installs the others, side by side where pip takes them one after the other. */
const installer = "uv==0.13.9";
const requirements = fileURLToPath(new URL("requirements.txt", import.meta.url));

/**
 * The interpreter of a new environment below `folder`: some 5 GB, as torch's Linux wheels bring CUDA.
 * Reasons of refusal: `no-python`, `no-packages`.
 */
export async function pythonEnvironment(folder: string): Promise<Result<string>> {
  const environment = join(folder, "python");
  const made = await spoken("python3", ["-m", "venv", environment]);
  if (!made.ok) {
    return failure("no-python", `Cannot make a Python environment: ${made.message}`);
  }
  const python = join(environment, "bin", "python");
  const quiet = ["--quiet", "--disable-pip-version-check", "--no-cache-dir"];
  const first = await spoken(python, ["-m", "pip", "install", ...quiet, installer]);
  if (!first.ok) return notInstalled(first.message);
  const uv = ["pip", "install", "--quiet", "--no-cache", "--python", python, "-r", requirements];
  const rest = await spoken(join(environment, "bin", "uv"), uv);
  return rest.ok ? success(python) : notInstalled(rest.message);
}

const notInstalled = (cause: string) =>
  failure(
    "no-packages",
    `Cannot install the libraries from PyPI: ${cause.replace(/^error:\s*/i, "")}`,
  );

/** Runs a program to its end; a failure is the last thing that it said. */
export async function spoken(program: string, args: readonly string[]): Promise<Result<string>> {
  try {
    const command = new Deno.Command(program, { args: [...args], stdin: "null" });
    const { success: isDone, stdout, stderr } = await command.output();
    const [said, noted] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes).trim());
    if (isDone) return success(said ?? "");
    const last = (noted || said || `${program} failed`).split("\n").at(-1) ?? "";
    return failure("program-failed", last.trim());
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      return failure("no-program", `${program} is not installed`);
    }
    throw error;
  }
}
