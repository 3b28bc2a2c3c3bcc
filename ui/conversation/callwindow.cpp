// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/conversation/callwindow.h"

#include "ui/conversation/logrow.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QTabWidget>
#include <QVBoxLayout>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

QString brokenLines(const QString &text, qsizetype longest)
{
    QString broken;
    broken.reserve(text.size());
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype end = text.indexOf(u'\n', at);
        const qsizetype next = end < 0 ? text.size() : end + 1;
        const qsizetype until = std::min(next, at + longest);
        broken += QStringView(text).mid(at, until - at);
        if (until < next && text.at(until) != u'\n')
            broken += u'\n';
        at = until;
    }
    return broken;
}

CallWindow::CallWindow(const Theme &theme, QWidget *parent)
    : QDialog(parent)
    , m_theme(theme)
{
    setObjectName(u"callWindow"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    auto *layout = new QVBoxLayout(this);
    m_facts = new QLabel(this);
    m_facts->setObjectName(u"callFacts"_s);
    m_facts->setTextFormat(Qt::PlainText);
    m_facts->setWordWrap(true);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_tabs = new QTabWidget(this);
    m_tabs->setObjectName(u"callTabs"_s);
    m_tabs->setDocumentMode(true);
    layout->addWidget(m_facts);
    layout->addWidget(m_tabs, 1);
    resize(fontMetrics().averageCharWidth() * 110, fontMetrics().height() * 40);
}

void CallWindow::begin(const QString &title, const QString &facts)
{
    setWindowTitle(title);
    m_facts->setText(facts);
    m_tabs->clear();
}

QPlainTextEdit *CallWindow::addPage(const QString &objectName, const QString &title, const QString &text)
{
    auto *page = new QPlainTextEdit(m_tabs);
    page->setObjectName(objectName);
    page->setAccessibleName(title);
    page->setReadOnly(true);
    page->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    page->setUndoRedoEnabled(false);
    page->setFrameShape(QFrame::NoFrame);
    page->setFont(m_theme.codeFont());
    page->setPlainText(brokenLines(text));
    m_tabs->addTab(page, title);
    return page;
}

void CallWindow::showCall(const CallRecord &call)
{
    const domain::Entry &entry = call.entry;
    const QLocale locale;
    const QString when = locale.toString(QDateTime::fromMSecsSinceEpoch(entry.timeMs), QLocale::ShortFormat);
    if (!call.isCall) {
        begin(tr("Entry %1").arg(entry.seq), tr("%1, %2").arg(QString(entry.type), when));
        if (entry.type == u"insight")
            addPage(u"callAnswer"_s, tr("Text"), sentenceOf(entry));
        addPage(u"callEntry"_s, tr("Entry"), QString::fromUtf8(QJsonDocument(toJson(entry)).toJson()));
        return;
    }
    const QString tokens = call.estimated
        ? tr("it told no tokens, charged %1").arg(domain::usdText(call.cost))
        : tr("%1 tokens in, %2 out, %3")
              .arg(locale.toString(call.tokensIn), locale.toString(call.tokensOut), domain::usdText(call.cost));
    const QString took = tr("%1 s").arg(locale.toString(double(call.ms) / 1000, 'f', 1));
    begin(tr("%1: prompt and answer").arg(call.model),
          tr("%1 as %2 (%3), %4 · %5 · %6").arg(call.model, call.role, call.purpose, when, tokens, took));
    addPage(u"callAnswer"_s, tr("Answer"), call.answer);
    if (call.prompt.isEmpty())
        addPage(u"callPrompt"_s, tr("Prompt"), {})
            ->setPlaceholderText(tr("The prompt is not in the journal any more."));
    else
        addPage(u"callPrompt"_s, tr("Prompt"), call.prompt);
    if (!call.reasoning.isEmpty())
        addPage(u"callReasoning"_s, tr("Reasoning"), call.reasoning);
    addPage(u"callEntry"_s, tr("Entry"), QString::fromUtf8(QJsonDocument(toJson(entry)).toJson()));
}

void CallWindow::showUnderWay(const QString &who, const QString &prompt, const QString &text)
{
    begin(tr("%1 is writing").arg(who), tr("The answer as far as it has come; tokens and price are known at its end."));
    addPage(u"callAnswer"_s, tr("Answer so far"), text);
    if (!prompt.isEmpty())
        addPage(u"callPrompt"_s, tr("Prompt"), prompt);
}

void CallWindow::showError(const domain::Error &error)
{
    begin(tr("Prompt and answer"), error.message);
}

} // namespace stepladder::ui
