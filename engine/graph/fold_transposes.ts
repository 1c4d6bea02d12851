// Lets a product read a matrix that lies on its side where it lies, in place of turning it first.
import type { Node, Recording } from "./recording.ts";
import { type Uses, usesOf } from "./uses.ts";

/** The recording with turned operands of `Gemm` read unturned; the turning itself may then be dead code. */
export function foldTransposes(recording: Recording): Recording {
  const uses = usesOf(recording);
  const nodes = recording.nodes.map((node) => node.op === "Gemm" ? unturned(node, uses) : node);
  return { ...recording, nodes };
}

function unturned(gemm: Node, uses: Uses): Node {
  const sides = ["transA", "transB"].map((flag, place) => {
    const operand = gemm.inputs[place] as string;
    const original = originalOf(operand, uses);
    const turned = Number(gemm.attributes[flag] === 1);
    return {
      flag,
      operand: original ?? operand,
      turned: original === undefined ? turned : 1 - turned,
    };
  });
  return {
    ...gemm,
    inputs: [...sides.map(({ operand }) => operand), ...gemm.inputs.slice(2)],
    attributes: {
      ...gemm.attributes,
      ...Object.fromEntries(sides.map(({ flag, turned }) => [flag, turned])),
    },
  };
}

/** The matrix of which a value is the transpose. */
function originalOf(value: string, uses: Uses): string | undefined {
  const maker = uses.maker(value);
  return maker?.op === "Transpose" && String(maker.attributes.perm) === "1,0"
    ? maker.inputs[0]
    : undefined;
}
