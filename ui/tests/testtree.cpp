// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tests/testtree.h"

#include "ui/tests/places.h"

#include <QSet>

#include <algorithm>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Diagnostic;
using domain::TestCase;
using domain::TestOutcome;

namespace {

/// As the validator reports a test that failed once and passed when it was run again.
QSet<QString> flakyKeys(const AttemptRecord &record)
{
    QSet<QString> keys;
    for (const Diagnostic &d : record.verdict.evidence.diagnostics) {
        if (d.id == u"flaky"_s && d.tool == u"tests"_s)
            keys.insert(d.message.section(u" failed once"_s, 0, 0));
    }
    return keys;
}

PastTest pastOf(TestOutcome outcome)
{
    switch (outcome) {
    case TestOutcome::Passed:
        return PastTest::Passed;
    case TestOutcome::Failed:
        return PastTest::Failed;
    case TestOutcome::Skipped:
        return PastTest::Skipped;
    }
    return PastTest::None;
}

TestState stateOf(TestOutcome outcome)
{
    return outcome == TestOutcome::Passed ? TestState::Passed
        : outcome == TestOutcome::Failed  ? TestState::Failed
                                          : TestState::Skipped;
}

/// The test's own name: frameworks put class and namespace before it.
QString ownName(const TestCase &test)
{
    QString name = test.name;
    if (!test.className.isEmpty() && name.startsWith(test.className + u'.'))
        name = name.mid(test.className.size() + 1);
    return name;
}

/// What rows of one theory share: "Adds(a: 1, b: 2)" and "test_adds[1-2]" are rows of "Adds" and "test_adds".
QString methodOf(const QString &name)
{
    const auto end = std::min({name.indexOf(u'(') < 0 ? name.size() : name.indexOf(u'('),
                               name.indexOf(u'[') < 0 ? name.size() : name.indexOf(u'[')});
    return end > 0 ? name.left(end) : name;
}

class Builder
{
public:
    Builder(const QString &workspace, bool pending, const QSet<QString> &flaky,
            const QList<std::shared_ptr<const TestOutcomes>> &past)
        : m_workspace(workspace)
        , m_pending(pending)
        , m_flaky(flaky)
        , m_past(past)
        , m_tree(std::make_shared<TestTree>())
    {
        m_tree->pending = pending;
    }

    std::shared_ptr<TestTree> build(const QList<TestCase> &cases)
    {
        QHash<QString, int> rows;
        for (const TestCase &test : cases)
            ++rows[test.className + u'\n' + methodOf(ownName(test))];
        for (const TestCase &test : cases) {
            const QString name = ownName(test);
            const QString method = methodOf(name);
            int parent = test.className.isEmpty() ? -1 : group(-1, test.className);
            const bool theory = method != name && rows.value(test.className + u'\n' + method) > 1;
            if (theory)
                parent = group(parent, method);
            add(parent, test, theory ? name.mid(method.size()) : name);
        }
        sum();
        return m_tree;
    }

private:
    int append(int parent, TestNode node)
    {
        const int index = int(m_tree->nodes.size());
        QList<int> &siblings = parent < 0 ? m_tree->roots : m_tree->nodes[parent].children;
        node.parent = parent;
        node.row = int(siblings.size());
        siblings.append(index);
        m_tree->nodes.append(std::move(node));
        return index;
    }

    int group(int parent, const QString &name)
    {
        const QString key = QString::number(parent) + u'\n' + name;
        const auto known = m_groups.constFind(key);
        if (known != m_groups.cend())
            return *known;
        const int index = append(parent, {.text = name});
        m_groups.insert(key, index);
        return index;
    }

    void add(int parent, const TestCase &test, const QString &text)
    {
        const QString key = test.key();
        TestNode node{.text = text,
                      .state = m_pending ? TestState::Pending : stateOf(test.outcome),
                      .flaky = m_flaky.contains(key)};
        if (!m_pending) {
            node.ms = test.ms;
            node.message = test.message;
            node.firstLine = test.message.section(u'\n', 0, 0, QString::SectionSkipEmpty).trimmed().left(400);
            node.file = test.file;
            if (test.outcome == TestOutcome::Failed)
                place(node);
        }
        const auto newest = m_pending ? kHistory : kHistory - 1;
        for (int i = 0; i < newest; ++i) {
            const auto at = m_past.size() - newest + i;
            node.history[size_t(i)] = at >= 0 ? m_past.at(at)->value(key, PastTest::None) : PastTest::None;
        }
        if (!m_pending)
            node.history[kHistory - 1] = node.flaky ? PastTest::Flaky : pastOf(test.outcome);
        append(parent, std::move(node));
    }

    void place(TestNode &node) const
    {
        const QList<Place> places = placesIn(node.message, m_workspace);
        if (places.isEmpty())
            return;
        // The test's own line rather than that of the code it called.
        const auto own = std::find_if(places.begin(), places.end(), [&node](const Place &p) {
            return !node.file.isEmpty() && (p.file == node.file || node.file.endsWith(u'/' + p.file));
        });
        const Place &shown = own == places.end() ? places.first() : *own;
        node.file = shown.file;
        node.line = shown.line;
        node.place = u"%1:%2"_s.arg(shown.file.section(u'/', -1), QString::number(shown.line));
    }

    /// Groups come before what they hold: from the end every group is summed before its parent is.
    void sum()
    {
        for (TestNode &node : m_tree->nodes) {
            if (node.isTest()) {
                node.passed = node.state == TestState::Passed;
                node.failed = node.state == TestState::Failed;
                m_tree->passed += node.passed;
                m_tree->failed += node.failed;
                m_tree->skipped += node.state == TestState::Skipped;
            } else {
                node.state = TestState::Skipped;
            }
        }
        for (auto i = m_tree->nodes.size() - 1; i >= 0; --i) {
            const TestNode node = m_tree->nodes.at(i);
            if (node.parent < 0)
                continue;
            TestNode &parent = m_tree->nodes[node.parent];
            parent.ms += node.ms;
            parent.passed += node.passed;
            parent.failed += node.failed;
            parent.flaky = parent.flaky || node.flaky;
            parent.state = std::min(parent.state, node.state);
        }
    }

    const QString m_workspace;
    const bool m_pending;
    const QSet<QString> m_flaky;
    const QList<std::shared_ptr<const TestOutcomes>> m_past;
    std::shared_ptr<TestTree> m_tree;
    QHash<QString, int> m_groups;
};

} // namespace

TestOutcomes outcomesOf(const AttemptRecord &record)
{
    const QSet<QString> flaky = flakyKeys(record);
    TestOutcomes outcomes;
    for (const TestCase &test : record.verdict.evidence.tests.cases) {
        const QString key = test.key();
        // A result file may repeat a key: the worst counts.
        if (outcomes.value(key) != PastTest::Failed)
            outcomes.insert(key, flaky.contains(key) ? PastTest::Flaky : pastOf(test.outcome));
    }
    return outcomes;
}

std::shared_ptr<const TestTree> buildTestTree(const AttemptRecord &record, const AttemptRecord *last,
                                              const QList<std::shared_ptr<const TestOutcomes>> &past,
                                              const QString &workspace)
{
    const bool pending = !record.whole && !record.judged && last;
    Builder builder(workspace, pending, flakyKeys(record), past);
    auto tree = builder.build((pending ? *last : record).verdict.evidence.tests.cases);
    if (!pending && !record.whole) {
        tree->passed = record.passed;
        tree->failed = record.failed;
        tree->skipped = record.skipped;
    }
    return tree;
}

} // namespace stepladder::ui
