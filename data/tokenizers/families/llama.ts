// Llama and Llama 2: SentencePiece BPE that spells unknown letters in bytes, as tokenizer.model.
import type { Result } from "../../dataset.ts";
import { addedTokens, idOf } from "../added_tokens.ts";
import { type Family, named, type Opened } from "../family.ts";
import { blank, fromSentencePiece, metaspace } from "../sentencepiece/from_sentencepiece.ts";
import type { Flags, Role } from "../settings_files.ts";
import type { TokenSettings } from "../token_settings.ts";
import type { TokenizerFiles } from "../tokenizer_files.ts";
import type { AddedToken, TokenizerPart, TokenizerParts } from "../tokenizer_json.ts";
import { around, sequence, templateProcessing } from "../tokenizer_json.ts";

/** Source of tokens and parts: `LlamaConverter` and `LlamaTokenizerFast` of transformers 4.57. */
export const llama: Family = {
  tokens: { bos: named("<s>"), eos: named("</s>"), unk: named("<unk>") },
  paddingSide: "left",
  build,
  keepsPrefix: true,
  optional: "unk", // deepseek's has none, and gets none from transformers 5; 4.57 adds one
  rebuilds: ({ flags }) => typeof flags.add_prefix_space === "boolean",
  amend,
};

function build(files: TokenizerFiles, settings: TokenSettings): Result<TokenizerParts> {
  const taken = fromSentencePiece(files, true);
  if (!taken.ok) return taken;
  const added = addedTokens(taken.value.ids, settings, taken.value.marked);
  if (!added.ok) return added;
  const legacy = settings.flags.legacy ?? true;
  const prefix = settings.flags.add_prefix_space ?? true;
  const value = {
    addedTokens: added.value,
    normalizer: legacy ? normalizer(prefix) : null,
    preTokenizer: legacy ? null : metaspace(prefix ? "first" : "never", false),
    model: taken.value.model,
    postProcessor: postProcessor(added.value, settings),
    decoder: decoder(prefix),
  };
  return { ok: true, value };
}

/** The older behaviour: every stretch between special tokens begins with a blank, not the first. */
function normalizer(prefix: boolean): TokenizerPart {
  const prepend = prefix ? [{ type: "Prepend", prepend: blank }] : [];
  const replace = { type: "Replace", pattern: { String: " " }, content: blank };
  return sequence("normalizers", [...prepend, replace]);
}

function decoder(prefix: boolean): TokenizerPart {
  const replace = { type: "Replace", pattern: { String: blank }, content: " " };
  const strip = prefix ? [{ type: "Strip", content: " ", start: 1, stop: 0 }] : [];
  return sequence("decoders", [replace, { type: "ByteFallback" }, { type: "Fuse" }, ...strip]);
}

function postProcessor(added: readonly AddedToken[], settings: TokenSettings): TokenizerPart {
  const { flags } = settings;
  const before = tokenIf(flags, "add_bos_token", textOf(settings, "bos"));
  const after = tokenIf(flags, "add_eos_token", textOf(settings, "eos"));
  const ids = new Map([...before, ...after].map((token) => [token, idOf(added, token)]));
  return templateProcessing({ ...around(before, after), ids });
}

/** The begin and end tokens of the settings stand around a text, whatever the file says. */
function amend({ native, library, settings }: Opened): string | undefined {
  const before = tokenIf(settings.flags, "add_bos_token", textOf(settings, "bos"));
  const after = tokenIf(settings.flags, "add_eos_token", textOf(settings, "eos"));
  const ids = [...before, ...after].map((
    token,
  ): [string, number] => [token, native.tokenToId(token) ?? -1]);
  if (ids.some(([, id]) => id < 0)) return "its begin or end token is none";
  const framed = (text: string, type: number) =>
    [...before, text, ...after].map((slot) => `${slot}:${type}`).join(" ");
  const single = framed("$A", 0);
  native.setPostProcessor(library.templateProcessing(single, `${single} ${framed("$B", 1)}`, ids));
  return undefined;
}

/** A row begins with `<s>` and ends without `</s>` where the settings say nothing. */
function tokenIf(flags: Flags, flag: "add_bos_token" | "add_eos_token", token: string): string[] {
  const said = flags[flag];
  return (said === undefined ? flag === "add_bos_token" : said) ? [token] : [];
}

function textOf(settings: TokenSettings, role: Role): string {
  return settings.roles.get(role)?.content ?? "";
}
