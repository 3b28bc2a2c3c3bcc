// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guidance/requestpage.h"

#include "domain/money.h"
#include "ui/editor/diffview.h"
#include "ui/guidance/difftext.h"

#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::AnswerKind;
using domain::RequestKind;

namespace {

constexpr int kKeepMs = 400;

} // namespace

RequestPage::RequestPage(domain::Request request, const Theme &theme, Draft draft, QWidget *parent)
    : AnswerPage(std::move(request), parent)
    , m_draft(std::move(draft))
    , m_theme(theme)
{
    setObjectName(u"requestPage"_s);
    auto *halves = new QSplitter(Qt::Horizontal);
    halves->addWidget(question(theme));
    halves->addWidget(evidence(theme));
    halves->setStretchFactor(0, 2);
    halves->setStretchFactor(1, 3);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(halves);
    m_keeping.setSingleShot(true);
    connect(&m_keeping, &QTimer::timeout, this, &RequestPage::keep);
    if (m_text)
        connect(m_text, &QPlainTextEdit::textChanged, this, [this] { m_keeping.start(kKeepMs); });
}

RequestPage::~RequestPage()
{
    if (m_keeping.isActive())
        keep();
}

QWidget *RequestPage::question(const Theme &theme)
{
    auto *half = new QWidget;
    auto *column = new QVBoxLayout(half);
    column->setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(3));
    column->setSpacing(theme.space(2));
    auto *title = new QLabel(m_request.title);
    title->setObjectName(u"requestTitle"_s);
    title->setTextFormat(Qt::PlainText);
    QFont font = title->font();
    font.setBold(true);
    font.setPointSizeF(font.pointSizeF() * 1.2);
    title->setFont(font);
    auto *asked = new QLabel(m_request.question);
    asked->setObjectName(u"requestQuestion"_s);
    asked->setTextFormat(Qt::PlainText);
    asked->setWordWrap(true);
    asked->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    column->addWidget(title);
    column->addWidget(asked);
    if (!fieldHint().isEmpty()) {
        m_text = new QPlainTextEdit;
        m_text->setObjectName(u"requestAnswer"_s);
        m_text->setAccessibleName(tr("Your answer"));
        m_text->setPlaceholderText(fieldHint());
        const QString kept = m_draft.read();
        m_text->setPlainText(kept.isEmpty() ? startText() : kept);
        m_text->setTabChangesFocus(true);
        column->addWidget(m_text, 1);
    } else {
        column->addStretch(1);
    }
    m_message = new QLabel;
    m_message->setObjectName(u"requestMessage"_s);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
    m_message->hide();
    column->addWidget(m_message);
    auto *row = new QHBoxLayout;
    addButtons(*row);
    m_kept = new QLabel;
    m_kept->setObjectName(u"draftKept"_s);
    m_kept->setForegroundRole(QPalette::PlaceholderText);
    row->addWidget(m_kept);
    row->addStretch(1);
    column->addLayout(row);
    return half;
}

QString RequestPage::fieldHint() const
{
    switch (m_request.kind) {
    case RequestKind::Approval:
        return tr("Why not? A reason goes to the next attempt as feedback.");
    case RequestKind::Amendment:
    case RequestKind::Consent:
        return tr("Why not? (needed only to decline)");
    case RequestKind::Budget:
        return tr("What may the run cost in all, in dollars?");
    case RequestKind::Guidance:
        return tr("What would help? A hint, an example, a rule that was missed.");
    }
    return {};
}

QString RequestPage::startText() const
{
    if (m_request.kind != RequestKind::Budget || !m_request.details.contains(u"suggestedMicroUsd"_s))
        return {};
    return QString::number(domain::toUsd(m_request.details[u"suggestedMicroUsd"].toInteger()), 'f', 2);
}

void RequestPage::addButtons(QHBoxLayout &row)
{
    switch (m_request.kind) {
    case RequestKind::Approval:
        addButton(row, tr("Accept"), AnswerKind::Approve)->setDefault(true);
        addButton(row, tr("Reject"), AnswerKind::Reject);
        addButton(row, tr("Stub it"), AnswerKind::Stub);
        addButton(row, tr("Skip it"), AnswerKind::Skip);
        break;
    case RequestKind::Amendment:
    case RequestKind::Consent:
        addButton(row, tr("Agree"), AnswerKind::Approve)->setDefault(true);
        addButton(row, tr("Decline"), AnswerKind::Reject);
        break;
    case RequestKind::Budget:
        addButton(row, tr("Raise the budget"), AnswerKind::Amount)->setDefault(true);
        addButton(row, tr("Local models only"), AnswerKind::LocalOnly);
        addButton(row, tr("Stub it"), AnswerKind::Stub);
        break;
    case RequestKind::Guidance:
        addButton(row, tr("Try it"), AnswerKind::Guidance)->setDefault(true);
        addButton(row, tr("Stub it"), AnswerKind::Stub);
        addButton(row, tr("Skip it"), AnswerKind::Skip);
        break;
    }
}

