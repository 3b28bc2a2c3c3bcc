// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>
#include <QStringList>

/// What a file of a toolchain holds; one that cannot be read holds nothing.
namespace stepladder::toolchain {

inline QByteArray bytesIn(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline QString textIn(const QString &path)
{
    return QString::fromUtf8(bytesIn(path));
}

/// Its lines, empty ones apart.
inline QStringList linesIn(const QString &path)
{
    return textIn(path).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

} // namespace stepladder::toolchain
