// The tensors of a trajectory, by the reference's names: factors at each link, what is trained, what is merged.
import type { Attachment, MethodName } from "../adapters/mod.ts";
import { injected } from "./injected_draws.ts";
import type { Compared } from "./measure.ts";
import { matchesAny, type Tensors } from "./reference_file.ts";
import type { Adapted, Values } from "./plans.ts";
import { mergedWeights, type Trained } from "./train.ts";

/** The names of adapted targets, each once: of `init.0.<target>.A` and `init.<target>.cols`. */
export function adaptedPlaces(tensors: Tensors): string[] {
  const places = tensors.names.flatMap((name) => {
    const [, factor, columns] = /^init\.(?:\d+\.(.+)\.A|(.+)\.cols)$/.exec(name) ?? [];
    return factor ?? columns ?? [];
  });
  return [...new Set(places)];
}

/** A method that draws nothing has the reference's columns already: those of c3LA's windows, link by link. */
export function ownDraws(
  method: MethodName,
  attachment: Attachment,
  tensors: Tensors,
): Compared[] {
  if (method !== "c3la") return [];
  return [attachment.initial, ...attachment.draws].flatMap((start, link) =>
    Object.entries(start).filter(([name]) => name.endsWith(".lora_columns")).map(([name, own]) => ({
      place: `init.${link}.${name}`,
      actual: own.data,
      expected: injected(name, own, { link, tensors }).data,
    }))
  );
}

/** What the comparison needs of a case. */
export interface Comparable {
  readonly reading: { readonly method: MethodName };
  readonly adapted: Adapted;
  readonly tensors: Tensors;
  /** Patterns of names that nobody can compare. */
  readonly ignored: readonly string[];
}

/** Every `link.*`, `final.*` and `merged.*` of the case; and whatever was trained that it lacks. */
export async function comparedTensors(
  { reading, adapted, tensors, ignored }: Comparable,
  trained: Trained,
): Promise<Compared[]> {
  const merged = { ...trained.values, ...await mergedWeights(adapted, trained.values) };
  const sources: Sources = (place) => {
    if (place === "final") return trained.values;
    return place === "merged" ? merged : trained.links[Number(place.slice("link.".length))];
  };
  const names = inOrder(tensors.names).filter((name) => !matchesAny(name, ignored));
  const compared = names.flatMap((name) =>
    comparedTensor(name, adapted, sources).map((each) => (
      { ...each, expected: tensors.elements(name) }
    ))
  );
  if (reading.method === "fft") return compared; // its case keeps a part of what is trained
  return [
    ...compared,
    ...surplus(adapted, tensors).filter(({ place }) => !matchesAny(place, ignored)),
  ];
}

/** Link after link, then what is final, then what is merged. */
function inOrder(names: readonly string[]): string[] {
  const place = (name: string) => Number(/^link\.(\d+)\./.exec(name)?.[1] ?? Infinity);
  const rank = (name: string) => name.startsWith("merged.") ? 1 : 0;
  return names.toSorted((a, b) => {
    const [one, other] = [place(a), place(b)];
    return one === other ? rank(a) - rank(b) : one - other;
  });
}

/** The tensors of a place: `final`, `merged` or `link.3`. */
type Sources = (place: string) => Values | undefined;

/** The tensor of that name, if it is a result; none for what a graph has built in. */
function comparedTensor(
  name: string,
  adapted: Adapted,
  sources: Sources,
): Pick<Compared, "place" | "actual">[] {
  const [, place, rest] = /^(final|merged|link\.\d+)\.(.+)$/.exec(name) ?? [];
  if (place === undefined || rest === undefined || isFixed(rest, adapted)) return [];
  const values = sources(place) ?? {};
  const actual = values[ownName(rest, adapted)]?.data ?? selector(rest, values, adapted);
  return [{ place: name, actual }];
}

/** Whether an A is part of the graph, as cLA's is: what it does shows in every B. */
function isFixed(name: string, { attachment }: Adapted): boolean {
  const [, target] = /^(.+)\.A$/.exec(name) ?? [];
  if (target === undefined) return false;
  const { adapted, initial } = attachment;
  const held = ["lora_A.weight", "lora_columns"].some((part) => `${target}.${part}` in initial);
  return !held && adapted.some((each) => each.name === target);
}

/** The columns of a selector written out as a matrix of ones and zeros: [r, in] */
function selector(name: string, values: Values, { attachment }: Adapted): Float32Array | undefined {
  const target = attachment.adapted.find((each) => `${each.name}.A` === name);
  const columns = target && values[`${target.name}.lora_columns`];
  if (target === undefined || columns === undefined) return undefined;
  const matrix = new Float32Array(columns.data.length * target.in);
  columns.data.forEach((column, row) => matrix[row * target.in + column] = 1);
  return matrix;
}

/** What was trained here and not by the reference. */
function surplus({ model, attachment }: Adapted, tensors: Tensors): Compared[] {
  const finals = tensors.names.filter((name) => name.startsWith("final."));
  const known = new Set(finals.map((name) => ownName(name.slice("final.".length), { model })));
  return attachment.trained.filter(({ name }) => !known.has(name)).map(({ name }) => (
    { place: `final.${name}`, actual: [0], expected: undefined }
  ));
}

/** `<target>.B` → `<target>.lora_B.weight`; a tied decoder is trained under the embeddings' name. */
function ownName(name: string, { model }: Pick<Adapted, "model">): string {
  const { architecture, config, task } = model;
  if (name === "lm_head.weight") return architecture.head(config, task).readout[0] ?? name;
  return name.replace(/\.(A|B)$/, ".lora_$1.weight").replace(/\.P$/, ".paca_P");
}
