// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/control/attachments.h"

#include "engine/prompts/contextbuilder.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QStringDecoder>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

namespace {

constexpr qint64 kLargestFile = 1024 * 1024;
constexpr qint64 kLargestWhole = 4 * kLargestFile;
constexpr qsizetype kMostAttached = 500;

bool isText(const QByteArray &content)
{
    if (content.contains('\0'))
        return false;
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    [[maybe_unused]] const QString text = decoder(content);
    return !decoder.hasError();
}

/// Takes files one by one until there is enough.
class Collector
{
public:
    explicit Collector(QString root)
        : m_root(std::move(root))
    {
    }

    void file(const QString &path)
    {
        const QString name = QDir(m_root).relativeFilePath(path);
        if (std::any_of(m_all.texts.begin(), m_all.texts.end(), [&](const AttachedText &t) { return t.name == name; }))
            return;
        const qint64 size = QFileInfo(path).size();
        if (m_all.texts.size() == kMostAttached || m_bytes + size > kLargestWhole)
            return leaveOut(name, u"beyond %1 files or 4 MiB"_s.arg(kMostAttached));
        if (size > kLargestFile)
            return leaveOut(name, u"larger than 1 MiB"_s);
        QFile in(path);
        if (!in.open(QIODevice::ReadOnly))
            return leaveOut(name, in.errorString());
        const QByteArray content = in.read(kLargestFile);
        if (!isText(content))
            return leaveOut(name, u"no UTF-8 text"_s);
        const int tokens = estimateTokens(QString::fromUtf8(content));
        m_all.texts.append({.name = name, .content = content, .tokens = tokens});
        m_all.tokens += tokens;
        m_bytes += content.size();
    }

    void folder(const QString &path)
    {
        // Hidden files and folders are passed over, and links are not followed out of the workspace.
        QDirIterator it(path, QDir::Files | QDir::NoSymLinks, QDirIterator::Subdirectories);
        QStringList files;
        while (it.hasNext()) {
            const QString found = it.next();
            if (!(u'/' + QDir(path).relativeFilePath(found)).contains(u"/."_s))
                files.append(found);
        }
        files.sort();
        for (const QString &found : files)
            file(found);
    }

    AttachedTexts take() { return std::move(m_all); }

private:
    void leaveOut(const QString &name, const QString &why) { m_all.leftOut.append(u"%1: %2"_s.arg(name, why)); }

    QString m_root;
    AttachedTexts m_all;
    qint64 m_bytes = 0;
};

} // namespace

Result<AttachedTexts> readAttachments(const QString &workspace, const QStringList &paths)
{
    const QString root = QFileInfo(workspace).canonicalFilePath();
    if (root.isEmpty())
        return domain::fail(ErrorKind::BadInput, u"%1: the workspace is no folder"_s.arg(workspace));
    Collector collector(root);
    for (const QString &path : paths) {
        const QFileInfo found(QDir(root), path);
        const QString real = found.canonicalFilePath();
        if (real.isEmpty())
            return domain::fail(ErrorKind::BadInput, u"%1: there is no such file or folder"_s.arg(path));
        if (real != root && !real.startsWith(root + u'/'))
            return domain::fail(ErrorKind::BadInput, u"%1 lies outside the workspace %2"_s.arg(path, root));
        if (found.isDir())
            collector.folder(real);
        else
            collector.file(real);
    }
    return collector.take();
}

int tokensOf(const QString &text)
{
    return estimateTokens(text);
}

} // namespace stepladder::engine
