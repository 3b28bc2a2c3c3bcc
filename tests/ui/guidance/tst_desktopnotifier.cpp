// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guidance/desktopnotifier.h"

#include <QProcess>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using stepladder::ui::DesktopNotifier;

/// A notification service as desktops have it.
class Service : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    struct Shown
    {
        QString title;
        QString text;
        QStringList actions;
    };
    QList<Shown> shown;
    QList<uint> closed;

public Q_SLOTS:
    uint Notify(const QString &, uint, const QString &, const QString &title, const QString &text,
                const QStringList &actions, const QVariantMap &, int)
    {
        shown.append({title, text, actions});
        return uint(shown.size());
    }
    void CloseNotification(uint id) { closed.append(id); }

Q_SIGNALS:
    void ActionInvoked(uint id, const QString &action);
    void NotificationClosed(uint id, uint reason);
};

/// Against a bus of the test's own.
class TestDesktopNotifier : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init();
    void cleanup();
    void aQuestionIsShownOnce();
    void nothingInItIsMarkup();
    void aClickChooses();
    void whatIsSettledGoesAway();
    void withoutABusNothingHappens();

private:
    QProcess m_daemon;
    QString m_address;
    std::unique_ptr<Service> m_service;
    std::unique_ptr<DesktopNotifier> m_notifier;
};

void TestDesktopNotifier::initTestCase()
{
    m_daemon.start(u"dbus-daemon"_s, {u"--session"_s, u"--nofork"_s, u"--print-address"_s});
    QVERIFY2(m_daemon.waitForStarted(), "dbus-daemon is missing: packaging/setup.sh installs it");
    QVERIFY(m_daemon.waitForReadyRead());
    m_address = QString::fromUtf8(m_daemon.readLine()).trimmed();
    QVERIFY(QDBusConnection::connectToBus(m_address, u"desktop"_s).isConnected());
    QVERIFY(QDBusConnection::connectToBus(m_address, u"window"_s).isConnected());
}

void TestDesktopNotifier::cleanupTestCase()
{
    QDBusConnection::disconnectFromBus(u"desktop"_s);
    QDBusConnection::disconnectFromBus(u"window"_s);
    m_daemon.kill();
    m_daemon.waitForFinished();
}

void TestDesktopNotifier::init()
{
    m_service = std::make_unique<Service>();
    QDBusConnection desktop(u"desktop"_s);
    QVERIFY(desktop.registerService(u"org.freedesktop.Notifications"_s));
    QVERIFY(desktop.registerObject(u"/org/freedesktop/Notifications"_s, m_service.get(),
                                   QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
    m_notifier = std::make_unique<DesktopNotifier>(QDBusConnection(u"window"_s));
}

void TestDesktopNotifier::cleanup()
{
    m_notifier.reset();
    QDBusConnection desktop(u"desktop"_s);
    desktop.unregisterObject(u"/org/freedesktop/Notifications"_s);
    desktop.unregisterService(u"org.freedesktop.Notifications"_s);
    m_service.reset();
}

void TestDesktopNotifier::aQuestionIsShownOnce()
{
    m_notifier->tell(u"r.1"_s, u"Help Needed: a.cs"_s, u"An example?"_s);
    m_notifier->tell(u"r.1"_s, u"Help Needed: a.cs"_s, u"An example?"_s);
    m_notifier->tell(u"r.2"_s, u"Accept b.cs?"_s, {});
    QTRY_COMPARE(m_service->shown.size(), 2);
    QCOMPARE(m_service->shown.first().title, u"Help Needed: a.cs"_s);
    QCOMPARE(m_service->shown.first().actions.first(), u"default"_s);
}

/// Services show markup; the text may be a model's.
void TestDesktopNotifier::nothingInItIsMarkup()
{
    m_notifier->tell(u"r.1"_s, u"a"_s, u"<img src=\"https://example.org/\"> & more"_s);
    QTRY_COMPARE(m_service->shown.size(), 1);
    QVERIFY(!m_service->shown.first().text.contains(u'<'));
}

void TestDesktopNotifier::aClickChooses()
{
    QSignalSpy chosen(m_notifier.get(), &DesktopNotifier::chosen);
    m_notifier->tell(u"r.1"_s, u"a"_s, {});
    QTRY_COMPARE(m_service->shown.size(), 1);
    QTest::qWait(50); // until the answer is back
    Q_EMIT m_service->ActionInvoked(7, u"default"_s); // of another program
    Q_EMIT m_service->ActionInvoked(1, u"default"_s);
    QTRY_COMPARE(chosen.size(), 1);
    QCOMPARE(chosen.first().first().toString(), u"r.1"_s);
}

void TestDesktopNotifier::whatIsSettledGoesAway()
{
    m_notifier->tell(u"r.1"_s, u"a"_s, {});
    m_notifier->settle(u"r.1"_s); // before the service has answered
    QTRY_COMPARE(m_service->closed, QList<uint>{1});
    m_notifier->tell(u"r.2"_s, u"b"_s, {});
    QTRY_COMPARE(m_service->shown.size(), 2);
    QTest::qWait(50);
    m_notifier->settle(u"r.2"_s);
    QTRY_COMPARE(m_service->closed, (QList<uint>{1, 2}));
}

void TestDesktopNotifier::withoutABusNothingHappens()
{
    DesktopNotifier nowhere(QDBusConnection(u"none"_s));
    nowhere.tell(u"r.1"_s, u"a"_s, {});
    nowhere.settle(u"r.1"_s);
    QTest::qWait(20);
    QVERIFY(m_service->shown.isEmpty());
}

QTEST_GUILESS_MAIN(TestDesktopNotifier)
#include "tst_desktopnotifier.moc"
