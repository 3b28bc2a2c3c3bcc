// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/locations.h"
#include "ui/plan/plandraft.h"

#include <QThreadPool>

namespace stepladder::ui {

/// Plans that are being written, one file each, so that nothing typed is lost. Any number of windows.
class DraftStore
{
public:
    /// A draft as lists show it.
    struct Item
    {
        QString id;
        QString task;
        int steps = 0;
        qint64 savedMs = 0;

        bool operator==(const Item &) const = default;
    };

    explicit DraftStore(const storage::Locations &locations);
    ~DraftStore(); ///< waits for what is being written

    static QString newId();
    /// Newest first; what cannot be read is left out and left alone.
    QList<Item> list() const;
    domain::Result<PlanDraft> read(const QString &id) const; ///< NotFound, BadInput
    /// Writes behind, in the order asked.
    void save(const QString &id, const PlanDraft &draft);
    void remove(const QString &id);
    /// Waits for what is being written; why the last one could not be, empty when it could.
    QString flush();

private:
    QString fileOf(const QString &id) const;

    const QString m_folder;
    QThreadPool m_writer; ///< one thread
    QString m_trouble; ///< touched by the writer, read after it is done
};

} // namespace stepladder::ui
