// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/calls/modeluse.h"

#include "engine/reports/markdown.h"

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Result;

void countCall(QList<ModelUse> &uses, const QJsonObject &settled)
{
    const QString model = settled[u"model"].toString();
    auto it = std::find_if(uses.begin(), uses.end(), [&](const ModelUse &use) { return use.model == model; });
    if (it == uses.end())
        it = uses.insert(uses.end(), {.model = model});
    ++it->calls;
    it->cost += settled[u"spent"].toInteger();
    it->inputTokens += settled[u"usage"][u"input"].toInteger();
    it->outputTokens += settled[u"usage"][u"output"].toInteger();
}

Result<QList<ModelUse>> usesOfStep(journal::JournalReader &reader, const QString &step)
{
    QList<ModelUse> uses;
    const auto read = reader.each({.step = step, .types = {u"budget.settled"_s}}, [&uses](const domain::Entry &entry) {
        countCall(uses, entry.data);
        return true;
    });
    if (!read)
        return domain::fail(read.error());
    return uses;
}

QString usesTable(const QList<ModelUse> &uses)
{
    QString text = u"| model | calls | input tokens | output tokens | cost |\n| --- | ---: | ---: | ---: | ---: |\n"_s;
    for (const ModelUse &use : uses)
        text += u"| %1 | %2 | %3 | %4 | %5 |\n"_s.arg(tableCell(use.model), QString::number(use.calls),
                                                      QString::number(use.inputTokens),
                                                      QString::number(use.outputTokens), domain::usdText(use.cost));
    return text;
}

} // namespace stepladder::engine
