// Python's regular expressions, read as `re` of Python 3.11 and later reads them, into a tree.
import { accept, type Cursor, escapedCharacters, isWordAt, literal } from "./characters.ts";
import { next, peek, setCharacters } from "./characters.ts";
import { type Flags, noFlags, Refusal, withFlags } from "./flags.ts";
import { type Characters, type Node, widthsOf } from "./tree.ts";

const mostDeep = 100;
const longest = 10_000;

interface State extends Cursor {
  /** Flags of the whole expression, found at its start. */
  global: Flags;
  readonly names: Set<string>;
  depth: number;
}

/** The tree of a pattern. Throws a Refusal for what cannot be read, or is past all use. */
export function treeOf(pattern: readonly string[]): Node {
  if (pattern.length > longest) throw unsupported(`is longer than ${longest} characters`);
  const state: State = { pattern, at: 0, global: noFlags, names: new Set(), depth: 0 };
  const node = choice(state, noFlags, true);
  if (state.at < pattern.length) throw new Refusal("has a parenthesis that is not open");
  return node;
}

const unsupported = (why: string) => new Refusal(why, "unsupported-pattern");

function choice(state: State, flags: Flags, isWhole = false): Node {
  if (++state.depth > mostDeep) throw unsupported(`is nested deeper than ${mostDeep}`);
  const branches = [sequence(state, flags, isWhole)];
  while (accept(state, "|")) {
    branches.push(sequence(state, isWhole ? state.global : flags, false));
  }
  state.depth--;
  const [first] = branches;
  return branches.length === 1 && first ? first : { kind: "choice", branches };
}

/** What may be repeated: an item that is no place, and is not repeated already. */
type Item = { readonly node: Node; readonly repeats: "can" | "place" | "done" };

function sequence(state: State, outer: Flags, mayBegin: boolean): Node {
  let flags = outer;
  const items: Item[] = [];
  for (let c = peek(state); c !== undefined && c !== "|" && c !== ")"; c = peek(state)) {
    if (flags.verbose && skipped(state)) continue;
    const quantity = quantityAt(state);
    if (quantity !== undefined) items.push(repeated(items.pop(), quantity));
    else {
      const item = one(state, flags, mayBegin && items.length === 0);
      if (item !== undefined) items.push(item);
      else if (mayBegin) flags = state.global;
    }
  }
  return { kind: "sequence", parts: items.map(({ node }) => node) };
}

function skipped(state: State): boolean {
  const c = peek(state);
  if (c === "#") {
    while (peek(state) !== undefined && peek(state) !== "\n") state.at++;
    return true;
  }
  if (c === undefined || !" \t\n\r\v\f".includes(c)) return false;
  state.at++;
  return true;
}

interface Quantity {
  readonly least: number;
  readonly most: number;
  readonly isPossessive: boolean;
}

/** How often; greedy and lazy are one here, as the whole fits or does not, whatever is tried first. */
function quantityAt(state: State): Quantity | undefined {
  const range = rangeAt(state);
  if (range === undefined) return undefined;
  const [least, most] = range;
  const isPossessive = !accept(state, "?") && accept(state, "+");
  return { least, most, isPossessive };
}

/** `{` is a literal where no numbers and no brace follow. */
function rangeAt(state: State): readonly [number, number] | undefined {
  if (accept(state, "*")) return [0, Infinity];
  if (accept(state, "+")) return [1, Infinity];
  if (accept(state, "?")) return [0, 1];
  const braces = /^\{(\d*)(,?)(\d*)\}/.exec(state.pattern.slice(state.at, state.at + 60).join(""));
  if (braces === null || braces[0] === "{}") return undefined;
  const [all, low = "", comma, high = ""] = braces;
  state.at += all.length;
  const least = low === "" ? 0 : counted(low);
  const most = comma === "" ? least : high === "" ? Infinity : counted(high);
  if (most < least) throw new Refusal("has a repetition whose least is above its most");
  return [least, most];
}

function counted(digits: string): number {
  const value = Number(digits);
  if (value >= 2 ** 32 - 1) throw new Refusal(`repeats too often: ${digits}`);
  return value;
}

function repeated(item: Item | undefined, quantity: Quantity): Item {
  const { least, most, isPossessive } = quantity;
  if (item === undefined || item.repeats === "place") throw new Refusal("has nothing to repeat");
  if (item.repeats === "done") throw new Refusal("has a repetition of a repetition");
  if (isPossessive) throw unsupported("has a possessive repetition, as in a*+");
  return { node: { kind: "repeat", body: item.node, least, most }, repeats: "done" };
}

