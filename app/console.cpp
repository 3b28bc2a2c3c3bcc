// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/console.h"

#include <QFile>
#include <QJsonDocument>

#include <cstdio>

namespace stepladder::app {

using namespace Qt::StringLiterals;

void out(const QString &line)
{
    const QByteArray bytes = line.toUtf8() + '\n';
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stdout);
    std::fflush(stdout);
}

void err(const QString &line)
{
    const QByteArray bytes = line.toUtf8() + '\n';
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stderr);
    std::fflush(stderr);
}

void outJson(const QJsonObject &object)
{
    out(QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
}

int failWith(const domain::Error &error)
{
    err(u"stepladder: %1"_s.arg(error.message.simplified()));
    switch (error.kind) {
    case domain::ErrorKind::MissingTool:
        return Missing;
    case domain::ErrorKind::Cancelled:
        return Cancelled;
    default:
        return BadInput;
    }
}

domain::Result<QByteArray> readInput(const QString &name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return domain::fail(domain::ErrorKind::BadInput, u"%1: %2"_s.arg(name, file.errorString()));
    return file.readAll();
}

} // namespace stepladder::app