QPushButton *RequestPage::addButton(QHBoxLayout &row, const QString &text, AnswerKind kind)
{
    auto *button = new QPushButton(text);
    button->setObjectName(u"answer_%1"_s.arg(domain::toString(kind)));
    connect(button, &QPushButton::clicked, this, [this, kind] { send(kind); });
    row.addWidget(button);
    m_buttons.append(button);
    return button;
}

void RequestPage::send(AnswerKind kind)
{
    domain::Answer answer{.request = m_request.id, .kind = kind};
    const QString typed = m_text ? m_text->toPlainText().trimmed() : QString();
    if (kind == AnswerKind::Amount) {
        const auto amount = domain::microUsdFromText(typed);
        if (!amount)
            return showRefusal(tr("Expected dollars, as in 2.50, and not “%1”.").arg(typed));
        answer.amountMicroUsd = *amount;
    } else {
        answer.text = typed;
    }
    keep();
    Q_EMIT answered(answer);
}

void RequestPage::showRefusal(const QString &message)
{
    m_message->setText(message);
    m_message->show();
}

void RequestPage::showSent()
{
    m_message->setText(tr("Sent. The step goes on as soon as the run has read it."));
    m_message->show();
    for (QPushButton *button : std::as_const(m_buttons))
        button->setEnabled(false);
    m_keeping.stop();
    m_draft.remove();
}

void RequestPage::keep()
{
    if (!m_text)
        return;
    m_keeping.stop();
    const QString typed = m_text->toPlainText();
    const bool kept = m_draft.keep(typed == startText() ? QString() : typed);
    m_kept->setText(kept ? tr("draft kept") : tr("The draft cannot be written to disk."));
}

QWidget *RequestPage::evidence(const Theme &theme)
{
    auto *half = new QWidget;
    auto *column = new QVBoxLayout(half);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    const QString said = evidenceText();
    if (!said.isEmpty()) {
        auto *label = new QLabel(said);
        label->setObjectName(u"requestEvidence"_s);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        label->setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(3));
        column->addWidget(label);
    }
    const QString diff = m_request.details[u"diff"].toString();
    m_evidence = column;
    if (diff.isEmpty()) {
        column->addStretch(1);
    } else {
        m_change = new DiffText(diff, theme);
        column->addWidget(m_change, 1);
    }
    return half;
}

void RequestPage::showChange(const QByteArray &before, const QByteArray &after)
{
    auto *view = new DiffView(m_theme);
    view->setMode(before.isEmpty() ? DiffView::Mode::Inline : DiffView::Mode::SideBySide);
    view->compare(before, after, m_request.details[u"file"].toString());
    if (m_change)
        delete m_evidence->replaceWidget(m_change, view); // the old item is the caller's
    else
        m_evidence->addWidget(view, 1);
    m_evidence->setStretchFactor(view, 1);
    delete m_change;
    m_change = view;
}

QString RequestPage::evidenceText() const
{
    const QJsonObject &details = m_request.details;
    QStringList lines;
    if (details.contains(u"model"_s) && details.contains(u"attempt"_s))
        lines.append(tr("Attempt %1 by %2").arg(details[u"attempt"].toInt()).arg(details[u"model"].toString()));
    if (details.contains(u"score"_s))
        lines.append(tr("%1, score %2")
                         .arg(details[u"passed"].toBool() ? tr("Passed") : tr("Not passed"))
                         .arg(details[u"score"].toDouble(), 0, 'f', 1));
    for (const auto &issue : details[u"issues"].toArray())
        lines.append(u"· "_s + (issue.isObject() ? issue[u"message"].toString() : issue.toString()));
    const QJsonValue evidence = details[u"evidence"];
    if (evidence.isString())
        lines.append(evidence.toString());
    for (const auto &execution : evidence[u"executions"].toArray())
        lines.append(tr("%1: exit code %2").arg(execution[u"command"].toString()).arg(execution[u"exitCode"].toInt()));
    for (const auto &step : details[u"steps"].toArray())
        lines.append(u"%1: %2"_s.arg(step[u"file"].toString(), step[u"description"].toString()));
    for (const auto &what : details[u"what"].toArray())
        lines.append(u"· "_s + what.toString());
    return lines.join(u'\n');
}

} // namespace stepladder::ui
