"""What Python's own `re` says of patterns on names of modules: tests/reference/python_regex.json.

    python3 tests/reference/python_regex.py > tests/reference/python_regex.json

Each row is a pattern and two answers, one character a name: by `re.fullmatch`, as peft reads
`target_modules` and `exclude_modules`, and by `re.match` of `(.*\\.)?(pattern)$`, as it reads the
keys of `rank_pattern` and `alpha_pattern`. `null` is an error of `re`.
"""

import json
import random
import re
import signal
import sys
import warnings

warnings.simplefilter("ignore")

NAMES = [
    "query",
    "roberta.encoder.layer.0.attention.self.query",
    "roberta.encoder.layer.10.attention.self.value",
    "roberta.encoder.layer.1.attention.output.dense",
    "classifier.dense",
    "model.layers.31.mlp.down_proj",
    "transformer.h.2.attn.c_attn",
    "vit.encoder.layer.3.Attention.Query",
    "a",
    "ab",
    "aaaa.b",
    "a\nb",
    "",
    "x{2}y",
    "\u212aey.\u0661",
    "a b#c",
]

BY_HAND = r"""
.*\.(query|value)
.*query
query|value
.*\.(query|value)\Z
\Aroberta.*\Z
.*attention\.self\.(?P<which>query|value)
(?x) .*\. (query | value)  # both
(?i).*query
.*(?i:QUERY)
(?s).*b
(?m)^a$\n^b$
(?a).*\.\d
.*\.\d
(?-i:query)
(?i-s:QUERY)
(?#a comment).*query
.*\.\d{1,2}\..*
.*\.\d{,2}\..*
.*\.\d{2,}\..*
.*\.\d{2}\..*
a{,}
a{2}b{0}
a{
a{x}
a{1
x{2}y
x\{2}y
x{2,1}y
[]ab]+
[^]x]*
[a-]+
[-a]+
[\w.]+
[\d.]+
[^\W\d_]+
[a-\d]
[z-a]
[[:alpha:]]+
[a&&b]+
[a--b]+
[a||b]+
[\]a]+
[\b]
[\101b]+
\141b
\x61b
\u0061b
\U00000061b
\x6
\q
\z
\1
(a)\1
(?P<n>a)(?P=n)
(?P<n>a)(?P<n>b)
(?P<1>a)
(?P>n)
(?<n>a)
(?(1)a|b)
(a)?(?(1)b|a)
(?>a+)b
a++
a*+b
a?+
a{1,2}+
a**
a*?
a+?b
a??b
a{1,2}?b
*a
+
?
|a
a|
()
()*
(a*)*
(a|aa)+
(a+)+$
(?=a)ab
(?=a)*ab
(?!b)ab
a(?<=a)b
a(?<!b)b
.*(?<=self\.)query
.*(?<=self.*)query
.*(?<=a|bb)b
(?<=ab|cd)
.*(?<!value)
^query$
query$
$query
^*a
\b*a
.*\bquery\b
.*\Bquery
.*\b
\B
\Ba
(?i)query|(?i)value
q(?i)uery
((?i)query)
(?ix) QUERY
(?L)a
(?au)a
(?a-a:a)
(?-:a)
(?i-i:a)
(?i
(?
(
)
(a
a)
a)|(query
query)|(value
[
[]
[^]
\
(?P<
(?:a|b)*\.b
.{4}\.b
.+\.(?:c_attn|down_proj)
(?x)a\ b\#c
(?x)a[ ]b[#]c
(?x: a b )
(?x)a b#c
(?i)\u212aEY\..
(?i)key\..
(?i)KEY.*
(?ai)KEY.*
\w+\.\d
(?a)\w+\.\d
.*\N{DIGIT ONE}.*
\0
\08
\400
[\400]
a(?#c)*
(?#c
(?i)(?x) QUERY
 (?i)query
(?x) (?i) QUERY
a{0,4294967295}
a{4294967294}
.*?
(.*)*
((a?){3}){2}.*
([^.]+\.)*[^.]+
(?:[a-z]+\.)+\d+(?:\.[a-z_]+)+
""".strip("\n").split("\n")


def generated(count: int) -> list[str]:
    rng = random.Random(12)
    atoms = ["a", "b", ".", r"\.", r"\d", r"\w", r"[^.]", "[a-q]", "query", "layer", r"\s", "[]a]", "{", "x{2}", r"\W", "_"]
    places = [r"\Z", "^", "$", r"\b", r"\B", r"\A"]
    ends = ["", "", "", "*", "+", "?", "*?", "{2}", "{,3}", "{1,}", "{1,2}", "+?", "??"]
    heads = ["(", "(?:", "(?P<n%d>", "(?i:", "(?=", "(?!", "(?<=", "(?s-i:"]

    def part(depth: int) -> str:
        if depth == 0 or rng.random() < 0.55:
            return rng.choice(places) if rng.random() < 0.1 else rng.choice(atoms) + rng.choice(ends)
        head = rng.choice(heads)
        if "%d" in head:
            head = head % rng.randrange(10**6)
        branches = [sequence(depth - 1) for _ in range(rng.choice([1, 1, 2]))]
        return head + "|".join(branches) + ")" + rng.choice(ends)

    def sequence(depth: int) -> str:
        return "".join(part(depth) for _ in range(rng.choice([1, 2, 2, 3])))

    return [rng.choice(["", "", ".*", "(?i)", "(?x)", r".*\."]) + sequence(3) for _ in range(count)]


def answers(match) -> str | None:
    try:
        return "".join("1" if match(name) else "0" for name in NAMES)
    except (re.error, OverflowError):
        return None


class TooSlow(Exception):
    pass


def give_up(*_) -> None:
    raise TooSlow


def row(pattern: str) -> list | None:
    """None for a pattern that takes `re` itself too long."""
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        return [
            pattern,
            answers(lambda name: re.fullmatch(pattern, name)),
            answers(lambda name: re.match(rf"(.*\.)?({pattern})$", name)),
        ]
    except TooSlow:
        return None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def main() -> None:
    patterns = list(dict.fromkeys(BY_HAND + generated(600)))
    signal.signal(signal.SIGALRM, give_up)
    found = [row(pattern) for pattern in patterns]
    rows = ",\n  ".join(json.dumps(each) for each in found if each is not None)
    version = ".".join(map(str, sys.version_info[:3]))
    print(f'{{\n "python": "{version}",\n "names": {json.dumps(NAMES)},\n "rows": [\n  {rows}\n ]\n}}')


if __name__ == "__main__":
    main()
