// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/draftstore.h"

#include "domain/jsonreader.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>
#include <QUuid>

#include <algorithm>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

DraftStore::DraftStore(const storage::Locations &locations)
    : m_folder(locations.state + u"/drafts"_s)
{
    m_writer.setMaxThreadCount(1);
}

DraftStore::~DraftStore()
{
    m_writer.waitForDone();
}

QString DraftStore::newId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

QString DraftStore::fileOf(const QString &id) const
{
    return u"%1/%2.json"_s.arg(m_folder, id);
}

QList<DraftStore::Item> DraftStore::list() const
{
    QList<Item> items;
    for (const QFileInfo &file : QDir(m_folder).entryInfoList({u"*.json"_s}, QDir::Files, QDir::Time)) {
        const auto draft = read(file.completeBaseName());
        if (draft)
            items.append({file.completeBaseName(), draft->plan.task, int(draft->plan.steps.size()),
                          file.lastModified().toMSecsSinceEpoch()});
    }
    return items;
}

Result<PlanDraft> DraftStore::read(const QString &id) const
{
    QFile file(fileOf(id));
    if (!file.open(QIODevice::ReadOnly))
        return domain::fail(ErrorKind::NotFound, u"%1: %2"_s.arg(file.fileName(), file.errorString()));
    const auto json = domain::parseJsonObject(file.readAll(), file.fileName());
    if (!json)
        return domain::fail(json.error());
    return draftFromJson(*json, file.fileName());
}

void DraftStore::save(const QString &id, const PlanDraft &draft)
{
    m_writer.start([this, file = fileOf(id), draft] {
        QDir().mkpath(m_folder);
        QSaveFile out(file);
        const bool written = out.open(QIODevice::WriteOnly)
            && out.write(QJsonDocument(toJson(draft)).toJson(QJsonDocument::Compact)) >= 0 && out.commit();
        m_trouble = written ? QString() : u"%1: %2"_s.arg(file, out.errorString());
    });
}

void DraftStore::remove(const QString &id)
{
    m_writer.start([file = fileOf(id)] { QFile::remove(file); });
}

QString DraftStore::flush()
{
    m_writer.waitForDone();
    return m_trouble;
}

} // namespace stepladder::ui
