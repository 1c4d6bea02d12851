// A regular expression as a tree, and how much of a text it fits, in a number of steps that is bounded.
//
// A node is asked to which places it leads from a place: no order of attempts, and nothing tried twice. So what
// would take a backtracking matcher exponential time takes at most the size of the tree times the square of the
// text (times the text once more for counted repetitions), and a budget ends the rest.

/** Whether a character is one of a set. */
export type Characters = (character: string) => boolean;

/** What a part of an expression matches; `place` and `look` match no character. */
export type Node =
  | { readonly kind: "character"; readonly has: Characters }
  | { readonly kind: "place"; readonly holds: (text: readonly string[], at: number) => boolean }
  | { readonly kind: "sequence"; readonly parts: readonly Node[] }
  | { readonly kind: "choice"; readonly branches: readonly Node[] }
  | Repeat
  | Look;

interface Repeat {
  readonly kind: "repeat";
  readonly body: Node;
  readonly least: number;
  readonly most: number;
}

interface Look {
  readonly kind: "look";
  readonly body: Node;
  readonly ahead: boolean;
  /** False for (?!…) and (?<!…). */
  readonly wanted: boolean;
}

/** Steps that one match may take; names of modules need a few thousand. */
const mostSteps = 2_000_000;

/** Where a match may end that begins at the text's start; undefined where that takes too many steps to say. */
export function endsOf(node: Node, text: string): ReadonlySet<number> | undefined {
  const walk = new Walk([...text]);
  const ends = walk.from(node, new Set([0]));
  return walk.steps > mostSteps ? undefined : ends;
}

type Places = ReadonlySet<number>;

class Walk {
  readonly #text: readonly string[];
  readonly #known = new Map<Node, Map<number, Places>>();
  steps = 0;

  constructor(text: readonly string[]) {
    this.#text = text;
  }

  /** Where a match of the node may end that begins at one of the places. */
  from(node: Node, places: Places): Places {
    const ends = new Set<number>();
    for (const at of places) {
      if (this.steps > mostSteps) return ends;
      for (const end of this.#ends(node, at)) {
        this.steps++;
        ends.add(end);
      }
    }
    return ends;
  }

  #ends(node: Node, at: number): Places {
    const known = this.#known.get(node) ?? new Map<number, Places>();
    this.#known.set(node, known);
    const before = known.get(at);
    if (before !== undefined) return before;
    this.steps++;
    const ends = this.#walk(node, at);
    known.set(at, ends);
    return ends;
  }

  #walk(node: Node, at: number): Places {
    const here = new Set([at]);
    switch (node.kind) {
      case "character": {
        const c = this.#text[at];
        return new Set(c !== undefined && node.has(c) ? [at + 1] : []);
      }
      case "place":
        return node.holds(this.#text, at) ? here : new Set();
      case "sequence":
        return node.parts.reduce<Places>((places, part) => this.from(part, places), here);
      case "choice":
        return new Set(node.branches.flatMap((branch) => [...this.#ends(branch, at)]));
      case "repeat":
        return this.#repeated(node, here);
      case "look":
        return this.#seen(node, at) === node.wanted ? here : new Set();
    }
  }

  /** Past the text's length, one repetition more or less makes no difference. */
  #repeated({ body, least, most }: Repeat, here: Places): Places {
    const enough = this.#text.length + 2;
    let places = here;
    for (let count = 0; count < Math.min(least, enough); count++) places = this.from(body, places);
    const all = new Set(places);
    for (let count = Math.min(least, enough); count < Math.min(most, 2 * enough); count++) {
      places = new Set([...this.from(body, places)].filter((place) => !all.has(place)));
      if (places.size === 0) break;
      places.forEach((place) => all.add(place));
    }
    return all;
  }

  #seen({ body, ahead }: Look, at: number): boolean {
    if (ahead) return this.#ends(body, at).size > 0;
    return this.#text.some((_, start) => start <= at && this.#ends(body, start).has(at)) ||
      this.#ends(body, at).has(at);
  }
}

/** The least and the most characters that a node can match. */
export function widthsOf(node: Node): readonly [number, number] {
  switch (node.kind) {
    case "character":
      return [1, 1];
    case "place":
    case "look":
      return [0, 0];
    case "sequence": {
      const all = node.parts.map(widthsOf);
      return [all.reduce((sum, [a]) => sum + a, 0), all.reduce((sum, [, b]) => sum + b, 0)];
    }
    case "choice": {
      const all = node.branches.map(widthsOf);
      return [Math.min(...all.map(([a]) => a)), Math.max(...all.map(([, b]) => b))];
    }
    case "repeat": {
      const [a, b] = widthsOf(node.body);
      return [times(node.least, a), times(node.most, b)];
    }
  }
}

const times = (count: number, width: number) => count === 0 || width === 0 ? 0 : count * width;
