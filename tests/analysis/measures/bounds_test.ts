// Table 1 and Theorem 1 against vectors that were derived apart from this code.
import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type BoundSetting,
  entryText,
  generalizationBound,
  generalizationError,
  theorem1,
} from "../../../analysis/mod.ts";
import type { BoundEntry } from "../../../adapters/mod.ts";
import { card } from "../support/card.ts";
import { near } from "../support/near.ts";
import { readReference } from "../support/reference.ts";

interface Vectors {
  table1: {
    name: string;
    r: number;
    q: number;
    N: number;
    sigma: number;
    k: number;
    layers: [number, number, number][];
    values: Record<string, { P: number; bound: number }>;
  }[];
  theorem1: {
    name: string;
    C: number;
    "L_loss": number;
    "L_sigma": number[];
    "sigma0_norm": number[];
    "W0_spec": number[];
    "dW_spec": number[];
    "closed_form": { Phi_dW: number; Phi_W0: number };
  }[];
}

const vectors = readReference<Vectors>("bounds_vectors.json");
const names: Record<string, string> = {
  fft: "FFT_derived",
  lora: "LoRA",
  loraplus: "LoRA+",
  cola: "CoLA",
  asym: "Asym",
  rac: "RAC",
  cla: "cLA",
  rcla: "r-cLA",
  c3la: "c3LA",
  rc3la: "r-c3LA",
  paca: "PaCA",
};

const boundOf = (method: string, setting: BoundSetting) => {
  const { bound } = card(method);
  return bound === null ? undefined : generalizationBound(bound, setting);
};

function settingOf(each: Vectors["table1"][number]) {
  const matrices = each.layers.flatMap(([count, input, output]) =>
    Array.from({ length: count }, () => ({ in: input, out: output }))
  );
  const { r: rank, k: links, q: bits, sigma, N: examples } = each;
  return { matrices, rank, links, bits, sigma, examples };
}

for (const each of vectors.table1) {
  Deno.test(`generalizationBound() gives Table 1 for ${each.name}`, () => {
    for (const [method, name] of Object.entries(names)) {
      const found = boundOf(method, settingOf(each));
      const expected = each.values[name];
      assert.ok(found && expected);
      assert.equal(found.parameters, expected.P, method);
      near(found.bound, expected.bound, 1e-12, method);
      assert.equal(found.derived, method === "fft");
    }
  });
}

for (const each of vectors.theorem1) {
  Deno.test(`theorem1() gives the closed form for ${each.name}`, () => {
    const layers = each.W0_spec.map((base, index) => ({
      base,
      update: each.dW_spec[index] as number,
      lipschitz: each.L_sigma[index] as number,
      offset: each.sigma0_norm[index] as number,
    }));
    const found = theorem1({ layers, inputNorm: each.C, lossLipschitz: each.L_loss });
    near(found.phiUpdate, each.closed_form.Phi_dW, 1e-12);
    near(found.phiBase, each.closed_form.Phi_W0, 1e-12);
  });
}

Deno.test("head-only training has no row in Table 1", () => {
  assert.equal(card("head").bound, null);
});

Deno.test("entryText() prints the entries as the paper does", () => {
  const text = (method: string) => entryText(card(method).bound as BoundEntry);
  assert.equal(text("lora"), "√(2 r q σ² ln2 · Σ(mᵢ+nᵢ) / |N|)");
  assert.equal(text("c3la"), "√(2 r q σ² k ln2 · Σnᵢ / |N|)");
  assert.equal(text("fft"), "√(2 q σ² ln2 · Σmᵢnᵢ / |N|)");
});

const setting = fc.record({
  matrices: fc.array(fc.record({ in: fc.nat(99).map(up), out: fc.nat(99).map(up) }), {
    minLength: 1,
    maxLength: 5,
  }),
  rank: fc.integer({ min: 1, max: 8 }),
  links: fc.integer({ min: 2, max: 9 }),
  bits: fc.constant(32),
  sigma: fc.constant(1),
  examples: fc.integer({ min: 1, max: 9999 }),
});

function up(value: number): number {
  return value + 1;
}

Deno.test("the bounds stand in the order that Table 1 implies, chains at √links", () => {
  fc.assert(fc.property(setting, (given) => {
    const bound = (method: string) => boundOf(method, given)?.bound ?? NaN;
    for (const same of ["cla", "rcla", "paca"]) assert.equal(bound(same), bound("asym"));
    for (const same of ["c3la", "rc3la"]) assert.equal(bound(same), bound("rac"));
    assert.equal(bound("lora"), bound("loraplus"));
    assert.ok(bound("asym") < bound("lora") && bound("rac") < bound("cola"));
    near(bound("rac") / bound("asym"), Math.sqrt(given.links), 1e-12);
    near(bound("cola") / bound("lora"), Math.sqrt(given.links), 1e-12);
  }));
});

Deno.test("theorem1() gives 0 for the branch whose matrices are all zero", () => {
  const layer = { base: 2, update: 0, lipschitz: 1, offset: 0.5 };
  const found = theorem1({ layers: [layer, layer], inputNorm: 1, lossLipschitz: 1 });
  assert.equal(found.phiUpdate, 0);
  assert.ok(found.phiBase > 0);
});

Deno.test("generalizationError() does not ask which loss is larger", () => {
  assert.equal(generalizationError({ train: 1.5, test: 2 }), 0.5);
  assert.equal(generalizationError({ train: 2, test: 1.5 }), 0.5);
});
