// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tests/comparison.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

namespace {

class Text
{
    Q_DECLARE_TR_FUNCTIONS(stepladder::ui::Comparison)
};

QString figure(double value)
{
    return QString::number(value, 'g', 3);
}

ComparedCandidate candidateOf(const QJsonObject &json, int chosen)
{
    const QString model = json[u"model"].toString();
    QStringList lines{
        Text::tr("%1, as %2, of the family %3").arg(model, json[u"role"].toString(), json[u"family"].toString())};
    if (json.contains(u"temperature"))
        lines.append(Text::tr("sampled at %1").arg(figure(json[u"temperature"].toDouble())));
    lines.append(json[u"summary"].toString());
    const int attempt = json[u"attempt"].toInt();
    return {.attempt = attempt, .model = model, .details = lines.join(u'\n'), .chosen = attempt == chosen};
}

ComparedCell verdictOf(const QJsonObject &json)
{
    const QString state = json[u"state"].toString();
    const QString score = figure(json[u"score"].toDouble());
    const QString summary = json[u"summary"].toString();
    if (state == u"passed")
        return {Text::tr("passed, %1").arg(score), Mark::Accepted, summary};
    if (state == u"unproven")
        return {Text::tr("unproven, %1").arg(score), Mark::Unproven, summary};
    if (state == u"unreachable")
        return {Text::tr("could not be asked"), Mark::Skipped, summary};
    return {state == u"failed" ? Text::tr("failed, %1").arg(score) : Text::tr("no candidate"), Mark::Failed, summary};
}

ComparedCell testsOf(const QJsonObject &json)
{
    if (!json.contains(u"testsPassed"))
        return {};
    const int passed = json[u"testsPassed"].toInt();
    const int failed = json[u"testsFailed"].toInt();
    if (passed + failed == 0)
        return {Text::tr("none ran")};
    return failed > 0 ? ComparedCell{Text::tr("%1 of %2 failed").arg(failed).arg(passed + failed), Mark::Failed}
                      : ComparedCell{Text::tr("%1 passed").arg(passed), Mark::Accepted};
}

QString outcomeText(const QJsonObject &outcome)
{
    const QString kind = outcome[u"kind"].toString();
    const QString text = outcome[u"text"].toString();
    if (kind == u"exception")
        return Text::tr("raises %1").arg(text);
    if (kind == u"not_compiled")
        return Text::tr("does not compile");
    if (kind == u"crashed")
        return Text::tr("ends the process");
    return kind == u"hung" ? Text::tr("hangs") : text;
}

ComparedCell outcomeOf(const QJsonObject &outcome)
{
    ComparedCell cell{.text = outcomeText(outcome), .details = outcome[u"text"].toString()};
    if (outcome.contains(u"met"))
        cell.mark = outcome[u"met"].toBool() ? Mark::Accepted : Mark::Failed;
    return cell;
}

/// What stands under a candidate's column, by attempt.
class Columns
{
public:
    explicit Columns(const QList<ComparedCandidate> &candidates)
    {
        for (qsizetype i = 0; i < candidates.size(); ++i)
            m_places.insert(candidates.at(i).attempt, i);
    }
    QList<ComparedCell> empty() const { return QList<ComparedCell>(m_places.size()); }
    void put(QList<ComparedCell> &cells, int attempt, const ComparedCell &cell) const
    {
        if (const auto place = m_places.constFind(attempt); place != m_places.constEnd())
            cells[*place] = cell;
    }

private:
    QHash<int, qsizetype> m_places;
};

ComparedRow testRow(const QJsonObject &test, const QJsonArray &candidates, const Columns &columns)
{
    ComparedRow row{.what = test[u"test"].toString(), .cells = columns.empty()};
    for (const auto &candidate : candidates) {
        if (candidate[u"testsPassed"].isDouble())
            columns.put(row.cells, candidate[u"attempt"].toInt(), {Text::tr("passed"), Mark::Accepted});
    }
    for (const auto &attempt : test[u"failed"].toArray())
        columns.put(row.cells, attempt.toInt(), {Text::tr("failed"), Mark::Failed});
    return row;
}

/// Survivors that did the same on every input share a letter; the first group is the chosen one.
ComparedRow groupsRow(const QJsonArray &groups, const Columns &columns)
{
    ComparedRow row{.what = Text::tr("Group of those that agree"), .cells = columns.empty()};
    for (qsizetype i = 0; i < groups.size(); ++i) {
        const int families = groups.at(i)[u"families"].toInt();
        const QString name = QChar(u'A' + int(i));
        const QString text =
            families == 1 ? Text::tr("%1 · 1 family").arg(name) : Text::tr("%1 · %2 families").arg(name).arg(families);
        for (const auto &attempt : groups.at(i)[u"attempts"].toArray())
            columns.put(row.cells, attempt.toInt(), {.text = text});
    }
    return row;
}

} // namespace

