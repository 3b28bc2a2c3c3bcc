#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Stepladder authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes tests/data/ensemble/triples.json: candidates for the exercises, right ones and mutants of them, in threes.

A mutant changes one place of a right solution (a comparison, a number, a sign, a boolean, a condition). What passes the
gates is a survivor; whether it is right is what its outcomes on the truth say, run here for real, each in a process of
its own."""
import ast
import collections
import copy
import json
import multiprocessing
import os
import random
import sys

from exercises import EXERCISES

SECONDS = 2
WANTED = {"one_wrong": 100, "two_wrong": 30, "two_survivors": 30}
SWAPS = {
    ast.Lt: [ast.LtE, ast.Gt], ast.LtE: [ast.Lt], ast.Gt: [ast.GtE, ast.Lt], ast.GtE: [ast.Gt],
    ast.Eq: [ast.NotEq], ast.NotEq: [ast.Eq], ast.Add: [ast.Sub], ast.Sub: [ast.Add], ast.Mult: [ast.Add],
    ast.FloorDiv: [ast.Div], ast.Div: [ast.FloorDiv], ast.Mod: [ast.FloorDiv], ast.And: [ast.Or], ast.Or: [ast.And],
    ast.In: [ast.NotIn],
}


def changes(node):
    """What may stand in place of a node, as functions that change it."""
    if isinstance(node, ast.Compare):
        for other in SWAPS.get(type(node.ops[0]), []):
            yield lambda n, o=other: n.ops.__setitem__(0, o())
    if isinstance(node, (ast.BinOp, ast.BoolOp)):
        for other in SWAPS.get(type(node.op), []):
            yield lambda n, o=other: setattr(n, "op", o())
    if isinstance(node, ast.Constant) and type(node.value) is int:
        for other in (node.value + 1, node.value - 1):
            yield lambda n, o=other: setattr(n, "value", o)
    if isinstance(node, ast.Constant) and type(node.value) is bool:
        yield lambda n: setattr(n, "value", not n.value)
    if isinstance(node, (ast.If, ast.While, ast.IfExp)):
        yield lambda n: setattr(n, "test", ast.UnaryOp(op=ast.Not(), operand=n.test))
        yield lambda n: setattr(n, "test", ast.Constant(value=False))


def mutants(source):
    tree = ast.parse(source)
    for place, node in enumerate(ast.walk(tree)):
        for change in changes(node):
            mutated = copy.deepcopy(tree)
            change(list(ast.walk(mutated))[place])
            yield ast.unparse(ast.fix_missing_locations(mutated)) + "\n"


def worker(source, expressions, pipe):
    os.close(2)
    names = {}
    said = []
    try:
        exec(compile(source, "candidate", "exec"), names)
    except BaseException as error:
        said = [type(error).__name__] * len(expressions)
    for expression in expressions[len(said):]:
        try:
            said.append(repr(eval(expression, names)))
        except BaseException as error:
            said.append(type(error).__name__)
    pipe.send(said)


def outcomes(source, expressions):
    mine, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=worker, args=(source, expressions, theirs))
    process.start()
    theirs.close()
    try:
        return mine.recv() if mine.poll(SECONDS) else ["hangs"]
    except EOFError:
        return ["crashes"]
    finally:
        process.kill()
        process.join()


def prepared(exercise):
    right = [outcomes(s, exercise["truth"]) for s in exercise["solutions"]]
    gates = outcomes(exercise["solutions"][0], exercise["gates"])
    assert right[0] == right[1], (exercise["id"], right)
    for expression, expected in exercise["inputs"]:
        said = [outcomes(s, [expression]) for s in exercise["solutions"]]
        assert said[0] == said[1], (exercise["id"], expression, said)
    wrong = []
    caught = []
    seen = set()
    for number, solution in enumerate(exercise["solutions"]):
        for mutant in mutants(solution):
            if mutant in seen:
                continue
            seen.add(mutant)
            if outcomes(mutant, exercise["gates"]) != gates:
                caught.append(mutant)
            elif outcomes(mutant, exercise["truth"]) != right[0]:
                wrong.append((number, mutant))
    return wrong, caught


def main():
    draw = random.Random(7)
    triples = []
    by_kind = {kind: [] for kind in WANTED}
    for exercise in EXERCISES:
        wrong, caught = prepared(exercise)
        print(exercise["id"], len(wrong), "wrong ones pass the gates,", len(caught), "do not", file=sys.stderr)
        rights = [{"code": s, "right": True, "passes": True} for s in exercise["solutions"]]
        bad = [{"code": m, "right": False, "passes": True} for _, m in wrong]
        draw.shuffle(bad)
        for one in bad:
            by_kind["one_wrong"].append((exercise["id"], rights + [one]))
        for one, other in zip(bad[0::2], bad[1::2]):
            by_kind["two_wrong"].append((exercise["id"], [rights[0], one, other]))
        for one, other in zip(bad, caught):
            by_kind["two_survivors"].append(
                (exercise["id"], [rights[1], one, {"code": other, "right": False, "passes": False}]))
    for kind, most in WANTED.items():
        # As even as may be over the exercises: the first of each, then the second of each.
        turns = collections.Counter()
        chosen = []
        for exercise, candidates in by_kind[kind]:
            chosen.append((turns[exercise], exercise, candidates))
            turns[exercise] += 1
        chosen.sort(key=lambda one: one[0])
        for _, exercise, candidates in chosen[:most]:
            draw.shuffle(candidates)
            triples.append({"exercise": exercise, "kind": kind, "candidates": candidates})
    exercises = {e["id"]: {"task": e["task"], "gates": e["gates"],
                           "inputs": [{"expression": x, "expected": y} for x, y in e["inputs"]]} for e in EXERCISES}
    json.dump({"exercises": exercises, "triples": triples}, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
