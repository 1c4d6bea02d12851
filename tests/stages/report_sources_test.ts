// A number of the report names the nodes that it was computed from: those whose files move it, and no others.
import assert from "node:assert/strict";
import { methodCards } from "../../adapters/mod.ts";
import { type AddressedNumber, numbersOf, tablesOf } from "../../analysis/mod.ts";
import { gatherEvidence } from "../../stages/reporting/evidence.ts";
import type { ReportedCell, ReportParameters } from "../../stages/reporting/facts.ts";
import { cellOf, reportDocuments, reportParameters, written } from "../support/report_inputs.ts";
import { type Files, inFolder } from "../support/stage_work.ts";

/** From the lowest score to the highest: each dense twin is clearly ahead of its sparse one. */
const methods = ["head", "c3la", "cla", "rc3la", "rcla", "fft", "lora", "cola", "loraplus", "paca"]
  .concat("asym", "rac");

const cells: readonly ReportedCell[] = [12, 22].flatMap((seed) => [
  ...methods.map((method) => cellOf("vit-tiny", method, seed)),
  ...["head", "lora"].map((method) => cellOf("vit-random", method, seed)),
]);

const parameters: ReportParameters = {
  ...reportParameters,
  exhibits: { pretraining: [{ pretrained: "vit-tiny", random: "vit-random" }] },
  cells,
  methods: methodCards(cells.map(({ method }) => method)),
};

type Change = (value: number, path: string) => number;

/** Every number inside a document changed, but for the axes that others are read by. */
function changed(document: unknown, change: Change, path = ""): unknown {
  if (typeof document === "number") return change(document, path);
  if (Array.isArray(document)) {
    return document.map((each, index) => changed(each, change, `${path}/${index}`));
  }
  if (typeof document !== "object" || document === null) return document;
  const entries = Object.entries(document).map(([key, each]) =>
    [key, key === "thresholds" ? each : changed(each, change, `${path}/${key}`)] as const
  );
  return Object.fromEntries(entries);
}

function numbersIn(document: unknown): Map<string, number> {
  const found = new Map<string, number>();
  changed(document, (value, path) => {
    found.set(path, value);
    return value;
  });
  return found;
}

/** Numbers that rise from method to method and hardly differ between seeds; counts stay as they are. */
function documents(): Record<string, unknown> {
  const all = reportDocuments(cells);
  for (const { id } of cells) {
    const node = `evaluate:${id}`;
    all[node] = changed(all[node], (value, path) => path === "/metric/test" ? 0.25 : value);
  }
  for (const [index, { id, seed }] of cells.entries()) {
    const factor = 1 + (index % (cells.length / 2)) / 8 + (seed - 12) / 1e5;
    for (const stage of ["evaluate", "compute_bounds", "analyze_spectrum", "sample_landscape"]) {
      const node = `${stage}:${id}`;
      if (node in all) all[node] = changed(all[node], (value) => value * factor);
    }
  }
  return all;
}

type Numbers = ReadonlyMap<string, AddressedNumber>;

async function numbersFrom(inputs: Files): Promise<Numbers> {
  const work = { parameters, inputs } as Parameters<typeof gatherEvidence>[0];
  const numbers = tablesOf(await gatherEvidence(work)).flatMap(numbersOf);
  return new Map(numbers.map((number) => [number.address, number]));
}

/** A study's files, and the numbers that they give. */
interface Study {
  readonly all: Readonly<Record<string, unknown>>;
  readonly inputs: Files;
  readonly before: Numbers;
}

async function studied(folder: string): Promise<Study> {
  const all = documents();
  const inputs = await written(folder, all);
  return { all, inputs, before: await numbersFrom(inputs) };
}

/** Writes another version of one file, and says which numbers it moved, came with or lost. */
async function movedBy({ inputs, before }: Study, node: string, document: unknown) {
  const path = inputs[node] as string;
  const original = await Deno.readTextFile(path);
  await Deno.writeTextFile(path, JSON.stringify(document));
  const after = await numbersFrom(inputs);
  await Deno.writeTextFile(path, original);
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((address) => before.get(address)?.value !== after.get(address)?.value)
    .map((address) => before.get(address) ?? after.get(address) as AddressedNumber);
}

function assertNamed(moved: readonly AddressedNumber[], node: string): void {
  const forgetful = moved.filter(({ sources }) => !sources.includes(node));
  assert.deepEqual(forgetful.map(({ address }) => address), [], `moved by ${node}`);
}

/** One cell of each kind, and what no cell owns; the next test changes every file as a whole. */
const looked = ["images/lora/seed=12", "images/rc3la/seed=12", "images/head/seed=12"]
  .concat("prepare_data:images", "analyze_spectrum:vit-tiny");

Deno.test("no number in any evidence file moves a number of the report that does not name its node", async () => {
  await inFolder(async (folder) => {
    const study = await studied(folder);
    for (const [node, document] of Object.entries(study.all)) {
      if (!looked.some((each) => node.endsWith(each))) continue;
      for (const place of numbersIn(document).keys()) {
        const other = changed(document, (value, path) => path === place ? 9 * value + 1 : value);
        assertNamed(await movedBy(study, node, other), node);
      }
    }
  });
});

/** Far more, far less, a little, and just above or below what another cell's file says in the same place. */
function variants(node: string, all: Readonly<Record<string, unknown>>): unknown[] {
  const scaled = [1.001, 1.5, 0.5, 1e3, -1e3]
    .map((factor) => changed(all[node], (value) => value * factor));
  const [stage] = node.split(":");
  const others = Object.keys(all).filter((other) => other.startsWith(`${stage}:`));
  const beside = others.flatMap((other) => {
    const there = numbersIn(all[other]);
    return [0.999, 1.001].map((share) =>
      changed(all[node], (value, path) => (there.get(path) ?? value) * share)
    );
  });
  return [...scaled, ...beside];
}

Deno.test("each node that a number names can move it, whatever its other sources say", async () => {
  await inFolder(async (folder) => {
    const study = await studied(folder);
    const numbers = [...study.before.values()];
    for (const node of Object.keys(study.all)) {
      const still = new Set(
        numbers.filter(({ sources }) => sources.includes(node)).map(({ address }) => address),
      );
      for (const document of variants(node, study.all)) {
        if (still.size === 0) break;
        const moved = await movedBy(study, node, document);
        assertNamed(moved, node);
        for (const { address } of moved) still.delete(address);
      }
      assert.deepEqual([...still], [], `named, but not moved by ${node}`);
    }
  });
});

Deno.test("a claim about two measures names the nodes of both, and counts no control", async () => {
  await inFolder(async (folder) => {
    const numbers = (await studied(folder)).before;
    const stages = (claim: string) =>
      new Set(
        numbers.get(`table_claims/${claim}/found`)?.sources.map((node) => node.split(":")[0]),
      );
    assert.deepEqual(stages("c11"), new Set(["compute_bounds", "evaluate"]));
    assert.deepEqual(stages("c13"), new Set(["sample_landscape", "evaluate"]));
    for (const { address, sources } of numbers.values()) {
      if (!address.startsWith("table_claims/")) continue;
      assert.ok(sources.every((node) => !node.includes("/head/")), address);
    }
  });
});
