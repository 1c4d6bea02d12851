"""What transformers reads folders as that hold a tokenizer.json and other files that change it.

The version that made the committed file is in folders.json. To make it again:
    python3 -m venv /tmp/tok && /tmp/tok/bin/pip install transformers==4.57.3 tokenizers==0.22.1
    /tmp/tok/bin/python tests/reference/tokenizers/folders.py
More of them, drawn at random, to compare with once:
    /tmp/tok/bin/python tests/reference/tokenizers/folders.py /tmp/more.json 600 7
    CAIRN_FOLDERS=/tmp/more.json deno test -A tests/data/tokenizers/whole_folder_test.ts
The project runs tokenizers 0.23.2, which differs from 0.22.1 in normalized added tokens: in how they are decoded, and in that they
are searched for anew after a change of the normalizer. With 0.23.2 under transformers 4.57.3 all of 600 were equal.
folders.json: `texts`; `bases`, each a tokenizer.json; per case the base, the other files, and what came of them: the size of the
vocabulary, the ids of every text, those `decoded`, and a pair that is cut and filled, or `error` where transformers raises one."""
import json, os, random, sys, tempfile
import transformers
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

HERE = os.path.dirname(os.path.abspath(__file__))
WORDS = "a river runs down to the sea and carries what falls into it leaves sand old boats names nobody remembers Hello World New".split()
rnd = random.Random(11)
CORPUS = [" ".join(rnd.choice(WORDS) for _ in range(rnd.randint(3, 9))) + rnd.choice([".", "!", " 1932", ""]) for _ in range(300)]
TEXTS = ["Hello World", "the river, don't", " NEWTOK x", "theNEWTOK NEWTOKs newtok", "NEWTOK ", "Caf\u00e9 na\u00efve", "\u6771\u4eac sea",
    "a <mask> b<mask>", "[MASK] sea [SEP]", "<new> <pad> [PAD]", "<s> sea </s> <unk>", "<|endoftext|>x", "  old  boats !"]

def trained(model, trainer, **parts):
    t = Tokenizer(model)
    for name, part in parts.items(): setattr(t, name, part)
    t.train_from_iterator(CORPUS, trainer)
    return t

def byte_level(first, prefix):
    return trained(models.BPE(), trainers.BpeTrainer(vocab_size=330, special_tokens=first, show_progress=False, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet())),
        pre_tokenizer=pre_tokenizers.ByteLevel(add_prefix_space=prefix), decoder=decoders.ByteLevel())

def roberta():
    t = byte_level(["<s>", "<pad>", "</s>", "<unk>", AddedToken("<mask>", lstrip=True, special=True)], False)
    t.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    return t

def gpt2():
    t = byte_level(["<|endoftext|>"], False)
    t.post_processor = processors.ByteLevel(trim_offsets=False)
    return t

