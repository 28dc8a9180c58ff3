"""Writes how alike pairs of instructions, and a task and a group, are by scikit-learn itself, for our tests to compare with.

Each line holds the similarity and the two texts, which scikit-learn's TfidfVectorizer(stop_words='english') was fitted to alone; pairs in which it finds no
words at all, of which it says so, count as 0. The lines that begin with "mean" hold that of all pairs of a task's texts and a group's.

    python make_similarities.py methods/src/test/resources/org/palimpsest/methods/instruction/similarities.tsv
"""

import itertools
import pathlib
import sys

import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import cosine_similarity

TEXTS = [
    "Answer the question using a single word or phrase.",
    "Answer with the option's letter from the given choices directly.",
    "Please provide the bounding box coordinate of the region this sentence describes",
    "What is the intent of the customer? Choose one of the given options and answer with its letter.",
    "Classify the intent: which of these intents does the message of the customer have?",
    "classify, CLASSIFY and Classify again: the message's intent_name is intent_42 or no. 42",
    "the of and a an I",
    "",
    "Résumé the café's naïve façade in one phrase",
    "resume the cafe's naive facade in one phrase",
    "请回答下面的问题, using a single word",
    "回答 问题 a1 b2 ½ cup of x² and Ⅷ kings",
    "İstanbul and ΣΊΣΥΦΟΣ, straße and STRASSE",
    "e\u0301tude and étude; don't, o'clock; under_score __init__ 3.14 1,000",
    "You will be given a definition of a task first, then some input of the task. Given a sentence, say whether it is positive or negative.",
    "You will be given a definition of a task first, then some input of the task. Given a tweet, say whether it is ironic or not.",
]


def similarity(one, other):
    try:
        matrix = TfidfVectorizer(stop_words="english").fit_transform([one, other])
    except ValueError:  # no words
        return 0.0
    return float(cosine_similarity(matrix[0:1], matrix[1:2])[0][0])


def main(target):
    lines = [f"{similarity(one, other):.12f}\t{one}\t{other}" for one, other in itertools.combinations_with_replacement(TEXTS, 2)]
    for first, last in [(0, 3), (3, 6), (14, 16)]:
        group = TEXTS[first:last]
        for task in [TEXTS[:2], TEXTS[3:5], TEXTS[15:]]:
            pairs = [similarity(new, stored) for new in task for stored in group]
            lines.append("\t".join(["mean", f"{sum(pairs) / len(pairs):.12f}", str(len(task)), *task, *group]))
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(lines), "lines, scikit-learn", sklearn.__version__)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
