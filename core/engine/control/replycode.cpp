// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/control/replycode.h"

#include "engine/answers/answerblocks.h"
#include "engine/answers/answerparser.h"

namespace stepladder::engine {

using namespace Qt::StringLiterals;

namespace {

/// The line behind \p block, from 0: fences are none of its lines.
qsizetype endOf(const AnswerBlock &block, const QStringList &lines)
{
    const QString first = lines.at(block.line - 1).trimmed();
    const bool fenced = first.startsWith(u"```"_s) || first.startsWith(u"~~~"_s);
    return block.line - 1 + block.lines.size() + (fenced ? 2 : 0);
}

QString withoutBlocks(const QString &text, const QList<AnswerBlock> &blocks)
{
    const QStringList lines = text.split(u'\n');
    QStringList words;
    qsizetype from = 0;
    for (const AnswerBlock &block : blocks) {
        words += lines.mid(from, block.line - 1 - from);
        from = endOf(block, lines);
    }
    words += lines.mid(from);
    QString said = words.join(u'\n').trimmed();
    while (said.contains(u"\n\n\n"_s))
        said.replace(u"\n\n\n"_s, u"\n\n"_s);
    return said;
}

} // namespace

ReplyCode readReply(const QString &reply, const QString &file, const QByteArray &existing, const QString &fence)
{
    QString text = reply;
    text.replace(u"\r\n"_s, u"\n"_s).replace(u'\r', u'\n');
    dropReasoning(text);
    const QList<AnswerBlock> blocks = scanBlocks(text, {file});
    ReplyCode found{.words = withoutBlocks(text, blocks)};
    if (blocks.isEmpty())
        return found;
    const domain::Candidate candidate = parseAnswer(
        text,
        {.stepFile = file, .existing = existing.isEmpty() ? std::nullopt : std::optional(existing), .fence = fence});
    if (!candidate.files.isEmpty())
        found.code = candidate.files.first().content;
    else if (!candidate.issues.isEmpty())
        found.trouble = candidate.issues.first().message;
    return found;
}

} // namespace stepladder::engine
