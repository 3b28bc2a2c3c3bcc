// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/results/livetests.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::TestOutcome;

bool LiveTests::take(const QString &line)
{
    if (!line.startsWith(liveMark))
        return false;
    const QJsonObject json = QJsonDocument::fromJson(line.mid(1).toUtf8()).object();
    const QString event = json[u"event"].toString();
    domain::TestCase test{.name = json[u"name"].toString(),
                          .className = json[u"class"].toString(),
                          .file = json[u"file"].toString(),
                          .ms = json[u"ms"].toDouble(),
                          .message = json[u"message"].toString()};
    if (event == u"start") {
        m_running.insert(test.key(), test);
    } else if (event == u"end") {
        const QString outcome = json[u"outcome"].toString();
        test.outcome = outcome == u"passed" ? TestOutcome::Passed
            : outcome == u"skipped"         ? TestOutcome::Skipped
                                            : TestOutcome::Failed;
        m_running.remove(test.key());
        m_finished.append(test);
        if (m_progress.test)
            m_progress.test(test);
    } else if (event == u"interrupted") {
        m_interrupted = true;
    } else if (event == u"collect-error") {
        m_collectErrors.append({.id = json[u"type"].toString(),
                                .file = test.file,
                                .line = json[u"line"].toInt(),
                                .message = test.message,
                                .tool = json[u"tool"].toString()});
    }
    return true;
}

QStringList addInterrupted(const QList<domain::TestCase> &running, const QString &why, domain::TestReport &report)
{
    QStringList keys;
    for (domain::TestCase test : running) {
        keys.append(test.key());
        if (report.find(test.key()))
            continue;
        test.outcome = TestOutcome::Failed;
        test.message = why;
        report.cases.append(test);
    }
    return keys;
}

void reconcile(const QList<domain::TestCase> &heard, domain::TestReport &report)
{
    for (const domain::TestCase &test : heard) {
        if (test.outcome != TestOutcome::Failed)
            continue;
        const QString key = test.key();
        const auto same = [&key](const domain::TestCase &reported) { return reported.key() == key; };
        const auto failed = [&](const domain::TestCase &reported) {
            return same(reported) && reported.outcome == TestOutcome::Failed;
        };
        if (report.cases.isEmpty() || std::any_of(report.cases.begin(), report.cases.end(), failed))
            continue;
        const auto it = std::find_if(report.cases.begin(), report.cases.end(), same);
        if (it == report.cases.end())
            report.cases.append(test);
        else
            *it = test;
        report.notes.append(u"%1 failed while it ran, and the result file does not say so"_s.arg(key));
    }
}

} // namespace stepladder::toolchain
