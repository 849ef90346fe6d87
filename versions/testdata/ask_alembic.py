"""Answers questions about histories with Alembic, for alembic_test.go.

Reads JSON from standard input: a list of {"revisions": [...], "questions":
[...]}. Writes a list of {"version", "heads", ...} with an answer for each
question: {"steps": [...], "rows": [...]}, {"error": text} for what Alembic
refuses, or {"crash": text} for what it fails at.
"""

import json
import sys
import warnings
from types import SimpleNamespace
from unittest import mock

import alembic
from alembic.migration import HeadMaintainer, MigrationStep
from alembic.script import ScriptDirectory
from alembic.script.revision import Revision, RevisionError, RevisionMap
from alembic.util import CommandError

warnings.simplefilter("ignore")


def load(revisions):
    def generate():
        for r in revisions:
            rev = Revision(
                r["ID"],
                tuple(r["Revises"] or ()),
                dependencies=tuple(r["DependsOn"] or ()),
                branch_labels=tuple(r["BranchLabels"] or ()),
            )
            rev.module = SimpleNamespace(upgrade=None, downgrade=None)
            rev.module.upgrade = rev.module.downgrade = lambda: None
            rev.doc = ""
            yield rev

    return RevisionMap(generate)


def maintain(rows, steps):
    context = mock.Mock()
    context.as_sql = True
    maintainer = HeadMaintainer(context, rows)
    for step in steps:
        maintainer.update_to_step(step)
    return sorted(maintainer.heads)


def answer(script, q):
    graph, rows, target = script.revision_map, tuple(q["Rows"] or ()), q["Target"]
    kind = q["Kind"]
    if kind == "resolve":
        return {"steps": sorted(r.revision for r in graph.get_revisions(target) if r)}
    if kind == "walk":
        start, end = target.split(":")
        found = script.walk_revisions(base=start or "base", head=end or "heads")
        return {"steps": sorted(r.revision for r in found)}
    if kind == "stamp":
        return {"rows": maintain(rows, script._stamp_revs(target, rows))}
    plan = script._upgrade_revs if kind == "upgrade" else script._downgrade_revs
    steps = plan(target, rows)
    return {
        "steps": sorted(s.revision.revision for s in steps),
        "rows": maintain(rows, steps),
    }


def describe(graph):
    def flag(test):
        return sorted(r.revision for r in set(graph._revision_map.values()) if r and test(r))

    graph.heads
    return {
        "heads": sorted(graph.heads),
        "realHeads": sorted(graph._real_heads),
        "bases": sorted(graph.bases),
        "branchpoints": flag(lambda r: r.is_branch_point),
        "mergepoints": flag(lambda r: r.is_merge_point),
        "labels": {
            r.revision: sorted(r.branch_labels)
            for r in set(graph._revision_map.values())
            if r and r.branch_labels
        },
    }


def main():
    results = []
    for history in json.load(sys.stdin):
        script = ScriptDirectory.__new__(ScriptDirectory)
        script.revision_map = load(history["revisions"])
        result = describe(script.revision_map)
        result["answers"] = []
        for q in history["questions"]:
            try:
                result["answers"].append(answer(script, q))
            except (CommandError, RevisionError) as e:
                result["answers"].append({"error": str(e) or type(e).__name__})
            except Exception as e:  # a defect of Alembic: nothing to compare
                result["answers"].append({"crash": "%s: %s" % (type(e).__name__, e)})
        results.append(result)
    json.dump({"version": alembic.__version__, "results": results}, sys.stdout)


main()
