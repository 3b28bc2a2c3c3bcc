// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/contextbuilder.h"

#include <algorithm>

namespace stepladder::engine {

using namespace Qt::StringLiterals;

int estimateTokens(const QString &text)
{
    return int((text.toUtf8().size() + 2) / 3);
}

domain::Result<BuiltContext> fitContext(const QList<ContextSection> &sections, int budget)
{
    QList<ContextSection> order = sections;
    std::stable_sort(order.begin(), order.end(), [](const ContextSection &a, const ContextSection &b) {
        return a.required != b.required ? a.required : a.priority > b.priority;
    });
    BuiltContext built;
    for (const ContextSection &section : order) {
        if (section.text.isEmpty())
            continue;
        const int need = estimateTokens(section.text);
        const int left = budget - built.tokens;
        if (need <= left) {
            built.values.insert(section.name, section.text);
            built.tokens += need;
            continue;
        }
        if (section.required) {
            return domain::fail(domain::ErrorKind::ContextTooLong,
                                u"the prompt does not fit: %1 needs about %2 tokens, %3 are left"_s.arg(section.title)
                                    .arg(need)
                                    .arg(std::max(left, 0)));
        }
        constexpr int kWorthCutting = 200;
        if (section.cuttable && left > kWorthCutting) {
            const QString cut =
                QString::fromUtf8(section.text.toUtf8().left((left - 20) * 3)).section(u'\n', 0, -2) + u"\n[cut]"_s;
            built.values.insert(section.name, cut);
            built.tokens += estimateTokens(cut);
            built.leftOut.append(u"%1 (cut)"_s.arg(section.title));
        } else {
            built.leftOut.append(section.title);
        }
    }
    return built;
}

} // namespace stepladder::engine
