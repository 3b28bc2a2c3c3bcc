// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/wishes/attaching.h"

#include "engine/control/attachments.h"
#include "engine/prompts/contextbuilder.h"

#include <QJsonArray>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Result;
using journal::Draft;

Result<QList<Draft>> attachedEntries(journal::Journal &journal, const QString &workspace, const wish::Attach &attach,
                                     const QString &by)
{
    auto read = readAttachments(workspace, attach.paths);
    if (!read)
        return domain::fail(read.error());
    if (!attach.text.trimmed().isEmpty()) {
        const int tokens = estimateTokens(attach.text);
        read->texts.append({.name = attach.title.trimmed(), .content = attach.text.toUtf8(), .tokens = tokens});
        read->tokens += tokens;
    }
    if (read->texts.isEmpty())
        return domain::fail(domain::ErrorKind::BadInput,
                            u"there is no text to attach: %1"_s.arg(read->leftOut.join(u"; "_s)));
    QJsonArray files;
    QStringList names;
    for (const AttachedText &text : read->texts) {
        const auto blob = journal.putBlob(text.content);
        if (!blob)
            return domain::fail(blob.error());
        names.append(text.name);
        files.append(QJsonObject{
            {u"name"_s, text.name}, {u"blob"_s, *blob}, {u"bytes"_s, text.content.size()}, {u"tokens"_s, text.tokens}});
    }
    constexpr qsizetype kNamed = 8;
    QString said = names.mid(0, kNamed).join(u", "_s);
    if (names.size() > kNamed)
        said += u" and %1 more"_s.arg(names.size() - kNamed);
    return QList<Draft>{{.type = u"plan.attached"_s,
                         .step = attach.step,
                         .data = {{u"step"_s, attach.step},
                                  {u"files"_s, files},
                                  {u"leftOut"_s, QJsonArray::fromStringList(read->leftOut)},
                                  {u"tokens"_s, read->tokens},
                                  {u"by"_s, by}}},
                        {.type = u"insight"_s,
                         .step = attach.step,
                         .data = {{u"role"_s, u"person"_s},
                                  {u"model"_s, by},
                                  {u"entryType"_s, u"insight"_s},
                                  {u"contentType"_s, u"attachment"_s},
                                  {u"text"_s, u"Attached, about %1 tokens: %2"_s.arg(read->tokens).arg(said)}}}};
}

} // namespace stepladder::engine
