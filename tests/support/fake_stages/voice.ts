// A front door with more behind it than anybody uses.
export { shout } from "./shout.ts";
export { whisper } from "./whisper.ts";
