// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/scaffolding.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

Result<void> checkProjectName(const QString &name)
{
    static const QRegularExpression valid(u"^[A-Za-z][A-Za-z0-9_.-]{0,99}$"_s);
    if (valid.match(name).hasMatch() && !name.endsWith(u'.') && !name.contains(u".."_s))
        return {};
    return domain::fail(
        ErrorKind::BadInput,
        u"projectName: expected letters, digits, '_', '-' and '.', beginning with a letter, not \"%1\""_s.arg(name));
}

QString moduleName(const QString &name)
{
    QString module = name.toLower();
    for (QChar &c : module) {
        if (!c.isLetterOrNumber())
            c = u'_';
    }
    return module;
}

QStringList fillScaffold(QStringList texts, const QString &projectName)
{
    for (QString &text : texts)
        text.replace(u"{name}"_s, projectName).replace(u"{module}"_s, moduleName(projectName));
    return texts;
}

Result<QStringList> writeScaffold(const Scaffold &scaffold, const QString &folder, const QString &projectName)
{
    QStringList written;
    for (const ScaffoldFile &file : scaffold.files) {
        const QStringList filled = fillScaffold({file.path, file.content}, projectName);
        const QString path = folder + u'/' + filled[0];
        if (QFile::exists(path))
            return domain::fail(ErrorKind::Conflict, u"scaffold: %1 is there already"_s.arg(filled[0]));
        QDir().mkpath(QFileInfo(path).path());
        QFile out(path);
        if (!out.open(QIODevice::WriteOnly) || out.write(filled[1].toUtf8()) < 0)
            return domain::fail(ErrorKind::Io, u"%1: %2"_s.arg(path, out.errorString()));
        written.append(filled[0]);
    }
    written.sort();
    return written;
}

} // namespace stepladder::toolchain