Comparison comparisonOf(const domain::Entry &compared)
{
    const QJsonObject &data = compared.data;
    const int chosen = data[u"chosen"].toInt();
    Comparison comparison;
    const QJsonArray candidates = data[u"candidates"].toArray();
    ComparedRow verdicts{.what = Text::tr("Verdict"), .cells = {}};
    ComparedRow tests{.what = Text::tr("Tests"), .cells = {}};
    for (const auto &candidate : candidates) {
        comparison.candidates.append(candidateOf(candidate.toObject(), chosen));
        verdicts.cells.append(verdictOf(candidate.toObject()));
        tests.cells.append(testsOf(candidate.toObject()));
    }
    const Columns columns(comparison.candidates);
    comparison.rows = {verdicts, tests};
    for (const auto &test : data[u"tests"].toArray())
        comparison.rows.append(testRow(test.toObject(), candidates, columns));
    for (const auto &input : data[u"inputs"].toArray()) {
        ComparedRow row{.what = input[u"expression"].toString(),
                        .expected = input[u"expected"].toString(),
                        .code = true,
                        .cells = columns.empty()};
        for (const auto &outcome : input[u"outcomes"].toArray())
            columns.put(row.cells, outcome[u"attempt"].toInt(), outcomeOf(outcome.toObject()));
        comparison.rows.append(row);
    }
    if (!data[u"inputs"].toArray().isEmpty())
        comparison.rows.append(groupsRow(data[u"groups"].toArray(), columns));
    const QString reason = data[u"reason"].toString();
    comparison.verdict = chosen > 0 ? Text::tr("Attempt %1 is chosen: %2").arg(chosen).arg(reason)
                                    : Text::tr("Nobody is chosen: %1").arg(reason);
    if (data[u"oneFamily"].toBool() && candidates.size() > 1)
        comparison.family = Text::tr("All candidates are of one family: what they agree on is the word of one.");
    return comparison;
}

void ComparisonModel::setComparison(Comparison comparison)
{
    beginResetModel();
    m_comparison = std::move(comparison);
    endResetModel();
}

int ComparisonModel::attemptOf(int column) const
{
    const auto place = column - FirstCandidate;
    return place >= 0 && place < m_comparison.candidates.size() ? m_comparison.candidates.at(place).attempt : 0;
}

int ComparisonModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_comparison.rows.size());
}

int ComparisonModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : FirstCandidate + int(m_comparison.candidates.size());
}

const ComparedCell *ComparisonModel::cell(const QModelIndex &index) const
{
    const QList<ComparedCell> &cells = m_comparison.rows.at(index.row()).cells;
    const int place = index.column() - FirstCandidate;
    return place >= 0 && place < cells.size() ? &cells.at(place) : nullptr;
}

QVariant ComparisonModel::textOf(const QModelIndex &index) const
{
    const ComparedRow &row = m_comparison.rows.at(index.row());
    const ComparedCell *found = cell(index);
    return found ? found->text : index.column() == What ? row.what : row.expected;
}

QVariant ComparisonModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ComparedRow &row = m_comparison.rows.at(index.row());
    const ComparedCell *found = cell(index);
    switch (role) {
    case Qt::DisplayRole:
        return textOf(index);
    case Qt::ToolTipRole:
        return found && !found->details.isEmpty() ? found->details : textOf(index);
    case Qt::AccessibleTextRole: {
        if (!found)
            return textOf(index);
        const ComparedCandidate &candidate = m_comparison.candidates.at(index.column() - FirstCandidate);
        const QString met = !found->mark || row.expected.isEmpty() ? QString()
            : *found->mark == Mark::Accepted                       ? Text::tr(", as expected")
                                                                   : Text::tr(", not as expected");
        return Text::tr("%1, attempt %2: %3%4").arg(row.what).arg(candidate.attempt).arg(found->text, met);
    }
    case MarkRole:
        return found && found->mark ? QVariant(int(*found->mark)) : QVariant();
    case ChosenRole:
        return found && m_comparison.candidates.at(index.column() - FirstCandidate).chosen;
    case CodeRole:
        return row.code;
    default:
        return {};
    }
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical)
        return {};
    const int place = section - FirstCandidate;
    if (place < 0 || place >= m_comparison.candidates.size()) {
        if (role != Qt::DisplayRole)
            return {};
        return section == What ? Text::tr("Test or input") : section == Expected ? Text::tr("Expected") : QVariant();
    }
    const ComparedCandidate &candidate = m_comparison.candidates.at(place);
    if (role == Qt::DisplayRole) {
        const QString name = u"%1 · %2"_s.arg(candidate.attempt).arg(candidate.model);
        return candidate.chosen ? Text::tr("%1 · chosen").arg(name) : name;
    }
    return role == Qt::ToolTipRole ? QVariant(candidate.details) : QVariant();
}

} // namespace stepladder::ui
