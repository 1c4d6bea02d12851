// Llama and Llama 2: SentencePiece BPE that spells unknown letters in bytes, as tokenizer.model.
import type { Result } from "../../dataset.ts";
import { addedTokens, idOf } from "../added_tokens.ts";
import type { Family } from "../family.ts";
import { blank, fromSentencePiece, metaspace } from "../sentencepiece/from_sentencepiece.ts";
import { around, templateProcessing } from "../template.ts";
import type { Flags, Role, TokenSettings } from "../token_settings.ts";
import type { TokenizerFiles } from "../tokenizer_files.ts";
import type { AddedToken, TokenizerPart, TokenizerParts } from "../tokenizer_json.ts";
import { sequence } from "../tokenizer_json.ts";

/** Source of tokens and parts: `LlamaConverter` and `LlamaTokenizerFast` of transformers 4.57. */
export const llama: Family = {
  tokens: { bos: { content: "<s>" }, eos: { content: "</s>" }, unk: { content: "<unk>" } },
  paddingSide: "left",
  build,
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

/** A row begins with `<s>` and ends without `</s>` where the settings say nothing. */
function tokenIf(flags: Flags, flag: "add_bos_token" | "add_eos_token", token: string): string[] {
  return flags[flag] ?? flag === "add_bos_token" ? [token] : [];
}

function textOf(settings: TokenSettings, role: Role): string {
  return settings.roles.get(role)?.content ?? "";
}
