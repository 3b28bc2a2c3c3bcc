// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/prompts/contextbuilder.h"

#include <algorithm>

namespace stepladder::engine {

using namespace Qt::StringLiterals;

namespace {

/// At most \p bytes of \p text: whole lines where there is more than one, whole characters always.
QString beginning(const QString &text, qsizetype bytes)
{
    QByteArray utf8 = text.toUtf8();
    while (bytes > 0 && (uchar(utf8.at(bytes)) & 0xC0) == 0x80)
        --bytes;
    utf8.truncate(bytes);
    const auto end = utf8.lastIndexOf('\n');
    return QString::fromUtf8(end > 0 ? utf8.left(end) : utf8);
}

} // namespace

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
            const QString cut = beginning(section.text, qsizetype(left - 20) * 3) + u"\n[cut]"_s;
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
