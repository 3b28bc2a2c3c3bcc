// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tests/rootcausepane.h"

#include <QDateTime>
#include <QJsonArray>
#include <QLocale>
#include <QTextBrowser>

#include <algorithm>
#include <cmath>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Entry;
using domain::Result;
using journal::JournalReader;

namespace {

constexpr int kMostAnalyses = 50; ///< analyses of one step

/// Text of models is text: nothing in it is markup.
QString escaped(const QString &text)
{
    return text.trimmed().toHtmlEscaped().replace(u'\n', u"<br>"_s);
}

QString heading(const QString &text)
{
    return u"<p style=\"margin:8px 0 2px 0\"><b>%1</b></p>"_s.arg(text.toHtmlEscaped());
}

QString list(const QString &title, const QJsonValue &items)
{
    QString html;
    for (const auto &item : items.toArray())
        html += u"<li>%1</li>"_s.arg(escaped(item.toString()));
    return html.isEmpty() ? QString() : heading(title) + u"<ul style=\"margin:0 0 0 0\">%1</ul>"_s.arg(html);
}

} // namespace

RootCausePane::RootCausePane(OpenRun &run, const Theme &theme, QWidget *parent)
    : AttemptPane(run, theme, u"rootCausePane"_s, tr("Root cause"), parent)
    , m_text(new QTextBrowser(this))
{
    m_text->setObjectName(u"rootCauseText"_s);
    m_text->setAccessibleName(tr("Root cause"));
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setOpenLinks(false);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->document()->setDocumentMargin(theme.space(3));
    begin(m_text);
    setFocusProxy(m_text);
    connect(&theme, &Theme::changed, this, &RootCausePane::render);
    connect(&run.feed(), &RunFeed::momentChanged, this, [this] {
        if (!m_analyses.isEmpty() && m_analyses.first().step == follower().step())
            showMoment();
    });
}

void RootCausePane::load()
{
    const QString step = follower().step();
    if (step.isEmpty()) {
        forget();
        return say(tr("Choose a step to see why it keeps failing."));
    }
    ask(
        [step](JournalReader &reader) {
            return reader.entriesBefore(std::numeric_limits<qint64>::max(), kMostAnalyses,
                                        {.step = step, .types = {u"rootcause.analyzed"_s}});
        },
        [this](const Result<QList<Entry>> &analyses) {
            if (!analyses)
                return say(tr("The analysis cannot be read: %1").arg(analyses.error().message));
            m_analyses = *analyses;
            showMoment();
        });
}

void RootCausePane::showMoment()
{
    QList<Entry> shown;
    const qint64 until = follower().until();
    std::copy_if(m_analyses.begin(), m_analyses.end(), std::back_inserter(shown),
                 [until](const Entry &entry) { return until == 0 || entry.seq <= until; });
    if (shown.isEmpty())
        return say(tr("This step has not been analysed: that happens when it keeps failing."));
    // Written anew only when there is something new: who reads keeps their place.
    if (shown != m_shown) {
        m_shown = shown;
        render();
    }
    showPage();
}

void RootCausePane::render()
{
    QStringList parts;
    for (const Entry &analysis : std::as_const(m_shown))
        parts.append(html(analysis));
    m_text->setHtml(parts.join(u"<hr>"_s));
}

QString RootCausePane::html(const Entry &analysis) const
{
    const QJsonObject &said = analysis.data;
    const QString muted = u"<span style=\"color:%1\">%2</span>"_s.arg(theme().color(Role::Muted).name());
    const QString when = QLocale().toString(QDateTime::fromMSecsSinceEpoch(analysis.timeMs), u"hh:mm:ss"_s);
    QString text = u"<p style=\"margin:0\">%1 %2</p>"_s.arg(
        analysis.attempt > 0 ? u"<b>%1</b>"_s.arg(tr("Attempt %1").arg(analysis.attempt).toHtmlEscaped()) : QString(),
        muted.arg(when));
    text += u"<p style=\"margin:4px 0 0 0\">%1</p>"_s.arg(escaped(said[u"rootCause"].toString()));

    const int similar = said[u"similarFailuresFound"].toInt();
    const QString share =
        tr("%1 % of %2 like failures").arg(std::lround(said[u"patternConfidence"].toDouble() * 100)).arg(similar);
    const QString pattern = said[u"detectedPattern"].toString();
    text += u"<p style=\"margin:4px 0 0 0\">%1</p>"_s.arg(
        muted.arg(similar > 0 ? (pattern + u" · "_s + share).toHtmlEscaped()
                              : tr("No failure like this one is remembered yet.").toHtmlEscaped()));
    if (similar > 0)
        text += u"<p style=\"margin:0\">%1</p>"_s.arg(
            muted.arg((said[u"likelyToSucceed"].toBool() ? tr("More than 70 % of its kind were solved in the end.")
                                                         : tr("No more than 70 % of its kind were solved in the end."))
                          .toHtmlEscaped()));
    if (const QString approach = said[u"correctApproach"].toString(); !approach.trimmed().isEmpty())
        text += heading(tr("The right approach")) + u"<p style=\"margin:0\">%1</p>"_s.arg(escaped(approach));
    text += list(tr("What to do"), said[u"recommendedActions"]);
    text += list(tr("What solved failures like it"), said[u"successfulResolutions"]);
    const QJsonObject mistakes = said[u"mistakePatterns"].toObject();
    if (!mistakes.isEmpty())
        text += heading(tr("What each model gets wrong"));
    for (auto it = mistakes.begin(); it != mistakes.end(); ++it)
        text += u"<p style=\"margin:0\">%1 %2</p>"_s.arg(it.key().toHtmlEscaped(), muted.arg(escaped(it->toString())));
    if (const QString code = said[u"exampleCode"].toString(); !code.trimmed().isEmpty())
        text += heading(tr("An example"))
            + u"<pre style=\"margin:0; white-space:pre-wrap; font-family:'%1'\">%2</pre>"_s.arg(
                theme().codeFont().family().toHtmlEscaped(), code.toHtmlEscaped());
    text += list(tr("How this was found"), said[u"analysisTrace"][u"steps"]);
    return text;
}

} // namespace stepladder::ui
