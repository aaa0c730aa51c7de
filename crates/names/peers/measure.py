"""Scores the same pairs of names by several matchers and prints one table: accuracy, and processor time a pair.

Every matcher gets its names as it wants them before the clock starts (transliterated, split, made into entities), as `names`
gets its prepared ones. Accuracy is over the pairs of `scored` that come from the pairs of names (not the hard ones).
"""

import argparse
import os
import subprocess
import sys
import time

from anyascii import anyascii


def measured(scores, labels):
    """Area under the curve, recall at precision 0.95 and 0.99; equal scores are one step."""
    order = sorted(zip(scores, labels), key=lambda pair: -pair[0])
    positive = sum(labels)
    negative = len(labels) - positive
    found = wrong = 0
    area = 0.0
    recall = {0.95: 0.0, 0.99: 0.0}
    at = 0
    while at < len(order):
        end = at
        more_found = more_wrong = 0
        while end < len(order) and order[end][0] == order[at][0]:
            more_found += order[end][1]
            more_wrong += 1 - order[end][1]
            end += 1
        area += more_wrong * (found + more_found / 2)
        found, wrong = found + more_found, wrong + more_wrong
        for least in recall:
            if found / (found + wrong) >= least:
                recall[least] = found / positive
        at = end
    return area / (positive * negative), recall[0.95], recall[0.99]


def timed(score, pairs):
    begun = time.process_time()
    scores = [score(a, b) for a, b in pairs]
    return scores, (time.process_time() - begun) / len(pairs) * 1e6


def show(name, scores, labels, each):
    area, at_95, at_99 = measured(scores, labels)
    print(f"| {name} | {area:.4f} | {at_95:.3f} | {at_99:.3f} | {each} |", flush=True)


def nomenklatura_pairs(pairs):
    from followthemoney import model
    from nomenklatura.matching import get_algorithm

    def entity(name, at):
        return model.get_proxy({"id": f"e{at}", "schema": "Person", "properties": {"name": [name]}})

    entities = [(entity(a, f"a{at}"), entity(b, f"b{at}")) for at, (a, b) in enumerate(pairs)]
    for name in ["name-based", "logic-v1", "logic-v2"]:
        algorithm = get_algorithm(name)
        config = algorithm.default_config()
        yield name, timed(lambda a, b: algorithm.compare(a, b, config).score, entities)


def tantivy_pairs(pairs):
    """The second names are documents; each first name asks for its own document by fuzzy terms."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", tokenizer_name="raw")
    builder.add_text_field("name")
    schema = builder.build()
    index = tantivy.Index(schema)
    writer = index.writer(50_000_000)
    for at, (_, b) in enumerate(pairs):
        writer.add_document(tantivy.Document(id=str(at), name=b))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def score(question):
        at, words = question
        own = tantivy.Query.boost_query(tantivy.Query.term_query(schema, "id", str(at)), 0.0)
        must = [(tantivy.Occur.Must, own)]
        for word in words:
            fuzzy = tantivy.Query.fuzzy_term_query(schema, "name", word, distance=1, transposition_cost_one=True)
            must.append((tantivy.Occur.Should, fuzzy))
        hits = searcher.search(tantivy.Query.boolean_query(must), 1).hits
        return hits[0][0] / max(len(words), 1) if hits else 0.0

    questions = [(at, a.lower().split()) for at, (a, _) in enumerate(pairs)]
    return timed(lambda at, words: score((at, words)), questions)


def trigram_pairs(pairs):
    """pg_trgm by the server: the time is the server's for the comparisons alone, told by EXPLAIN ANALYZE."""
    address = os.environ["COMITY_TEST_POSTGRES"]

    def sql(script, data=None):
        done = subprocess.run(["psql", address, "-qAtX", "-v", "ON_ERROR_STOP=1", "-c", script], input=data, text=True, capture_output=True)
        if done.returncode:
            sys.exit(f"psql: {done.stderr}")
        return done.stdout

    sql("CREATE EXTENSION IF NOT EXISTS pg_trgm; DROP TABLE IF EXISTS pairs; CREATE TABLE pairs (at int, a text, b text)")
    clean = lambda text: text.replace("\\", "\\\\").replace("\t", " ").replace("\n", " ")
    sql("COPY pairs FROM STDIN", "".join(f"{at}\t{clean(a)}\t{clean(b)}\n" for at, (a, b) in enumerate(pairs)))
    scores = [float(line) for line in sql("SELECT similarity(a, b) FROM pairs ORDER BY at").split()]

    def took(of):
        plan = sql(f"SET max_parallel_workers_per_gather = 0; EXPLAIN (ANALYZE, TIMING OFF) SELECT sum({of}) FROM pairs")
        return float(plan.split("Execution Time: ")[1].split()[0])

    each = (min(took("similarity(a, b)") for _ in range(3)) - min(took("length(a)") for _ in range(3))) * 1e3 / len(pairs)
    return scores, each


