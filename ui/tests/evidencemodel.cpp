// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tests/evidencemodel.h"

#include "ui/tests/testsmodel.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Ending;
using domain::Evidence;
using domain::Execution;
using domain::FileCoverage;

namespace {

struct EvidenceText
{
    Q_DECLARE_TR_FUNCTIONS(stepladder::ui::EvidenceText)
};

constexpr quintptr kSection = std::numeric_limits<quintptr>::max();

QString wordOf(Ending ending)
{
    switch (ending) {
    case Ending::Finished:
        return EvidenceText::tr("finished");
    case Ending::NothingExecuted:
        return EvidenceText::tr("no test was executed");
    case Ending::HostAborted:
        return EvidenceText::tr("the test host went away");
    case Ending::TimedOut:
        return EvidenceText::tr("the time was up");
    case Ending::OutOfMemory:
        return EvidenceText::tr("the memory was used up");
    case Ending::OutputFlood:
        return EvidenceText::tr("too much was printed");
    case Ending::DiskQuota:
        return EvidenceText::tr("too much was written");
    case Ending::Contradicted:
        return EvidenceText::tr("it ended as failed, and no failed test is named");
    }
    return {};
}

/// "3–5, 9": lines that follow each other as one.
QString lineRanges(const QList<int> &lines)
{
    QStringList parts;
    for (qsizetype i = 0; i < lines.size();) {
        qsizetype last = i;
        while (last + 1 < lines.size() && lines.at(last + 1) == lines.at(last) + 1)
            ++last;
        parts.append(last == i ? QString::number(lines.at(i)) : u"%1–%2"_s.arg(lines.at(i)).arg(lines.at(last)));
        i = last + 1;
    }
    return parts.join(u", "_s);
}

EvidenceRow verdictSection(const AttemptRecord &record)
{
    const domain::Verdict &verdict = record.verdict;
    const Evidence &evidence = verdict.evidence;
    EvidenceRow section{.what = EvidenceText::tr("Verdict")};
    section.children.append({.what = verdict.summary,
                             .result = QLocale().toString(verdict.score, 'f', 1),
                             .details = verdict.summary,
                             .bad = !verdict.passed});
    if (verdict.confidence < 1)
        section.children.append({.what = verdict.confidence < 0.7 ? EvidenceText::tr("The judges disagree")
                                                                  : EvidenceText::tr("The judges agree"),
                                 .result = QLocale().toString(verdict.confidence, 'f', 2)});
    if (verdict.evidenceOnly)
        section.children.append({.what = EvidenceText::tr("No judge is configured: the evidence alone decides")});
    if (verdict.unproven)
        section.children.append({.what = EvidenceText::tr("Unproven: nothing executed the file"), .bad = true});
    section.children.append({.what = EvidenceText::tr("How it ended"),
                             .result = wordOf(evidence.ending),
                             .details = evidence.endingDetail,
                             .bad = domain::endedBadly(evidence.ending)});
    section.children.append({.what = evidence.fullSpeed ? EvidenceText::tr("Built in full, in a fresh sandbox")
                                                        : EvidenceText::tr("Compiled the quick way")});
    if (!evidence.contentHash.isEmpty())
        section.children.append({.what = EvidenceText::tr("Hash of what was judged"),
                                 .result = evidence.contentHash.left(12),
                                 .details = evidence.contentHash});
    return section;
}

EvidenceRow commandSection(const Evidence &evidence)
{
    EvidenceRow section{.what = EvidenceText::tr("Commands")};
    for (const Execution &execution : evidence.executions)
        section.children.append(
            {.what = execution.command,
             .result = EvidenceText::tr("exit %1").arg(execution.exitCode),
             .time = timeText(double(execution.ms)),
             .details = execution.output.isEmpty() ? EvidenceText::tr("It printed nothing.") : execution.output,
             .bad = execution.exitCode != 0});
    return section;
}

EvidenceRow coverageSection(const AttemptRecord &record)
{
    EvidenceRow section{.what = EvidenceText::tr("Coverage")};
    if (record.coverage)
        section.result = EvidenceText::tr("%1 %").arg(std::lround(*record.coverage));
    if (!record.verdict.evidence.coverage)
        return section;
    for (const FileCoverage &file : record.verdict.evidence.coverage->files) {
        if (file.totalLines == 0)
            continue;
        QStringList details{EvidenceText::tr("%1 of %2 lines").arg(file.coveredLines).arg(file.totalLines)};
        if (file.totalBranches > 0)
            details.append(EvidenceText::tr("%1 of %2 branches").arg(file.coveredBranches).arg(file.totalBranches));
        if (!file.missedLines.isEmpty())
            details.append(EvidenceText::tr("never executed: %1").arg(lineRanges(file.missedLines)));
        section.children.append(
            {.what = file.file,
             .result = EvidenceText::tr("%1 %").arg(std::lround(100.0 * file.coveredLines / file.totalLines)),
             .details = details.join(u'\n'),
             .file = file.file,
             .line = file.missedLines.value(0, 1)});
    }
    return section;
}

EvidenceRow noteSection(const Evidence &evidence)
{
    EvidenceRow section{.what = EvidenceText::tr("Notes")};
    for (const QString &note : evidence.tests.notes)
        section.children.append({.what = note, .details = note});
    for (const QString &file : evidence.uncompiledTests)
        section.children.append({.what = EvidenceText::tr("Left out, it does not compile: %1").arg(file),
                                 .file = file,
                                 .line = 1,
                                 .bad = true});
    for (const QString &test : evidence.unfinishedTests)
        section.children.append({.what = EvidenceText::tr("Was running when it ended: %1").arg(test), .bad = true});
    return section;
}

} // namespace