function one(state: State, flags: Flags, isFirst: boolean): Item | undefined {
  const c = next(state);
  if (c === "(") return group(state, flags, isFirst);
  if (c === "[") return character(setCharacters(state, flags));
  if (c === "\\") return escaped(state, flags);
  if (c === ".") return character((each) => flags.dotall || each !== "\n");
  if (c === "^") return place((text, at) => at === 0 || flags.multiline && text[at - 1] === "\n");
  if (c === "$") return place((text, at) => isEnd(text, at, flags));
  return character(literal(c, flags));
}

function isEnd(text: readonly string[], at: number, { multiline }: Flags): boolean {
  if (at === text.length || at === text.length - 1 && text[at] === "\n") return true;
  return multiline && text[at] === "\n";
}

const character = (has: Characters): Item => ({ node: { kind: "character", has }, repeats: "can" });
const place = (holds: (text: readonly string[], at: number) => boolean): Item => (
  { node: { kind: "place", holds }, repeats: "place" }
);

function escaped(state: State, flags: Flags): Item {
  const c = peek(state);
  const edge = (at: number, text: readonly string[]) =>
    isWordAt(text, at - 1, flags) !== isWordAt(text, at, flags);
  const places: Readonly<Record<string, Item>> = {
    A: place((_, at) => at === 0),
    Z: place((text, at) => at === text.length),
    b: place((text, at) => edge(at, text)),
    // Of an empty text, Python says that neither holds.
    B: place((text, at) => text.length > 0 && !edge(at, text)),
  };
  const found = c === undefined ? undefined : places[c];
  if (found === undefined || !Object.hasOwn(places, c as string)) {
    return character(escapedCharacters(state, flags));
  }
  state.at++;
  return found;
}

/** What stands in parentheses, the first of which is read. */
function group(state: State, flags: Flags, isFirst: boolean): Item | undefined {
  if (!accept(state, "?")) return enclosed(state, flags);
  const look = lookAt(state);
  if (look !== undefined) return lookAround(state, flags, look);
  const c = next(state);
  if (c === ":") return enclosed(state, flags);
  if (c === "#") return comment(state);
  if (c === "P") return named(state, flags);
  if (c === ">") throw unsupported("has an atomic group (?>…)");
  if (c === "(") throw unsupported("has a condition (?(…)…)");
  state.at--;
  return flagged(state, flags, isFirst);
}

function enclosed(state: State, flags: Flags): Item {
  const node = choice(state, flags);
  if (!accept(state, ")")) throw new Refusal("has a parenthesis that is not closed");
  return { node, repeats: "can" };
}

function comment(state: State): undefined {
  while (next(state) !== ")");
}

function named(state: State, flags: Flags): Item {
  const opening = next(state);
  if (opening === "=") throw unsupported("has a back reference (?P=…)");
  if (opening !== "<") throw new Refusal(`has an unknown extension ?P${opening}`);
  let name = "";
  for (let c = next(state); c !== ">"; c = next(state)) name += c;
  if (!/^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(name)) {
    throw new Refusal(`has a group name that is none: ${JSON.stringify(name)}`);
  }
  if (state.names.has(name)) throw new Refusal(`has two groups of the name ${name}`);
  state.names.add(name);
  return enclosed(state, flags);
}

interface Look {
  readonly ahead: boolean;
  readonly wanted: boolean;
}

function lookAt(state: State): Look | undefined {
  const [, back, sign] = /^(<?)([=!])/.exec(state.pattern.slice(state.at, state.at + 2).join("")) ??
    [];
  if (sign === undefined) return undefined;
  state.at += back === "<" ? 2 : 1;
  return { ahead: back === "", wanted: sign === "=" };
}

function lookAround(state: State, flags: Flags, look: Look): Item {
  const { node: body } = enclosed(state, flags);
  const [shortest, widest] = widthsOf(body);
  if (!look.ahead && shortest !== widest) {
    throw new Refusal("has a look-behind whose width is not fixed");
  }
  return { node: { kind: "look", body, ...look }, repeats: "can" };
}

/** `(?i)` for all that is read, only at the start; `(?i:…)` and `(?-i:…)` for what they enclose. */
function flagged(state: State, flags: Flags, isFirst: boolean): Item | undefined {
  const [all, on = "", minus, off = ""] = /^([a-zA-Z]*)(-?)([a-zA-Z]*)(?=[:)])/.exec(
    state.pattern.slice(state.at, state.at + 40).join(""),
  ) ??
    [""];
  if (all === "") throw new Refusal(`has an unknown extension ?${peek(state) ?? ""}`);
  state.at += all.length;
  const changed = withFlags(flags, { on, off, hasMinus: minus === "-" });
  if (next(state) === ":") return enclosed(state, changed);
  if (minus === "-") throw new Refusal("turns flags off for the whole of it");
  if (!isFirst) throw new Refusal("has flags of the whole of it that are not at its start");
  state.global = withFlags(state.global, { on, off, hasMinus: false });
  return undefined;
}
