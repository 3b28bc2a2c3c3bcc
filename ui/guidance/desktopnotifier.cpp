// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guidance/desktopnotifier.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

namespace {

// The Desktop Notifications Specification 1.2.
const QString kService = u"org.freedesktop.Notifications"_s;
const QString kPath = u"/org/freedesktop/Notifications"_s;
const QString kClicked = u"default"_s;
constexpr int kAsTheServiceLikes = -1;
constexpr qsizetype kLongestText = 300;

QDBusMessage call(const QString &method)
{
    return QDBusMessage::createMethodCall(kService, kPath, kService, method);
}

} // namespace

DesktopNotifier::DesktopNotifier(QDBusConnection bus, QObject *parent)
    : QObject(parent)
    , m_bus(std::move(bus))
{
    if (!m_bus.isConnected())
        return;
    m_bus.connect(kService, kPath, kService, u"ActionInvoked"_s, this, SLOT(takeAction(uint, QString)));
    m_bus.connect(kService, kPath, kService, u"NotificationClosed"_s, this, SLOT(takeClosed(uint, uint)));
}

void DesktopNotifier::tell(const QString &key, const QString &title, const QString &text)
{
    if (!m_bus.isConnected() || m_told.contains(key))
        return;
    m_told.insert(key);
    QDBusMessage notify = call(u"Notify"_s);
    notify << u"Stepladder"_s << 0U << u"stepladder"_s << title << text.left(kLongestText).toHtmlEscaped()
           << QStringList{kClicked, tr("Show")} << QVariantMap{{u"desktop-entry"_s, u"stepladder"_s}}
           << kAsTheServiceLikes;
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(notify), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, key] {
        watcher->deleteLater();
        const QDBusPendingReply<uint> reply = *watcher;
        if (reply.isError())
            return;
        if (m_told.contains(key))
            m_shown.insert(reply.value(), key);
        else
            close(reply.value()); // it was settled meanwhile
    });
}

void DesktopNotifier::settle(const QString &key)
{
    m_told.remove(key);
    for (const uint id : m_shown.keys(key)) {
        m_shown.remove(id);
        close(id);
    }
}

void DesktopNotifier::close(uint id)
{
    QDBusMessage message = call(u"CloseNotification"_s);
    message << id;
    m_bus.call(message, QDBus::NoBlock);
}

void DesktopNotifier::takeAction(uint id, const QString &action)
{
    const QString key = m_shown.value(id);
    if (!key.isEmpty() && action == kClicked)
        Q_EMIT chosen(key);
}

void DesktopNotifier::takeClosed(uint id, uint)
{
    m_shown.remove(id);
}

} // namespace stepladder::ui
