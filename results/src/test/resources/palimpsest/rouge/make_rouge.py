"""Makes pairs.jsonl and real.tsv with rouge-score 0.1.2: python make_rouge.py FOLDER, which holds banking77, clinc150, superni and trace.

pairs.jsonl: texts with their scores. Its messages are from BANKING77 (Casanueva et al. 2020, CC BY 4.0) and CLINC150 (Larson et al.
2019, CC BY 3.0); all others are made up here. real.tsv: scores alone, of texts that are not ours to give: the file below FOLDER, what
is scored (the answer of example i, or its question) against the answers of example j. Numbers are hexadecimal, so that nothing is lost.
"""
import csv
import json
import random
import re
import string
import sys
import unicodedata
from pathlib import Path

from rouge_score import rouge_scorer

folder = Path(sys.argv[1])
here = Path(__file__).parent
draw = random.Random(20)


class Characters:
    """Letters, marks and numbers, one a token."""

    def tokenize(self, text):
        return [c for c in text.lower() if unicodedata.category(c)[0] in "LMN"]


words = rouge_scorer.RougeScorer(["rougeL"])
characters = rouge_scorer.RougeScorer(["rougeL"], tokenizer=Characters())


def scores(given, answers):
    return [float(s.score_multi(answers, given)["rougeL"].fmeasure).hex() for s in (words, characters)]


def normal(text):
    bare = "".join(c for c in text.lower() if c not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", bare).split())


def messages():
    with open(folder / "banking77/test.csv", newline="") as file:
        banking = [row["text"].strip() for row in csv.DictReader(file)]
    clinc = [text for text, _ in json.load(open(folder / "clinc150/data_full.json"))["test"]]
    for texts, pairs in ((banking, 110), (clinc, 60)):
        for _ in range(pairs):
            # neighbours have the same intent, and so words in common
            at = draw.randrange(len(texts) - 4)
            yield texts[at], texts[at + 1:at + draw.choice((2, 2, 2, 3, 4))]


def made_up():
    yield "", ["nothing"]
    yield "nothing", [""]
    yield "?!", ["?!"]
    yield "The cat", ["a CAT!"]
    yield "an apple, a pear", ["apple pear"]
    yield "co-op", ["coop", "co op"]
    yield "snake_case and kebab-case", ["snake case and kebab case"]
    yield "3.14159", ["3 14159", "314159"]
    yield "\u212aelvin", ["kelvin"]  # the sign of the unit, whose lower case is a plain k
    yield "\u0130stanbul", ["istanbul", "i stanbul"]  # i and a dot above, which parts the word
    yield "na\u00efve caf\u00e9", ["na ve caf", "naive cafe"]
    yield "cafe\u0301", ["caf\u00e9"]
    yield "\u4e2d\u7acb", ["\u4e2d\u7acb"]
    yield "\u6211\u652f\u6301\u8fd9\u4e2a\u51b3\u5b9a\u3002", ["\u6211\u53cd\u5bf9\u8fd9\u4e2a\u51b3\u5b9a", "\u652f\u6301"]
    yield "Der Zug f\u00e4hrt heute nicht.", ["Heute f\u00e4hrt der Zug nicht"]
    yield "\u0928\u092e\u0938\u094d\u0924\u0947", ["\u0928\u092e\u0938\u094d\u0915\u093e\u0930"]
    yield "\U0001d4d0\U0001f600 x\u00b2", ["\U0001d4d0 x\u00b2"]
    yield "a\u00a0b\u2028c\td", ["a b c d"]
    yield "yes yes yes yes", ["yes"]
    for length, vocabulary in ((3, 2), (63, 5), (64, 5), (65, 5), (128, 3), (129, 90), (200, 40), (300, 12)):
        texts = [" ".join(str(draw.randrange(vocabulary)) for _ in range(draw.randint(length // 2, length))) for _ in range(2)]
        yield texts[0], texts[1:]
        yield " ".join(str(draw.randrange(vocabulary)) for _ in range(length)), [" ".join(str(draw.randrange(vocabulary)) for _ in range(length))]


with open(here / "pairs.jsonl", "w") as file:
    for given, answers in [*messages(), *made_up()]:
        by_words, by_characters = scores(given, answers)
        row = {"given": given, "answers": answers, "rouge_l": by_words, "rouge_l_chars": by_characters,
               "normalised": any(normal(given) == normal(answer) for answer in answers)}
        file.write(json.dumps(row, ensure_ascii=False) + "\n")


def examples(file):
    data = json.load(open(file))
    if isinstance(data, dict):
        outputs = [(i["input"], i["output"]) for i in data["Instances"]]
        return [(text, answers if isinstance(answers, list) else [answers]) for text, answers in outputs]
    return [(row["prompt"], [row["answer"]]) for row in data]


with open(here / "real.tsv", "w") as file:
    for path in sorted([*folder.glob("superni/*/test.json"), *folder.glob("trace/*/test.json")]):
        rows = examples(path)
        for kind, pairs in (("answer", 8), ("question", 12)):
            for _ in range(pairs):
                i, j = draw.randrange(len(rows)), draw.randrange(len(rows))
                if kind == "question":
                    j = i
                # a program of forty thousand characters is nothing to score with a table in Python
                if len(rows[i][0]) > 4000:
                    continue
                given = rows[i][1][0] if kind == "answer" else rows[i][0]
                print(path.relative_to(folder), kind, i, j, *scores(given, rows[j][1]), sep="\t", file=file)
