// What a trace refuses, because its values would be baked into the graph without a word.
import { tf } from "../tf.ts";

/** Operations of TensorFlow.js that draw on the host; the engine opens a scope of this name for each. */
const drawsOnHost: ReadonlySet<string> = new Set([
  "dropout",
  "multinomial",
  "rand",
  "randomGamma",
  "randomNormal",
  "randomStandardNormal",
  "randomUniform",
  "randomUniformInt",
  "truncatedNormal",
]);

/** Throws if the host is drawing random values at this moment, naming the operation that does. */
export function refuseRandomness(): void {
  const drawing = runningOperations().find((name) => drawsOnHost.has(name));
  if (drawing) throw randomness(drawing);
}

/** The error of a kernel without a lowering. */
export function unknownKernel(kernel: string): Error {
  if (kernel === "Multinomial") return randomness("multinomial");
  const message = `Cannot trace the TensorFlow.js kernel ${kernel}: no lowering in engine/lower`;
  return new Error(message);
}

/** The error of a host read of a value that has none while tracing. */
export function hostRead(name: string): Error {
  return new Error(`Cannot read the traced value "${name}" on the host: it has no values yet`);
}

function randomness(operation: string): Error {
  const advice = "feed the values or a mask as an input";
  return new Error(`Cannot trace tf.${operation}: it draws random values on the host; ${advice}`);
}

/** The names of the running operations, outermost first. */
function runningOperations(): string[] {
  return tf.engine().state.scopeStack.map(({ name }) => (name ?? "").replace(/__op$/, ""));
}