def bert():
    first = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    t = trained(models.WordPiece(unk_token="[UNK]"), trainers.WordPieceTrainer(vocab_size=120, special_tokens=first, show_progress=False),
        normalizer=normalizers.BertNormalizer(lowercase=True), pre_tokenizer=pre_tokenizers.BertPreTokenizer(), decoder=decoders.WordPiece())
    t.post_processor = processors.TemplateProcessing(single="[CLS]:0 $A:0 [SEP]:0", pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    return t

def cased():
    t = bert(); t.normalizer = normalizers.BertNormalizer(lowercase=False, strip_accents=True, handle_chinese_chars=False); return t

def llama():
    first = ["<unk>", "<s>", "</s>"] + [f"<0x{i:02X}>" for i in range(256)]
    before = normalizers.Sequence([normalizers.Prepend("\u2581"), normalizers.Replace(" ", "\u2581")])
    t = trained(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True), trainers.BpeTrainer(vocab_size=380, special_tokens=first, show_progress=False), normalizer=before)
    state = json.loads(t.to_str()); state["added_tokens"] = state["added_tokens"][:3]
    t = Tokenizer.from_str(json.dumps(state))
    t.decoder = decoders.Sequence([decoders.Replace("\u2581", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    t.post_processor = processors.TemplateProcessing(single="<s>:0 $A:0", pair="<s>:0 $A:0 <s>:1 $B:1", special_tokens=[("<s>", 1)])
    return t

def deberta():
    first = ["[PAD]", "[CLS]", "[SEP]", "[UNK]", "[MASK]"]
    t = trained(models.Unigram(), trainers.UnigramTrainer(vocab_size=110, special_tokens=first, unk_token="[UNK]", show_progress=False),
        pre_tokenizer=pre_tokenizers.Metaspace(), decoder=decoders.Metaspace())
    t.post_processor = processors.TemplateProcessing(single="[CLS]:0 $A:0 [SEP]:0", pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1", special_tokens=[("[CLS]", 1), ("[SEP]", 2)])
    return t

def filled():
    """A tokenizer that says itself how rows are cut and filled."""
    t = byte_level(["<s>", "<fill>"], True)
    t.enable_padding(pad_id=1, pad_token="<fill>", direction="left"); t.enable_truncation(max_length=5, direction="left")
    return t

BASES = {"roberta": roberta, "gpt2": gpt2, "bert": bert, "cased": cased, "llama": llama, "deberta": deberta, "filled": filled}
CLASS = {"roberta": "RobertaTokenizer", "gpt2": "GPT2TokenizerFast", "bert": "BertTokenizer", "cased": "BertTokenizerFast", "llama": "LlamaTokenizer",
    "deberta": "DebertaV2TokenizerFast", "filled": "PreTrainedTokenizerFast"}

def look(content, **flags):
    return {"content": content, "lstrip": False, "rstrip": False, "normalized": False, "single_word": False, "special": False, **flags}

def added(content, **flags):
    return {"__type": "AddedToken", **look(content, **flags)}

def chosen():
    """Base, keys of tokenizer_config.json beside the class (None: no such file), other files."""
    for name in BASES: yield name, {}, {}
    decoder = {"9000": look("NEWTOK")}
    yield "roberta", {"add_prefix_space": True}, {}
    yield "roberta", {"added_tokens_decoder": decoder, "pad_token": "<new>"}, {}
    for flags in [{"lstrip": True}, {"rstrip": True}, {"single_word": True}, {"normalized": True}, {"special": True}]:
        yield "roberta", {"added_tokens_decoder": {"331": look("NEWTOK", **flags), "4": look("<mask>")}}, {}
    yield "roberta", {"mask_token": "[MASK]"}, {}
    yield "roberta", {"mask_token": added("<mask>", lstrip=False)}, {"special_tokens_map.json": {"pad_token": "[PAD]"}}
    yield "roberta", {"pad_token": "<pad>"}, {"special_tokens_map.json": {"pad_token": look("</s>"), "additional_special_tokens": ["<new>", look("NEWTOK", lstrip=True)]}}
    yield "roberta", {"pad_token": "<pad>", "added_tokens_decoder": decoder}, {"special_tokens_map.json": {"pad_token": "</s>"}, "added_tokens.json": {"<new>": 900}}
    yield "roberta", {"additional_special_tokens": ["<new>", added("NEWTOK", rstrip=True, special=True)]}, {"added_tokens.json": {"newtok": 331}}
    yield "roberta", {"padding_side": "left", "truncation_side": "left", "model_max_length": 9}, {}
    yield "roberta", {"extra_special_tokens": {"image_token": "NEWTOK"}}, {}
    yield "gpt2", {"add_prefix_space": True, "pad_token": "<|endoftext|>", "clean_up_tokenization_spaces": True}, {}
    yield "gpt2", {"add_bos_token": True, "pad_token": "[PAD]"}, {}
    yield "gpt2", {"bos_token": "<s>", "eos_token": "<s>", "unk_token": None}, {"added_tokens.json": {"<s>": 330}}
    yield "bert", {"do_lower_case": False}, {}
    yield "bert", {"strip_accents": False}, {}
    yield "bert", {"tokenize_chinese_chars": False, "added_tokens_decoder": {"120": look("NEWTOK"), "121": look("newtok")}}, {}
    yield "bert", {"do_lower_case": False, "added_tokens_decoder": {"120": look("NEWTOK")}}, {}
    yield "cased", {"do_lower_case": True, "added_tokens_decoder": {"120": look("NEWTOK", lstrip=True)}}, {}
    yield "cased", {"do_lower_case": False, "strip_accents": True, "tokenize_chinese_chars": False, "clean_up_tokenization_spaces": True}, {}
    yield "bert", {"tokenizer_class": "DistilBertTokenizer", "do_lower_case": False}, {}
    yield "bert", {"tokenizer_class": "PreTrainedTokenizerFast", "do_lower_case": False}, {}
    yield "llama", {"pad_token": "</s>", "legacy": False}, {}
    yield "llama", {"add_bos_token": False, "add_eos_token": True, "pad_token": "<unk>"}, {}
    yield "llama", {"add_eos_token": True, "pad_token": "[PAD]", "added_tokens_decoder": {"380": look("[PAD]", special=True)}}, {}
    yield "llama", {"bos_token": "<new>", "pad_token": "<unk>", "padding_side": "right"}, {}
    yield "llama", {"add_prefix_space": None}, {}
    yield "llama", {"add_prefix_space": True}, {}
    yield "gpt2", {"tokenizer_class": "BertTokenizer"}, {}
    yield "llama", {"tokenizer_class": "PreTrainedTokenizerFast", "add_eos_token": True}, {}
    yield "deberta", {"do_lower_case": True, "split_by_punct": True}, {}
    yield "deberta", {"added_tokens_decoder": decoder, "mask_token": added("<mask>", lstrip=True)}, {}
    yield "filled", {"add_prefix_space": True}, {}
    yield "filled", {"pad_token": "<s>", "padding_side": "right", "truncation_side": "right"}, {}
    yield "gpt2", {"tokenizer_class": "PreTrainedTokenizerFast", "pad_token": "<new>"}, {}
    yield "roberta", None, {"config.json": {"model_type": "roberta"}, "special_tokens_map.json": {"pad_token": "<new>"}}
    yield "roberta", {"tokenizer_class": "XLMRobertaTokenizer"}, {}

def drawn(count, seed):
    draw = random.Random(seed)
    some = lambda share: draw.random() < share
    def token():
        content = draw.choice(["NEWTOK", "newtok", "<new>", "[PAD]", "<pad>", "<mask>", "[MASK]", "</s>", "<s>", "sea", "Hello", "<|endoftext|>", "[SEP]"])
        return look(content, **{flag: True for flag in ["lstrip", "rstrip", "normalized", "single_word", "special"] if some(0.25)})
    def role():
        t = token(); return t["content"] if some(0.6) else {"__type": "AddedToken", **t}
    for _ in range(count):
        base, config, files = draw.choice(list(BASES)), {}, {}
        for key in ["add_prefix_space", "do_lower_case", "strip_accents", "tokenize_chinese_chars", "add_bos_token", "add_eos_token", "legacy", "clean_up_tokenization_spaces", "split_by_punct"]:
            if some(0.2): config[key] = some(0.5)
        for key in ["pad_token", "mask_token", "bos_token", "eos_token", "unk_token", "sep_token", "cls_token"]:
            if some(0.15): config[key] = role()
        for key in ["padding_side", "truncation_side"]:
            if some(0.2): config[key] = draw.choice(["left", "right"])
        if some(0.4): config["added_tokens_decoder"] = {str(draw.choice([4, 5, 120, 330, 331, 380, 900, 901])): token() for _ in range(draw.randint(0, 3))}
        if some(0.2): config["additional_special_tokens"] = [role() for _ in range(draw.randint(1, 2))]
        if some(0.2): config["tokenizer_class"] = draw.choice(list(CLASS.values()))
        if some(0.3): files["special_tokens_map.json"] = {key: token() if some(0.5) else token()["content"] for key in ["pad_token", "mask_token", "bos_token"] if some(0.4)}
        if some(0.2): files["added_tokens.json"] = {token()["content"]: draw.choice([5, 330, 331, 500]) for _ in range(2)}
        yield base, config, files

def pair(t):
    if t.pad_token is None: return None
    e = t("the river runs", "to the sea and nobody", truncation="longest_first", max_length=11, padding="max_length", return_token_type_ids=True)
    return {"ids": e["input_ids"], "types": e["token_type_ids"], "mask": e["attention_mask"]}

def came_of(base, files):
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/tokenizer.json", "w") as file: file.write(base)
        for name, content in files.items():
            with open(f"{folder}/{name}", "w") as file: json.dump(content, file)
        try:
            t = transformers.AutoTokenizer.from_pretrained(folder)
            ids = [t(text)["input_ids"] for text in TEXTS]
            return {"vocabulary": len(t), "ids": ids, "decoded": [t.decode(row, skip_special_tokens=True) for row in ids], "pair": pair(t)}
        except Exception as error:
            return {"error": f"{type(error).__name__}: {error}".split("\n")[0][:160]}

def bases_of(path):
    with open(path) as file: return {name: json.dumps(base, ensure_ascii=False, separators=(",", ":")) for name, base in json.load(file)["bases"].items()}

def main(path=f"{HERE}/folders.json", count=None, seed="0"):
    if int(transformers.__version__.split(".")[0]) < 5: transformers.logging.set_verbosity(50)
    kept = f"{HERE}/folders.json"  # training is not the same twice, so bases are made once
    bases = bases_of(kept) if os.path.exists(kept) else {name: make().to_str() for name, make in BASES.items()}
    cases = []
    for base, config, others in (drawn(int(count), int(seed)) if count else chosen()):
        files = others if config is None else {"tokenizer_config.json": {"tokenizer_class": CLASS[base], **config}, **others}
        cases.append({"base": base, "files": files, **came_of(bases[base], files)})
    lines = ",\n".join(json.dumps(case) for case in cases)
    written = ",\n".join(f"{json.dumps(name)}: {base}" for name, base in bases.items())
    with open(path, "w") as file:
        file.write(f'{{"transformers": "{transformers.__version__}", "texts": {json.dumps(TEXTS)},\n"bases": {{{written}}},\n"cases": [\n{lines}\n]}}\n')

main(*sys.argv[1:])
