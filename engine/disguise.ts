// What lies where weights were expected: failed downloads leave such files under the right name.

const pickle = "a pickle of PyTorch, which is not read: convert it to safetensors";

/** First bytes, without blanks and in small letters → what begins so. */
const disguises: Readonly<Record<string, string>> = {
  "version https://git-lfs": "a git-lfs pointer, which stands for the file: run 'git lfs pull'",
  "<!doctype html": "a page of HTML, as a failed download leaves it: fetch it again",
  "<html": "a page of HTML, as a failed download leaves it: fetch it again",
  "<?xml": "a text of XML, as a failed download leaves it: fetch it again",
  "pk\x03\x04": pickle,
  "\x80\x02": pickle,
  "\x1f\x8b": "a gzip archive: unpack it",
  "gguf": "a GGUF file, which is not read",
  "\x89hdf": "an HDF5 file, which is not read",
};

/** What a file is that begins like this and is no safetensors file; nothing where that is unknown. */
export function disguise(head: Uint8Array): string | undefined {
  const start = String.fromCharCode(...head.subarray(0, 60));
  const letters = start.trimStart().toLowerCase();
  const known = Object.keys(disguises).find((first) => letters.startsWith(first));
  if (known !== undefined) return disguises[known];
  if (!/^[\t\n\r -~]{4,}$/.test(start)) return undefined;
  return `a text that begins with ${JSON.stringify(start.split(/[\r\n]/)[0])}`;
}
