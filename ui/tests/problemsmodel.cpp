// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tests/problemsmodel.h"

#include <QCoreApplication>

#include <algorithm>
#include <tuple>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Diagnostic;
using domain::Issue;
using domain::IssueSource;
using domain::Severity;

namespace {

struct ProblemWords
{
    Q_DECLARE_TR_FUNCTIONS(stepladder::ui::ProblemWords)
};

/// What makes two of them the same: an issue has no column and may cut the message.
auto identity(const Problem &p)
{
    return std::tuple(p.file, p.line, p.id, p.message.left(80));
}

IssueSource sourceOf(const Diagnostic &d)
{
    if (d.tool == u"tests"_s)
        return IssueSource::Test;
    return d.severity == Severity::Error ? IssueSource::Build : IssueSource::Warning;
}

} // namespace

QList<Problem> problemsOf(const AttemptRecord &record)
{
    QList<Problem> problems;
    QSet<QString> known;
    const auto add = [&](Problem problem) {
        const auto [file, line, id, message] = identity(problem);
        const QString key = QStringList{file, QString::number(line), id, message}.join(u'\n');
        if (known.contains(key))
            return;
        known.insert(key);
        problem.step = record.attempt.step;
        problems.append(std::move(problem));
    };
    const auto addIssues = [&add](const QList<Issue> &issues, bool counted) {
        for (const Issue &i : issues)
            add({i.severity, i.source, i.id, i.file, i.line, i.message, {}, counted});
    };
    addIssues(record.verdict.issues, true);
    addIssues(record.reported, false);
    for (const Diagnostic &d : record.verdict.evidence.diagnostics)
        add({d.severity, sourceOf(d), d.id, d.file, d.line, d.message, {}, false});
    return problems;
}

QString wordOf(Severity severity)
{
    switch (severity) {
    case Severity::Error:
        return ProblemWords::tr("error");
    case Severity::Warning:
        return ProblemWords::tr("warning");
    case Severity::Info:
        return ProblemWords::tr("note");
    }
    return {};
}

QString wordOf(IssueSource source)
{
    switch (source) {
    case IssueSource::Build:
        return ProblemWords::tr("build");
    case IssueSource::Test:
        return ProblemWords::tr("test");
    case IssueSource::Run:
        return ProblemWords::tr("test run");
    case IssueSource::Review:
        return ProblemWords::tr("review");
    case IssueSource::Coverage:
        return ProblemWords::tr("coverage");
    case IssueSource::Pattern:
        return ProblemWords::tr("pattern");
    case IssueSource::Warning:
        return ProblemWords::tr("compiler");
    case IssueSource::Answer:
        return ProblemWords::tr("answer");
    case IssueSource::Path:
        return ProblemWords::tr("path");
    }
    return {};
}

void ProblemsModel::setProblems(QList<Problem> problems)
{
    if (problems == m_problems)
        return;
    // A verdict's problems come together, once an attempt.
    beginResetModel();
    m_problems = std::move(problems);
    endResetModel();
}

QString ProblemsModel::line(const Problem &problem)
{
    QString text;
    if (!problem.file.isEmpty())
        text =
            problem.line > 0 ? u"%1:%2: "_s.arg(problem.file, QString::number(problem.line)) : problem.file + u": "_s;
    text += domain::toString(problem.severity);
    if (!problem.id.isEmpty())
        text += u' ' + problem.id;
    return text + u": "_s + problem.message;
}

int ProblemsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_problems.size());
}

int ProblemsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ProblemsModel::text(const Problem &p, int column) const
{
    switch (column) {
    case Message:
        return p.message.section(u'\n', 0, 0);
    case Id:
        return p.id;
    case Source:
        return p.counted ? wordOf(p.source) : tr("%1, not counted").arg(wordOf(p.source));
    case Step:
        return p.step;
    case Place:
        return p.line > 0 ? u"%1:%2"_s.arg(p.file, QString::number(p.line)) : p.file;
    default:
        return {};
    }
}

QVariant ProblemsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Problem &p = m_problems.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(p, index.column());
    case SortRole:
        // Worst first, then as they stand in the file; other columns by what they show.
        if (index.column() == Message)
            return u"%1%2%3"_s.arg(int(p.severity)).arg(p.counted ? 0 : 1).arg(index.row(), 8, 10, QChar(u'0'));
        if (index.column() == Place)
            return p.file + u"%1"_s.arg(p.line, 9, 10, QChar(u'0'));
        return text(p, index.column());
    case Qt::AccessibleTextRole:
        return index.column() == Message ? QVariant(line(p)) : QVariant();
    case Qt::ToolTipRole:
        return p.message.size() < 2000 ? u"<p>"_s + p.message.toHtmlEscaped().replace(u'\n', u"<br>"_s) + u"</p>"_s
                                       : QString();
    case SeverityRole:
        return int(p.severity);
    case SourceRole:
        return int(p.source);
    case CountedRole:
        return p.counted;
    case SearchRole:
        return QStringList{p.message, p.id, p.file, p.step}.join(u' ');
    default:
        return {};
    }
}

QVariant ProblemsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList names{tr("Problem"), tr("ID"), tr("From"), tr("Step"), tr("Place")};
    return names.value(section);
}

ProblemsFilter::ProblemsFilter(QObject *parent)
    : QSortFilterProxyModel(parent)
{
    setSortRole(ProblemsModel::SortRole);
    sort(ProblemsModel::Message);
}

void ProblemsFilter::setSeverity(Severity least)
{
    m_least = least;
    invalidateFilter();
}

void ProblemsFilter::setSource(std::optional<IssueSource> source)
{
    m_source = source;
    invalidateFilter();
}

void ProblemsFilter::setText(const QString &text)
{
    m_text = text;
    invalidateFilter();
}

bool ProblemsFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (index.data(ProblemsModel::SeverityRole).toInt() > int(m_least))
        return false;
    if (m_source && index.data(ProblemsModel::SourceRole).toInt() != int(*m_source))
        return false;
    return m_text.isEmpty() || index.data(ProblemsModel::SearchRole).toString().contains(m_text, Qt::CaseInsensitive);
}

} // namespace stepladder::ui
