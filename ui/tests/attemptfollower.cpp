// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tests/attemptfollower.h"

#include <algorithm>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Entry;
using journal::AttemptState;

namespace {

/// Entries that say more of an attempt than its state does.
bool tellsMore(const Entry &entry)
{
    return entry.type == u"candidate.made"_s || entry.type == u"tests.finished"_s
        || entry.type == u"rootcause.analyzed"_s;
}

} // namespace

AttemptFollower::AttemptFollower(OpenRun &run, QObject *parent)
    : QObject(parent)
    , m_run(run)
{
    connect(&run.selection(), &Selection::changed, this, [this] { follow(false); });
    connect(&run.feed(), &RunFeed::momentChanged, this, [this] { follow(false); });
    connect(&run.feed(), &RunFeed::entriesAdded, this, [this](const QList<Entry> &entries) {
        const bool mine = std::any_of(entries.begin(), entries.end(),
                                      [this](const Entry &entry) { return entry.step == m_step && tellsMore(entry); });
        if (mine)
            follow(true);
    });
    follow(false);
}

void AttemptFollower::follow(bool force)
{
    const AttemptState *attempt = m_run.selectedAttempt();
    const auto now = attempt ? std::optional(*attempt) : std::nullopt;
    // What the attempt costs, it costs while it is written: that changes nothing of what was executed.
    const auto same = [](const AttemptState &a, const AttemptState &b) {
        return a.startedSeq == b.startedSeq && a.state == b.state && a.verdictSeq == b.verdictSeq;
    };
    // Inside a running attempt each old moment may know more than the one before; after its verdict none does.
    const qint64 moment = now && now->verdictSeq == 0 ? until() : 0;
    const bool unchanged = m_step == m_run.selection().step() && now.has_value() == m_attempt.has_value()
        && (!now || same(*now, *m_attempt)) && moment == m_moment;
    m_moment = moment;
    m_step = m_run.selection().step();
    m_attempt = now;
    if (force || !unchanged)
        Q_EMIT changed();
}

QList<AttemptState> AttemptFollower::judgedBefore(int most) const
{
    QList<AttemptState> before;
    for (const AttemptState &attempt : m_run.attemptsOf(m_step)) {
        if (m_attempt && attempt.startedSeq < m_attempt->startedSeq && attempt.verdictSeq > 0)
            before.append(attempt);
    }
    return before.mid(std::max<qsizetype>(0, before.size() - most));
}

qint64 AttemptFollower::until() const
{
    return m_run.isScrubbed() ? m_run.moment().run.seq : 0;
}

} // namespace stepladder::ui
