"""Makes the tokenizer of the small decoder that is trained from scratch: byte-level BPE of 2,000 tokens over the training texts of CLINC150 and BANKING77.

    python train_tokenizer.py shared/data/instructions harness/src/main/resources/palimpsest/tokenizers/english-2k.json
"""

import csv
import json
import pathlib
import sys

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

MARKS = ["<pad>", "<s>", "</s>"]
TOKENS = 2000


def texts(data):
    clinc = json.loads((data / "clinc150" / "data_full.json").read_text())
    for part in ("train", "oos_train"):
        for text, intent in clinc[part]:
            yield text
            yield intent.replace("_", " ")
    with open(data / "banking77" / "train.csv", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield row["text"]
            yield row["category"].replace("_", " ")


def main(data, target):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=TOKENS, special_tokens=MARKS, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    tokenizer.train_from_iterator(texts(data), trainer)
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", MARKS.index("<s>"))])
    target.parent.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(target), pretty=False)
    lengths = [len(tokenizer.encode(text, add_special_tokens=False).ids) for text in texts(data)]
    print(tokenizer.get_vocab_size(), "tokens; a text has", sum(lengths) / len(lengths), "of them on average")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
