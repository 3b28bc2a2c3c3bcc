// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/ensemble/ensemblechoice.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using toolchain::OutcomeKind;
using toolchain::ProbeOutcome;

namespace {

/// A number as either language writes it; nullopt for all else.
std::optional<double> numberIn(QString text)
{
    static const QRegularExpression suffix(u"(?<=[\\d.])[mMfFdDlLuU]+$"_s);
    bool ok = false;
    const double value = text.remove(suffix).remove(u'_').toDouble(&ok);
    return ok ? std::optional(value) : std::nullopt;
}

/// The kind of quotes means nothing, nor do blanks outside of them.
QString plain(const QString &text)
{
    QString bare;
    QChar quote;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (quote.isNull() && c.isSpace())
            continue;
        if (!quote.isNull() && c == u'\\') {
            bare += text.mid(i++, 2);
            continue;
        }
        const bool mark = c == u'\'' || c == u'"';
        if (mark && (quote.isNull() || quote == c)) {
            quote = quote.isNull() ? c : QChar();
            bare += u'\'';
            continue;
        }
        bare += c;
    }
    return bare;
}

/// What stands in quotes, where it would be no other value without them.
std::optional<QString> unquoted(const QString &bare)
{
    if (bare.size() < 2 || !bare.startsWith(u'\'') || !bare.endsWith(u'\''))
        return std::nullopt;
    const QString inner = bare.mid(1, bare.size() - 2);
    static const QStringList words{u"true"_s, u"false"_s, u"none"_s, u"null"_s, QString()};
    const bool other = numberIn(inner) || words.contains(inner.toLower());
    return other ? std::nullopt : std::optional(inner);
}

/// "raises shop.PriceError: no price" → "PriceError".
QString exceptionName(QString text)
{
    static const QRegularExpression verb(u"^(?:raises|throws|raise|throw)\\s+"_s);
    text = text.trimmed().remove(verb).section(u':', 0, 0).section(u'(', 0, 0).trimmed();
    return text.section(u'.', -1);
}

int metBy(const Survivor &survivor, const QList<DistinguishingInput> &inputs)
{
    int met = 0;
    for (qsizetype i = 0; i < std::min(inputs.size(), survivor.outcomes.size()); ++i)
        met += inputs.at(i).expected && meets(*inputs.at(i).expected, survivor.outcomes.at(i));
    return met;
}

/// Better first; survivors in place of the list.
QList<Survivor> byScore(QList<Survivor> survivors)
{
    std::stable_sort(survivors.begin(), survivors.end(),
                     [](const Survivor &a, const Survivor &b) { return a.score > b.score; });
    return survivors;
}

QString attemptsText(const SurvivorGroup &group)
{
    QStringList numbers;
    for (const int number : group.attempts)
        numbers.append(QString::number(number));
    if (numbers.size() == 1)
        return u"attempt "_s + numbers.first();
    return u"attempts %1 and %2"_s.arg(numbers.mid(0, numbers.size() - 1).join(u", "_s), numbers.last());
}

QString familiesText(int families)
{
    return families == 1 ? u"one family"_s : u"%1 families"_s.arg(families);
}

struct Because
{
    ChosenBy by = ChosenBy::Nobody;
    QString reason;
};

