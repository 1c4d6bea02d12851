// A subpath of a mapped package, and a package that only an unused function needs.
import { table } from "arquero";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

export const stream = (seed: number) => xoroshiro128plus(seed).next();
export const unused = () => table({});
