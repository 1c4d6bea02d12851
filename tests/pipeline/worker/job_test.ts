// Messages survive the noise around them.
import assert from "node:assert/strict";
import { type Message, readMessage, writeMessage } from "../../../pipeline/worker/job.ts";

const message: Message = { kind: "failed", message: "two\nlines" };

Deno.test("readMessage() reads what writeMessage() wrote, on one line", () => {
  const line = writeMessage(message);
  assert.equal(line.indexOf("\n"), line.length - 1);
  assert.deepEqual(readMessage(line.trimEnd()), message);
});

Deno.test("readMessage() finds a message behind noise without a line end", () => {
  assert.deepEqual(readMessage(`loading 10%${writeMessage(message).trimEnd()}`), message);
});

Deno.test("readMessage() takes noise for noise", () => {
  assert.equal(readMessage('{"kind":"done"}'), undefined);
  assert.equal(readMessage("\x1enot json"), undefined);
  assert.equal(readMessage(""), undefined);
});
