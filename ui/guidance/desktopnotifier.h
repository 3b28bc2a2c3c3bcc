// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QHash>
#include <QObject>
#include <QSet>

namespace stepladder::ui {

/// Shows on the desktop that somebody is needed, through the freedesktop notification service. Where there is none,
/// nothing is shown: the window's own badge says the same.
class DesktopNotifier final : public QObject
{
    Q_OBJECT

public:
    explicit DesktopNotifier(QDBusConnection bus, QObject *parent = nullptr);

    /// Shows \p title and \p text for \p key, once. Plain text: nothing in it is markup.
    void tell(const QString &key, const QString &title, const QString &text);
    /// \p key needs no telling any more, be it that somebody saw it; what is shown of it goes away.
    void settle(const QString &key);

Q_SIGNALS:
    /// A person clicked on the notification of \p key.
    void chosen(const QString &key);

private Q_SLOTS:
    void takeAction(uint id, const QString &action);
    void takeClosed(uint id, uint reason);

private:
    void close(uint id);

    QDBusConnection m_bus;
    QSet<QString> m_told;
    QHash<uint, QString> m_shown; ///< the service's numbers and whose they are
};

} // namespace stepladder::ui
