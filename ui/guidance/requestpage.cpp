// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guidance/requestpage.h"

#include "domain/money.h"
#include "ui/guidance/changeview.h"

#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QVBoxLayout>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::AnswerKind;
using domain::RequestKind;

namespace {

/// As guidance::approvalRequest puts it.
QString executedText(const QJsonObject &evidence)
{
    QStringList facts;
    const int errors = evidence[u"errors"].toInt();
    facts.append(evidence[u"buildOk"].toBool() ? RequestPage::tr("It builds.")
                     : errors == 1             ? RequestPage::tr("It does not build: 1 error.")
                                               : RequestPage::tr("It does not build: %1 errors.").arg(errors));
    const int passed = evidence[u"passed"].toInt();
    const int failed = evidence[u"failed"].toInt();
    if (passed + failed > 0)
        facts.append(RequestPage::tr("%1 of %2 tests passed.").arg(passed).arg(passed + failed));
    if (evidence[u"coverage"].isDouble())
        facts.append(
            RequestPage::tr("%1 % of the lines are covered.").arg(evidence[u"coverage"].toDouble(), 0, 'f', 0));
    QStringList lines{facts.join(u' ')};
    for (const auto &command : evidence[u"commands"].toArray())
        lines.append(
            RequestPage::tr("%1: exit code %2").arg(command[u"command"].toString()).arg(command[u"exitCode"].toInt()));
    return lines.join(u'\n');
}

} // namespace

RequestPage::RequestPage(domain::Request request, const Theme &theme, const QString &drafts, QWidget *parent)
    : AnswerPage(std::move(request), parent)
    , m_draft(drafts, m_request.id)
{
    setObjectName(u"requestPage"_s);
    const QJsonObject &details = m_request.details;
    const QString diff = details[u"diff"].toString();
    if (!diff.isEmpty() || (m_request.kind == RequestKind::Approval && details.contains(u"file"_s))) {
        m_change = new ChangeView(diff, details[u"file"].toString(), theme, Draft(drafts, m_request.id + u".code"_s));
        connect(m_change, &ChangeView::changed, this, &RequestPage::showChoice);
        connect(m_change, &ChangeView::kept, this, &RequestPage::showKept);
    }
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
        connect(m_text, &QPlainTextEdit::textChanged, this, [this] { m_keeping.start(kKeepDraftMs); });
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
    addButtons(*column, *row);
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

void RequestPage::addButtons(QVBoxLayout &column, QHBoxLayout &row)
{
    switch (m_request.kind) {
    case RequestKind::Approval:
        if (m_change)
            addChangeButtons(column);
        else
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

/// In a row of their own: they say how much of it, in words.
void RequestPage::addChangeButtons(QVBoxLayout &column)
{
    auto *row = new QHBoxLayout;
    m_accept = addButton(*row, tr("Accept"), AnswerKind::Approve);
    const QKeySequence runKeys(Qt::CTRL | Qt::Key_Return);
    const QKeySequence editKeys(Qt::Key_F2);
    m_run = addButton(*row, tr("Run my code"), AnswerKind::Code);
    m_run->setToolTip(
        tr("It is built and tested, and taken where it passes (%1)").arg(runKeys.toString(QKeySequence::NativeText)));
    m_edit = new QPushButton(tr("Edit"));
    m_edit->setObjectName(u"editButton"_s);
    m_edit->setCheckable(true);
    m_edit->setToolTip(
        tr("Write the file's new content yourself (%1)").arg(editKeys.toString(QKeySequence::NativeText)));
    connect(m_edit, &QPushButton::toggled, m_change, &ChangeView::setEditing);
    row->addWidget(m_edit);
    row->addStretch(1);
    column.addLayout(row);
    m_buttons.append(m_edit);
    const auto shortcut = [this](const QKeySequence &keys, QPushButton *button) {
        auto *made = new QShortcut(keys, this);
        made->setContext(Qt::WidgetWithChildrenShortcut);
        connect(made, &QShortcut::activated, button, [button] {
            if (button->isVisible())
                button->click();
        });
    };
    shortcut(runKeys, m_run);
    shortcut(editKeys, m_edit);
    showChoice();
}

bool RequestPage::isPartChosen() const
{
    return m_change && m_change->hunks() > 1 && m_change->chosenHunks() < m_change->hunks();
}

void RequestPage::showChoice()
{
    if (!m_edit)
        return;
    const bool editing = m_change->isEditing();
    m_edit->setChecked(editing);
    m_edit->setEnabled(m_change->isKnown());
    m_run->setVisible(editing);
    m_run->setDefault(editing);
    m_accept->setVisible(!editing);
    m_accept->setDefault(!editing);
    const bool persons = m_request.details[u"attempt"_s].toInt() == 0;
    m_accept->setText(isPartChosen() ? tr("Accept %1 of %2 changes").arg(m_change->chosenHunks()).arg(m_change->hunks())
                          : persons  ? tr("Accept as it is")
                                     : tr("Accept"));
    m_accept->setToolTip(isPartChosen() ? tr("What is chosen is built and tested, and taken where it passes")
                                        : QString());
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
    if (kind == AnswerKind::Approve && isPartChosen()) {
        if (m_change->chosenHunks() == 0)
            return showRefusal(tr("No change is chosen. Choose one, or reject it all with a reason."));
        answer.kind = AnswerKind::Code;
        answer.content = m_change->chosenText();
    } else if (kind == AnswerKind::Code) {
        answer.content = m_change->code();
    }
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
    if (m_change)
        m_change->close();
    m_keeping.stop();
    m_draft.remove();
}

void RequestPage::keep()
{
    if (!m_text)
        return;
    m_keeping.stop();
    const QString typed = m_text->toPlainText();
    showKept(m_draft.keep(typed == startText() ? QString() : typed));
}

void RequestPage::showKept(bool well)
{
    m_kept->setText(well ? tr("draft kept") : tr("The draft cannot be written to disk."));
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
    if (m_change)
        column->addWidget(m_change, 1);
    else
        column->addStretch(1);
    return half;
}

void RequestPage::showChange(const QByteArray &before, const QByteArray &after)
{
    if (m_change)
        m_change->showChange(before, after);
}

QString RequestPage::evidenceText() const
{
    const QJsonObject &details = m_request.details;
    QStringList lines;
    if (details.contains(u"model"_s) && details.contains(u"attempt"_s)) {
        const int attempt = details[u"attempt"].toInt();
        const QString who = details[u"model"].toString();
        const bool isMe = who.isEmpty() || who == qEnvironmentVariable("USER");
        lines.append(attempt > 0 ? tr("Attempt %1 by %2").arg(attempt).arg(who)
                         : isMe  ? tr("Your code")
                                 : tr("Code of %1").arg(who));
    }
    if (details.contains(u"score"_s))
        lines.append(tr("%1, score %2")
                         .arg(details[u"passed"].toBool() ? tr("Passed") : tr("Not passed"))
                         .arg(details[u"score"].toDouble(), 0, 'f', 1));
    for (const auto &issue : details[u"issues"].toArray())
        lines.append(u"· "_s + (issue.isObject() ? issue[u"message"] : issue).toString().section(u'\n', 0, 0));
    if (details[u"evidence"].isObject())
        lines.append(executedText(details[u"evidence"].toObject()));
    for (const auto &step : details[u"steps"].toArray())
        lines.append(u"%1: %2"_s.arg(step[u"file"].toString(), step[u"description"].toString()));
    for (const auto &what : details[u"what"].toArray())
        lines.append(u"· "_s + what.toString());
    return lines.join(u'\n');
}

} // namespace stepladder::ui