Because because(const EnsembleChoice &choice, const QList<DistinguishingInput> &inputs, double score, double next)
{
    const QString chosen = u"attempt %1"_s.arg(choice.order.first());
    if (choice.order.size() == 1)
        return {ChosenBy::Gates, u"only %1 passed the gates"_s.arg(chosen)};
    const SurvivorGroup &first = choice.groups.first();
    const QString reviewed = score == next ? u"the reviews are equal too (%1), so the first in the list"_s.arg(score)
                                           : u"%1 has the best review (%2)"_s.arg(chosen).arg(score);
    if (inputs.isEmpty())
        return {ChosenBy::Review, u"nothing was run that could tell them apart: "_s + reviewed};
    const qsizetype expectations =
        std::count_if(inputs.begin(), inputs.end(), [](const auto &input) { return input.expected.has_value(); });
    if (choice.groups.size() == 1)
        return {ChosenBy::Review,
                u"all agree on all %1 inputs and meet %2 of %3 expectations: %4"_s.arg(inputs.size())
                    .arg(first.met)
                    .arg(expectations)
                    .arg(reviewed)};
    const SurvivorGroup &second = choice.groups.at(1);
    if (first.met != second.met)
        return {ChosenBy::Expectations,
                u"%1: %2 of %3 expectations met, by the next %4"_s.arg(attemptsText(first))
                    .arg(first.met)
                    .arg(expectations)
                    .arg(second.met)};
    if (first.families != second.families)
        return {ChosenBy::Agreement,
                u"%1 of %2 agree on all %3 inputs, against %4"_s.arg(attemptsText(first), familiesText(first.families))
                    .arg(inputs.size())
                    .arg(familiesText(second.families))};
    return {ChosenBy::Review, u"the inputs tell them apart, expectations and families do not decide: "_s + reviewed};
}

} // namespace

QString toString(ChosenBy by)
{
    switch (by) {
    case ChosenBy::Nobody:
        return u"nobody"_s;
    case ChosenBy::Gates:
        return u"gates"_s;
    case ChosenBy::Expectations:
        return u"expectations"_s;
    case ChosenBy::Agreement:
        return u"agreement"_s;
    case ChosenBy::Review:
        return u"review"_s;
    }
    return {};
}

bool meets(const QString &expected, const ProbeOutcome &outcome)
{
    if (outcome.kind == OutcomeKind::Exception)
        return exceptionName(expected) == exceptionName(outcome.text);
    if (outcome.kind != OutcomeKind::Value)
        return false;
    const QString wanted = plain(expected);
    const QString got = plain(outcome.text);
    if (wanted == got || unquoted(got) == expected.trimmed())
        return true;
    const auto a = numberIn(wanted);
    const auto b = numberIn(got);
    if (a && b)
        return std::abs(*a - *b) <= 1e-9 * std::max({1.0, std::abs(*a), std::abs(*b)});
    static const QStringList words{u"true"_s, u"false"_s, u"none"_s, u"null"_s};
    const QString word = wanted.toLower() == u"none"_s ? u"null"_s : wanted.toLower();
    const QString said = got.toLower() == u"none"_s ? u"null"_s : got.toLower();
    return words.contains(word) && word == said;
}

EnsembleChoice choose(const QList<Survivor> &survivors, const QList<DistinguishingInput> &inputs)
{
    EnsembleChoice choice;
    if (survivors.isEmpty())
        return choice;
    struct Candidates
    {
        SurvivorGroup group;
        QList<Survivor> members;
        QSet<QString> families;
    };
    QList<Candidates> groups;
    for (const Survivor &survivor : byScore(survivors)) {
        // Where nothing was run nobody agrees with anybody.
        auto same = survivor.outcomes.isEmpty() ? groups.end()
                                                : std::find_if(groups.begin(), groups.end(), [&](const Candidates &c) {
                                                      return c.members.first().outcomes == survivor.outcomes;
                                                  });
        if (same == groups.end())
            same = groups.insert(groups.end(), {{.attempts = {}, .met = metBy(survivor, inputs)}, {}, {}});
        same->group.attempts.append(survivor.attempt);
        same->members.append(survivor);
        same->families.insert(survivor.family);
        same->group.families = int(same->families.size());
    }
    std::stable_sort(groups.begin(), groups.end(), [](const Candidates &a, const Candidates &b) {
        return a.group.met != b.group.met ? a.group.met > b.group.met : a.group.families > b.group.families;
    });
    for (const Candidates &candidates : std::as_const(groups)) {
        choice.groups.append(candidates.group);
        choice.order += candidates.group.attempts;
    }
    const QList<Survivor> &first = groups.first().members;
    const double next = groups.size() > 1 ? groups.at(1).members.first().score
        : first.size() > 1                ? first.at(1).score
                                          : -1;
    const Because why = because(choice, first.first().outcomes.isEmpty() ? QList<DistinguishingInput>() : inputs,
                                first.first().score, next);
    choice.by = why.by;
    choice.reason = why.reason;
    return choice;
}

} // namespace stepladder::engine
