// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/answers/candidatefiles.h"

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::FileChange;
using domain::Result;

Result<QJsonArray> putFiles(journal::Journal &journal, const QList<FileChange> &files)
{
    QJsonArray json;
    for (const FileChange &file : files) {
        const auto blob = journal.putBlob(file.content);
        if (!blob)
            return domain::fail(blob.error());
        json.append(QJsonObject{{u"path"_s, file.path}, {u"blob"_s, *blob}});
    }
    return json;
}

Result<QList<FileChange>> filesFromJson(const QJsonArray &json, const BlobSource &blob)
{
    QList<FileChange> files;
    for (const auto &item : json) {
        const auto content = blob(item[u"blob"].toString());
        if (!content)
            return domain::fail(content.error());
        files.append({item[u"path"].toString(), *content});
    }
    return files;
}

} // namespace stepladder::engine
