// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/texttoolchain.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStringDecoder>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::Evidence;

int firstBadUtf8Line(const QByteArray &bytes)
{
    int number = 0;
    // No byte of a longer UTF-8 sequence is a line feed, so that lines can be judged alone.
    for (const QByteArray &line : bytes.split('\n')) {
        ++number;
        QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
        const QString text = decoder(line);
        if (decoder.hasError() || line.contains('\0'))
            return number;
    }
    return 0;
}

domain::Result<Evidence> TextToolchain::execute(const ExecuteRequest &request, const Progress &, std::stop_token)
{
    Evidence e;
    const QString folder = QFileInfo(request.site.workspaceFolder()).canonicalFilePath();
    for (const QString &name : request.changedFiles) {
        const QFileInfo info(request.site.workspaceFolder() + u'/' + name);
        const QString real = info.canonicalFilePath();
        QFile file(info.filePath());
        if (QDir::isAbsolutePath(name) || (!real.isEmpty() && !real.startsWith(folder + u'/'))) {
            e.diagnostics.append(
                {.id = u"path"_s, .file = name, .message = u"lies outside of the workspace"_s, .tool = id()});
        } else if (!file.open(QIODevice::ReadOnly)) {
            e.diagnostics.append({.id = u"path"_s, .file = name, .message = u"is not there"_s, .tool = id()});
        } else if (const int line = firstBadUtf8Line(file.readAll()); line > 0) {
            e.diagnostics.append(
                {.id = u"utf8"_s, .file = name, .line = line, .message = u"expected UTF-8"_s, .tool = id()});
        }
    }
    e.buildOk = e.diagnostics.isEmpty();
    return e;
}

} // namespace stepladder::toolchain
