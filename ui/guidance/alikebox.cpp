// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guidance/alikebox.h"

#include "ui/guidance/waitingrequests.h"
#include "ui/run/openrun.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Request;

namespace {
constexpr int kLookMs = 5'000;
}

AlikeBox::AlikeBox(const Request &request, OpenRun &run, QWidget *parent)
    : QCheckBox(parent)
    , m_request(request)
    , m_run(run)
{
    setObjectName(u"answerAlike"_s);
    setToolTip(tr("The same words, example or decision. Code is of this file alone."));
    hide();
    if (request.details[u"fingerprint"].toString().isEmpty())
        return;
    connect(&m_looking, &QTimer::timeout, this, &AlikeBox::look);
    m_looking.start(kLookMs);
    look();
}

void AlikeBox::setServing(bool serving)
{
    m_serving = serving;
    refresh();
}

/// It waits for the disk.
void AlikeBox::look()
{
    QThreadPool::globalInstance()->start(
        [self = QPointer<AlikeBox>(this), locations = m_run.locations(), request = m_request] {
            const auto waiting = readWaiting(locations);
            const QList<Request> alike = waiting ? alikeIn(*waiting, request) : QList<Request>();
            QMetaObject::invokeMethod(
                qApp,
                [self, alike] {
                    if (!self)
                        return;
                    self->m_alike = alike;
                    self->refresh();
                },
                Qt::QueuedConnection);
        });
}

void AlikeBox::refresh()
{
    QStringList files;
    for (const Request &other : std::as_const(m_alike))
        files.append(other.details[u"file"].toString());
    setText(files.size() == 1 ? tr("It goes to %1 too, which failed alike").arg(files.first())
                              : tr("It goes to %1 others too, which failed alike").arg(files.size()));
    setAccessibleDescription(files.join(u", "_s));
    setVisible(m_serving && !files.isEmpty());
}

void AlikeBox::send(const domain::Answer &answer)
{
    if (!m_serving || !isChecked() || m_alike.isEmpty())
        return;
    m_looking.stop();
    setEnabled(false);
    QThreadPool::globalInstance()->start([self = QPointer<AlikeBox>(this), locations = m_run.locations(),
                                          now = m_run.clock().nowMs(), alike = m_alike, answer] {
        const QStringList refused = answerAlso(locations, now, alike, answer);
        const QString sentence = tr("Sent, and to %1 more.").arg(alike.size() - refused.size());
        QMetaObject::invokeMethod(
            qApp,
            [self, said = (QStringList{sentence} + refused).join(u'\n')] {
                if (self)
                    Q_EMIT self->said(said);
            },
            Qt::QueuedConnection);
    });
}

} // namespace stepladder::ui
