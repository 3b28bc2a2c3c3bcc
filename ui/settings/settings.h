// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/locations.h"
#include "ui/theme/theme.h"

#include <QSettings>

namespace stepladder::ui {

/// What the window remembers: window.ini in the configuration folder.
class Settings
{
public:
    explicit Settings(const storage::Locations &locations);

    Scheme scheme() const;
    void setScheme(Scheme scheme);
    QByteArray geometry() const;
    void setGeometry(const QByteArray &geometry);
    QByteArray layout() const; ///< of the panes round a run
    void setLayout(const QByteArray &layout);

    /// The command that opens a file, and the one that runs another in a terminal; see programs.h. Empty: nobody chose.
    QString editor() const;
    void setEditor(const QString &command);
    QString terminal() const;
    void setTerminal(const QString &command);
    QString editorOrFound() const;
    QString terminalOrFound() const;

    /// The last entry of a run that was looked at; 0: it never was.
    qint64 seen(const QString &run) const;
    void setSeen(const QString &run, qint64 seq);

private:
    QSettings m_settings;
};

} // namespace stepladder::ui
