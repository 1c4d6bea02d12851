// Collects nodes and constants while a computation is recorded; knows ONNX, not TensorFlow.js.
import type { Source } from "../source.ts";
import { type DType, sizeOf, type TensorSpec } from "../value.ts";
import type { Attributes, Initializer, Node, Recording, Wire, WireType } from "./recording.ts";
import { sameShape } from "./shapes.ts";

/** What a node gives, and how it is configured. */
export interface Output {
  readonly shape: readonly number[];
  readonly dtype: WireType;
  readonly attributes?: Attributes;
  readonly domain?: Node["domain"];
}

type Elements = Float32Array | Int32Array | Uint8Array | BigInt64Array;

/** Constants that are all one number and larger than this are expanded when the graph runs. */
const LARGEST_UNIFORM = 64;

/** A graph under construction. Names are given in order, so the same calls give the same graph. */
export class GraphBuilder {
  readonly #nodes: Node[] = [];
  readonly #initializers: Initializer[] = [];
  readonly #inputs: TensorSpec[] = [];
  readonly #wires = new Map<string, Wire>();
  readonly #constants = new Map<string, Wire>();

  /** A value that is fed at each run. Throws if the name is taken. */
  input(spec: TensorSpec): Wire {
    this.#inputs.push(spec);
    return this.#define(spec);
  }

  /** A constant with a name of its own, such as a frozen weight. Throws if the name is taken. */
  initializer(spec: TensorSpec, source: Source): Wire {
    this.#initializers.push({ ...spec, source });
    return this.#define(spec);
  }

  /** Adds a node of one output. */
  node(op: string, inputs: readonly Wire[], output: Output): Wire {
    const [wire] = this.nodes(op, inputs, [output]);
    return wire as Wire;
  }

  /** Adds a node of several outputs; attributes and domain are those of the first. */
  nodes(op: string, inputs: readonly Wire[], outputs: readonly Output[]): Wire[] {
    const prefix = `${op}_${this.#nodes.length}`;
    const wires = outputs.map(({ shape, dtype }, index) =>
      this.#define({ name: index === 0 ? prefix : `${prefix}.${index}`, shape, dtype })
    );
    this.#nodes.push({
      op,
      domain: outputs[0]?.domain ?? "",
      inputs: inputs.map((wire) => wire.name),
      outputs: wires.map((wire) => wire.name),
      attributes: outputs[0]?.attributes ?? {},
    });
    return wires;
  }

  /** A constant with these elements; equal constants share one name. */
  constant(elements: Elements, shape: readonly number[], dtype: WireType): Wire {
    const uniform = uniformOf(elements);
    if (uniform !== undefined && dtype !== "int64" && elements.length > LARGEST_UNIFORM) {
      return this.filled(uniform, shape, dtype);
    }
    const bytes = new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength);
    const key = `${dtype}[${shape}]${new TextDecoder("latin1").decode(bytes)}`;
    return this.#shared(key, () => {
      const name = `constant_${this.#initializers.length}`;
      const source: Source = { kind: "bytes", bytes: bytes.slice() };
      this.#initializers.push({ name, shape, dtype, source });
      return this.#define({ name, shape, dtype, ...(uniform === undefined ? {} : { uniform }) });
    });
  }

  /** `x` with another shape of the same size; never a view of a view. */
  reshape(x: Wire, shape: readonly number[]): Wire {
    const { view = x, dtype, uniform } = x;
    if (sameShape(x.shape, shape)) return x;
    if (uniform !== undefined && dtype !== "int64") return this.filled(uniform, shape, dtype);
    if (sameShape(view.shape, shape)) return view;
    const wire = this.node("Reshape", [view, this.int64(shape)], { shape, dtype });
    return this.#know({ ...wire, view });
  }

  /** A tensor full of one number. */
  filled(value: number, shape: readonly number[], dtype: DType): Wire {
    const size = sizeOf(shape);
    if (size <= LARGEST_UNIFORM) return this.constant(elementsOf(dtype, size, value), shape, dtype);
    return this.#shared(`filled ${dtype}[${shape}]${value}`, () => {
      const one = this.constant(elementsOf(dtype, 1, value), [], dtype);
      const wire = this.node("Expand", [one, this.int64(shape)], { shape, dtype });
      return this.#know({ ...wire, uniform: value });
    });
  }

  /** A constant vector of int64, the type of shapes, axes and bounds. */
  int64(values: readonly number[]): Wire {
    return this.constant(BigInt64Array.from(values, BigInt), [values.length], "int64");
  }

  /** What was recorded, with `outputs` as the values to keep. */
  recording(outputs: Readonly<Record<string, Wire>>): Recording {
    return {
      nodes: this.#nodes,
      initializers: this.#initializers,
      inputs: this.#inputs,
      outputs: Object.entries(outputs).map(([name, wire]) => publicOutput(name, wire)),
      wires: this.#wires,
    };
  }

  #shared(key: string, make: () => Wire): Wire {
    const known = this.#constants.get(key);
    if (known) return known;
    const wire = make();
    this.#constants.set(key, wire);
    return wire;
  }

  #define(wire: Wire): Wire {
    if (this.#wires.has(wire.name)) throw new Error(`Cannot name two values "${wire.name}"`);
    return this.#know(wire);
  }

  #know(wire: Wire): Wire {
    this.#wires.set(wire.name, wire);
    return wire;
  }
}

function publicOutput(name: string, { name: value, shape, dtype }: Wire) {
  if (dtype === "int64") throw new Error(`Cannot output "${name}": int64 stays inside the graph`);
  return { name, shape, dtype, value };
}

function elementsOf(dtype: DType, size: number, value: number): Elements {
  if (dtype === "float32") return new Float32Array(size).fill(value);
  return (dtype === "int32" ? new Int32Array(size) : new Uint8Array(size)).fill(value);
}

function uniformOf(elements: Elements): number | undefined {
  if (elements instanceof BigInt64Array) return undefined;
  const [first] = elements;
  const equal = elements.every((element: number) => Object.is(element, first));
  return equal ? first : undefined;
}
