// RoBERTa: byte-level BPE in `<s> … </s>`, in older repositories vocab.json and merges.txt.
import type { Result } from "../../dataset.ts";
import { idOf } from "../added_tokens.ts";
import { byteLevelParts, robertaProcessing } from "../byte_level.ts";
import { type Family, named } from "../family.ts";
import type { Role } from "../settings_files.ts";
import type { TokenSettings } from "../token_settings.ts";
import type { TokenizerFiles } from "../tokenizer_files.ts";
import type { TokenizerParts } from "../tokenizer_json.ts";

/** Source of tokens and parts: `RobertaConverter` and the tokenizer class of transformers 4.57. */
export const roberta: Family = {
  tokens: {
    bos: named("<s>"),
    eos: named("</s>"),
    unk: named("<unk>"),
    sep: named("</s>"),
    pad: named("<pad>"),
    cls: named("<s>"),
    mask: { content: "<mask>", lstrip: true },
  },
  paddingSide: "right",
  build,
};

function build(files: TokenizerFiles, settings: TokenSettings): Result<TokenizerParts> {
  return byteLevelParts(files, settings, (added) => {
    const named = (role: Role, other: string): [string, number] => {
      const content = settings.roles.get(role)?.content ?? other;
      return [content, idOf(added, content)];
    };
    const prefix = settings.flags.add_prefix_space ?? false;
    return robertaProcessing(named("cls", "<s>"), named("sep", "</s>"), prefix);
  });
}
