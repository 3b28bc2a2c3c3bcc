// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guidance/draft.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

Draft::Draft(QString folder, const QString &request)
    : m_folder(std::move(folder))
    , m_file(m_folder + u'/' + QString(request).replace(u'/', u'_') + u".txt"_s)
{
}

bool Draft::exists() const
{
    return QFile::exists(m_file);
}

QString Draft::read() const
{
    return QString::fromUtf8(readBytes());
}

QByteArray Draft::readBytes() const
{
    QFile file(m_file);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool Draft::keep(const QString &text) const
{
    return keepBytes(text.toUtf8());
}

bool Draft::keepBytes(const QByteArray &bytes) const
{
    if (bytes.isEmpty()) {
        remove();
        return true;
    }
    if (!QDir().mkpath(m_folder))
        return false;
    QSaveFile file(m_file);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) >= 0 && file.commit();
}

void Draft::remove() const
{
    QFile::remove(m_file);
}

} // namespace stepladder::ui
