"""Makes tokenizers without a tokenizer.json, as older repositories of the hub ship them, and what transformers reads them as.

Versions that made the committed files are in expected.json. To make them again:
    python3 -m venv /tmp/tok && /tmp/tok/bin/pip install transformers==4.57.3 sentencepiece==0.2.3 protobuf
    /tmp/tok/bin/python tests/reference/tokenizers/make.py
deberta/spm.model: unigram with a small table of replacements and a token of its author's; llama/tokenizer.model: BPE with byte
fallback; gpt2, roberta: vocab.json and merges.txt. expected.json: `texts`; per case the folder, its tokenizer_config.json, the ids
of every text, those `decoded`, and `cut`: pairs that were truncated and padded (type ids and mask included)."""
import io, json, os, random, shutil, tempfile
import sentencepiece, tokenizers, transformers
from tokenizers import Tokenizer, models, pre_tokenizers, trainers

HERE = os.path.dirname(os.path.abspath(__file__))
WORDS = "a river runs down to the sea and carries what falls into it leaves sand old boats the names of towns nobody remembers".split()
rnd = random.Random(11)
CORPUS = [" ".join(rnd.choice(WORDS) for _ in range(rnd.randint(3, 9))) + rnd.choice([".", "!", " 1932", " ﬁne", ""]) for _ in range(400)]
TEXTS = ["", " ", "the river", " the  river ", "The River!", "runs\tdown\nto", "1932 boats", "a" * 30, "nobody's", "ﬁne", "Ａ", "x\u00a0y", "x\u200by",
    "\ufeffsea", "é e\u0301", "日本 語", "😀 sand", "<x> leaves<x>", "<s> sea </s>", "[CLS] sea [SEP]", "a<mask> b", "a <mask> b", "<unk>", "[MASK]",
    "▁sea ▁", "Ġthe", "<|endoftext|>", "a,b.c;d", "(towns)", "\u0000\u0001", "the river runs down to the sea and carries what falls into it"]

def folder(name):
    path = os.path.join(HERE, name); os.makedirs(path, exist_ok=True); return path

def sentencepiece_model(path, **options):
    out = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(CORPUS), model_writer=out, num_threads=1, minloglevel=2, hard_vocab_limit=False, **options)
    with open(path, "wb") as file: file.write(out.getvalue())

def byte_level(path, first):
    t = Tokenizer(models.BPE()); t.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(vocab_size=330, special_tokens=first, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), show_progress=False)
    t.train_from_iterator(CORPUS, trainer); model = json.loads(t.to_str())["model"]
    with open(f"{path}/vocab.json", "w") as file: json.dump(model["vocab"], file)
    with open(f"{path}/merges.txt", "w") as file: file.write("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in model["merges"]))

with open("/tmp/rules.tsv", "w") as file:  # code points in, code points out
    file.write("FB01\t66 69\nFF21\t41\nA0\t20\n9\t20\nA\t20\n200B\t\nFEFF\t\n65 301\tE9\n")
sentencepiece_model(folder("deberta") + "/spm.model", model_type="unigram", vocab_size=90, normalization_rule_tsv="/tmp/rules.tsv", character_coverage=1.0,
    user_defined_symbols=["<x>"], pad_id=0, bos_id=1, eos_id=2, unk_id=3, pad_piece="[PAD]", bos_piece="[CLS]", eos_piece="[SEP]", unk_piece="[UNK]")
sentencepiece_model(folder("llama") + "/tokenizer.model", model_type="bpe", vocab_size=380, normalization_rule_name="identity", byte_fallback=True,
    remove_extra_whitespaces=False, split_digits=True, allow_whitespace_only_pieces=True, character_coverage=0.9995)
byte_level(folder("gpt2"), ["<|endoftext|>"]); byte_level(folder("roberta"), ["<s>", "<pad>", "</s>", "<unk>", "<mask>"])

CLASSES = {"deberta": "DebertaV2Tokenizer", "llama": "LlamaTokenizer", "gpt2": "GPT2Tokenizer", "roberta": "RobertaTokenizer"}
CASES = [("deberta", {}), ("deberta", {"do_lower_case": True, "split_by_punct": True, "truncation_side": "left"}),
    ("llama", {"pad_token": "</s>"}), ("llama", {"pad_token": "</s>", "legacy": False, "padding_side": "right"}),
    ("llama", {"legacy": False, "add_prefix_space": False}), ("llama", {"add_bos_token": False, "add_eos_token": True}),
    ("gpt2", {"pad_token": "<|endoftext|>"}), ("gpt2", {"add_prefix_space": True}), ("gpt2", {"add_bos_token": True}),
    ("gpt2", {"pad_token": "[PAD]"}), ("roberta", {}), ("roberta", {"add_prefix_space": True, "padding_side": "left"})]

def cuts(t):
    draw = random.Random(5)
    for i in range(24):
        a, b = draw.choice(TEXTS), draw.choice(TEXTS); strategy = ["longest_first", "only_first", "only_second"][i % 3]
        length = draw.randint(6, 13)
        try: e = t([a], [b], truncation=strategy, max_length=length, padding="max_length", return_token_type_ids=True)  # as lists: "" is a text
        except Exception: continue  # the text that should lose tokens has too few
        e = {key: rows[0] for key, rows in e.items()}
        if len(e["input_ids"]) != length: continue
        yield {"a": a, "b": b, "truncation": strategy, "length": length, "ids": e["input_ids"], "types": e["token_type_ids"], "mask": e["attention_mask"]}

def opened(name, config):
    """As a user opens a repository that has these files and this tokenizer_config.json."""
    with tempfile.TemporaryDirectory() as repository:
        for file in os.listdir(folder(name)): shutil.copy(f"{HERE}/{name}/{file}", repository)
        with open(f"{repository}/tokenizer_config.json", "w") as file: json.dump(config, file)
        return transformers.AutoTokenizer.from_pretrained(repository, use_fast=True)

cases = []
for name, more in CASES:
    config = {"tokenizer_class": CLASSES[name], **more}; t = opened(name, config)
    assert t.is_fast
    ids = [t(x)["input_ids"] for x in TEXTS]
    decoded = [t.decode(row, skip_special_tokens=True, clean_up_tokenization_spaces=False) for row in ids]
    if config.get("do_lower_case"): decoded = None  # tokenizers 0.23 writes its [UNK] as "[unk]", 0.22 leaves it out
    cases.append({"folder": name, "config": config, "ids": ids, "decoded": decoded, "cut": list(cuts(t)) if t.pad_token else []})
versions = {m.__name__: m.__version__ for m in (transformers, tokenizers, sentencepiece)}
with open(f"{HERE}/expected.json", "w") as file: json.dump({"versions": versions, "texts": TEXTS, "cases": cases}, file, separators=(",", ":")); file.write("\n")
