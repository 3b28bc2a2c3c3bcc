// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guidance/helpevidence.h"

#include "ui/run/openrun.h"

#include <limits>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Result;

namespace {

struct BestAttempt
{
    CodeAnswer code;
    AttemptRecord record = {};
};

} // namespace

HelpEvidence::HelpEvidence(const domain::Request &request, OpenRun &run, QObject *parent)
    : QObject(parent)
    , m_request(request)
    , m_run(run)
{
    // The moment may be read after the question.
    connect(&run.feed(), &RunFeed::momentChanged, this, [this] {
        if (!m_bestAsked)
            readBest();
    });
    connect(&run.feed(), &RunFeed::entriesAdded, this, [this](const QList<domain::Entry> &entries) {
        const auto ofMine = [this](const domain::Entry &entry) {
            return entry.type.startsWith(u"trial."_s) && entry.data[u"request"].toString() == m_request.id;
        };
        if (std::any_of(entries.begin(), entries.end(), ofMine))
            readTrial();
    });
}

void HelpEvidence::read()
{
    readBest();
    readTrial();
}

/// The attempt that the request calls the best; numbers begin again in each epoch.
std::optional<journal::AttemptState> HelpEvidence::best() const
{
    const int number = m_request.details[u"best"][u"attempt"].toInt();
    std::optional<journal::AttemptState> found;
    for (const journal::AttemptState &attempt : m_run.attemptsOf(m_request.step)) {
        if (attempt.number == number)
            found = attempt;
    }
    return found;
}

void HelpEvidence::readBest()
{
    const QString file = m_request.details[u"file"].toString();
    const bool proposed = !m_request.details[u"best"].toObject().isEmpty();
    const auto attempt = proposed ? best() : std::nullopt;
    if (proposed && !attempt)
        return;
    m_bestAsked = true;
    if (!proposed) {
        m_run.feed().ask(
            this, [folder = m_run.folder(), file](journal::JournalReader &) { return fileOfStage(folder, file); },
            [this](const Result<QByteArray> &found) {
                if (found)
                    Q_EMIT fileRead(*found);
            });
        return;
    }
    const CodeQuery query{.attempt = *attempt,
                          .file = file,
                          .upTo = std::numeric_limits<qint64>::max(),
                          .workspace = m_run.moment().run.workspace};
    m_run.feed().ask(
        this,
        [query](journal::JournalReader &reader) -> Result<BestAttempt> {
            auto record = readAttempt(reader, query.attempt);
            if (!record)
                return domain::fail(record.error());
            return BestAttempt{.code = readCode(reader, query), .record = std::move(*record)};
        },
        [this](const Result<BestAttempt> &found) {
            if (found)
                Q_EMIT bestRead(found->code, found->record);
            else
                Q_EMIT failed(found.error().message);
        });
}

void HelpEvidence::readTrial()
{
    m_run.feed().ask(
        this,
        [step = m_request.step, request = m_request.id](journal::JournalReader &reader) {
            return ui::readTrial(reader, step, request);
        },
        [this](const Result<std::optional<TrialRecord>> &found) {
            if (!found)
                Q_EMIT failed(found.error().message);
            else if (*found)
                Q_EMIT trialRead(**found);
        });
}

} // namespace stepladder::ui
