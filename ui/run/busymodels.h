// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/entry.h"

#include <QHash>
#include <QObject>

namespace stepladder::ui {

class OpenRun;

/// Which models are being asked right now: calls that the journal began and has no end of.
class BusyModels final : public QObject
{
    Q_OBJECT

public:
    explicit BusyModels(OpenRun &run, QObject *parent = nullptr);

    /// "ollama 1 of 2 busy": each endpoint that is asked, with what it takes at once. Empty where none is.
    QString text() const;

Q_SIGNALS:
    void changed();

private:
    void readPast();
    void take(const QList<domain::Entry> &entries);

    OpenRun &m_run;
    QHash<QString, QString> m_calls; ///< key of the effect → its model
    QList<domain::Entry> m_early; ///< came before the past was read
    bool m_read = false;
};

} // namespace stepladder::ui
