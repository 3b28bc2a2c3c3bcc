// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guidance/alikebox.h"

#include "ui/guidance/waitingrequests.h"
#include "ui/run/elsewhere.h"
#include "ui/run/openrun.h"

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Request;

namespace {
constexpr int kLookAgainMs = 5'000;
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
    m_looking.start(kLookAgainMs);
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
    elsewhere(
        this,
        [locations = m_run.locations(), request = m_request] {
            const auto waiting = readWaiting(locations);
            return waiting ? alikeIn(*waiting, request) : QList<Request>();
        },
        [this](const QList<Request> &alike) {
            m_alike = alike;
            refresh();
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
    elsewhere(
        this,
        [locations = m_run.locations(), now = m_run.clock().nowMs(), alike = m_alike, answer] {
            return answerAlso(locations, now, alike, answer);
        },
        [this, asked = m_alike.size()](const QStringList &refused) {
            const QString sentence = tr("Sent, and to %1 more.").arg(asked - refused.size());
            Q_EMIT said((QStringList{sentence} + refused).join(u'\n'));
        });
}

} // namespace stepladder::ui