def main():
    arguments = argparse.ArgumentParser()
    for name in ["ours", "motiva", "data", "scored"]:
        arguments.add_argument(f"--{name}", required=True)
    arguments.add_argument("--every", type=int, default=1)
    asked = arguments.parse_args()
    rows = [line.rstrip("\n").split("\t") for line in open(asked.scored, encoding="utf-8")]
    rows = [row for row in rows if row[1].startswith("dn")][:: asked.every]
    names = [(row[2], row[3]) for row in rows]
    labels = [int(row[4]) for row in rows]
    latin = [(anyascii(a).lower(), anyascii(b).lower()) for a, b in names]
    print(f"{len(names)} pairs of names, {sum(labels)} of one person\n")
    print("| matcher | AUC | recall at precision 0.95 | at 0.99 | µs a pair |")
    print("| --- | --- | --- | --- | --- |")

    speed = subprocess.run([asked.ours, "speed", asked.data, "-"], text=True, capture_output=True, check=True).stdout
    each = {line.split(":")[0]: line.split()[2] for line in speed.splitlines()}
    show("**names**", [float(row[0]) for row in rows], labels, f"**{each['all pairs']}** (Latin: {each['Latin pairs']})")

    from rapidfuzz import fuzz
    from rapidfuzz.distance import JaroWinkler

    for name, score in [("token_sort_ratio", fuzz.token_sort_ratio), ("token_set_ratio", fuzz.token_set_ratio), ("WRatio", fuzz.WRatio)]:
        scores, took = timed(score, latin)
        show(f"rapidfuzz {name}, any_ascii", scores, labels, f"{took:.2f}")
    ordered = [(" ".join(sorted(a.split())), " ".join(sorted(b.split()))) for a, b in latin]
    scores, took = timed(JaroWinkler.similarity, ordered)
    show("rapidfuzz Jaro-Winkler, any_ascii, words sorted", scores, labels, f"{took:.2f}")

    lines = "".join(f"{a.replace(chr(9), ' ')}\t{b.replace(chr(9), ' ')}\n" for a, b in names)
    done = subprocess.run([asked.motiva], input=lines, text=True, capture_output=True, check=True)
    motiva = [line.split("\t") for line in done.stdout.splitlines()]
    for at, (name, took) in enumerate(zip(["name-based", "logic-v1"], done.stderr.split()[-2:])):
        show(f"libmotiva {name}", [float(row[at]) for row in motiva], labels, f"{float(took):.2f}")

    scores, took = trigram_pairs(latin)
    show("PostgreSQL pg_trgm similarity, any_ascii", scores, labels, f"{took:.2f}")
    scores, took = tantivy_pairs(latin)
    show("Tantivy fuzzy terms (distance 1), any_ascii", scores, labels, f"{took:.1f}")
    for name, (scores, took) in nomenklatura_pairs(names):
        show(f"nomenklatura {name}", scores, labels, f"{took:.1f}")


if __name__ == "__main__":
    main()