QList<EvidenceRow> evidenceRows(const AttemptRecord &record)
{
    QList<EvidenceRow> sections;
    if (record.judged)
        sections.append(verdictSection(record));
    for (const EvidenceRow &section :
         {commandSection(record.verdict.evidence), coverageSection(record), noteSection(record.verdict.evidence)}) {
        if (!section.children.isEmpty() || !section.result.isEmpty())
            sections.append(section);
    }
    return sections;
}

void EvidenceModel::setRows(QList<EvidenceRow> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

const EvidenceRow *EvidenceModel::row(const QModelIndex &index) const
{
    if (!index.isValid())
        return nullptr;
    return index.internalId() == kSection ? &m_rows.at(index.row())
                                          : &m_rows.at(qsizetype(index.internalId())).children.at(index.row());
}

QModelIndex EvidenceModel::index(int row, int column, const QModelIndex &parent) const
{
    if (row < 0 || column < 0 || column >= ColumnCount || row >= rowCount(parent))
        return {};
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) : kSection);
}

QModelIndex EvidenceModel::parent(const QModelIndex &index) const
{
    if (!index.isValid() || index.internalId() == kSection)
        return {};
    return createIndex(int(index.internalId()), 0, kSection);
}

int EvidenceModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_rows.size());
    if (parent.column() > 0 || parent.internalId() != kSection)
        return 0;
    return int(m_rows.at(parent.row()).children.size());
}

int EvidenceModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant EvidenceModel::data(const QModelIndex &index, int role) const
{
    const EvidenceRow *own = row(index);
    if (!own)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == What ? own->what : index.column() == Result ? own->result : own->time;
    case Qt::TextAlignmentRole:
        return index.column() == What ? QVariant() : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    case Qt::AccessibleTextRole: {
        QStringList words;
        for (const QString &word : {own->what, own->result, own->time}) {
            if (!word.isEmpty())
                words.append(word);
        }
        return index.column() == What ? QVariant(words.join(u", "_s)) : QVariant();
    }
    case BadRole:
        return own->bad;
    default:
        return {};
    }
}

QVariant EvidenceModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == What ? tr("What") : section == Result ? tr("Result") : tr("Time");
}

} // namespace stepladder::ui
