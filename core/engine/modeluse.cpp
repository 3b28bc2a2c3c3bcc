// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/modeluse.h"

#include "engine/markdown.h"

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
    constexpr int kPage = 2000;
    QList<ModelUse> uses;
    for (qint64 after = 0;;) {
        const auto page = reader.entries(after, kPage, {.step = step, .types = {u"budget.settled"_s}});
        if (!page)
            return domain::fail(page.error());
        if (page->isEmpty())
            return uses;
        for (const domain::Entry &entry : *page)
            countCall(uses, entry.data);
        after = page->last().seq;
    }
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
