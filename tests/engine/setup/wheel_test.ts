// Wheels are believed only with their digest, and unpacked as far as their files are wanted.
import { strict as assert } from "node:assert";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import { unpackWheel, type Wheel } from "../../../engine/setup/wheel.ts";

interface File {
  readonly path: string;
  readonly text: string;
  readonly deflated: boolean;
}

/** A zip file of the parts that are read: headers, bytes, directory, end. */
function zipOf(files: readonly File[]): Buffer {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  for (const { path, text, deflated } of files) {
    const name = Buffer.from(path);
    const plain = Buffer.from(text);
    const packed = deflated ? deflateRawSync(plain) : plain;
    const [own, listed] = [Buffer.alloc(30), Buffer.alloc(46)];
    own.writeUInt32LE(0x04034b50, 0);
    own.writeUInt16LE(name.length, 26);
    // An extra field of four bytes that the directory does not have.
    own.writeUInt16LE(4, 28);
    listed.writeUInt32LE(0x02014b50, 0);
    listed.writeUInt16LE(deflated ? 8 : 0, 10);
    listed.writeUInt32LE(packed.length, 20);
    listed.writeUInt32LE(plain.length, 24);
    listed.writeUInt16LE(name.length, 28);
    listed.writeUInt32LE(Buffer.concat(pieces).length, 42);
    pieces.push(own, name, Buffer.alloc(4), packed);
    directory.push(listed, name);
  }
  const [body, list, end] = [Buffer.concat(pieces), Buffer.concat(directory), Buffer.alloc(22)];
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(body.length, 16);
  return Buffer.concat([body, list, end]);
}

const bytes = zipOf([
  { path: "lib/", text: "", deflated: false },
  { path: "lib/a.so", text: "library ".repeat(100), deflated: true },
  { path: "lib/NOTICE", text: "as it is", deflated: false },
  { path: "lib/empty.h", text: "", deflated: false },
  { path: "lib/large.py", text: "never", deflated: true },
]);

const wheel: Wheel = {
  file: "small.whl",
  url: `data:application/zip;base64,${bytes.toString("base64")}`,
  sha256: createHash("sha256").update(bytes).digest("hex"),
  bytes: bytes.length,
};

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "wheel with blank " });
  try {
    await test(`${folder}/native`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("unpackWheel() writes the wanted files, deflated ones and empty ones, and leaves no archive", async () => {
  await inFolder(async (folder) => {
    await unpackWheel(wheel, folder, (path) => !path.endsWith(".py"));
    assert.equal(await Deno.readTextFile(`${folder}/lib/a.so`), "library ".repeat(100));
    assert.equal(await Deno.readTextFile(`${folder}/lib/NOTICE`), "as it is");
    assert.equal(await Deno.readTextFile(`${folder}/lib/empty.h`), "");
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    assert.deepEqual(names, ["lib", "small.whl.unpacked"]);
    assert.equal([...Deno.readDirSync(`${folder}/lib`)].length, 3);
  });
});

Deno.test("unpackWheel() does a wheel once: what is there already is not downloaded again", async () => {
  await inFolder(async (folder) => {
    await unpackWheel(wheel, folder, () => true);
    await unpackWheel({ ...wheel, url: "data:text/plain,other" }, folder, () => true);
    assert.equal(await Deno.readTextFile(`${folder}/lib/NOTICE`), "as it is");
  });
});

Deno.test("unpackWheel() refuses other bytes than those that are pinned, and unpacks none of them", async () => {
  await inFolder(async (folder) => {
    const other = { ...wheel, sha256: "0".repeat(64) };
    await assert.rejects(
      unpackWheel(other, folder, () => true),
      /its SHA-256 is [0-9a-f]{64}, not 0/,
    );
    assert.deepEqual([...Deno.readDirSync(folder)], []);
  });
});
