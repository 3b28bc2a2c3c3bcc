// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guidance/promptpage.h"

#include "domain/money.h"
#include "guidance/requests.h"
#include "ui/editor/codeview.h"
#include "ui/editor/qsci.h"
#include "ui/theme/plainlabel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Answer;
using domain::AnswerKind;

namespace {

} // namespace

PromptPage::PromptPage(domain::Request request, const Theme &theme, const QString &drafts, QWidget *parent)
    : AnswerPage(std::move(request), parent)
    , m_theme(theme)
    , m_asked(m_request.details[u"prompt"].toString().toUtf8())
    , m_draft(drafts, m_request.id)
    , m_reasonDraft(drafts, m_request.id + u".why"_s)
{
    setObjectName(u"promptPage"_s);
    m_prompt = new CodeView(theme);
    m_prompt->setViewName(tr("The prompt"));
    m_prompt->editor()->setWrapMode(QsciScintilla::WrapWord);
    const bool editable = m_request.details[u"editable"].toBool();
    const QByteArray kept = m_draft.read().toUtf8();
    if (editable)
        m_prompt->edit(kept.isEmpty() ? m_asked : kept, u"prompt.md"_s);
    else
        m_prompt->setContent({.file = u"prompt.md"_s, .text = m_asked});
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(header());
    column->addWidget(m_prompt, 1);
    column->addLayout(buttons());
    m_keeping.setSingleShot(true);
    connect(&m_keeping, &QTimer::timeout, this, &PromptPage::keep);
    connect(m_prompt, &CodeView::edited, this, [this] {
        showState();
        m_keeping.start(kKeepDraftMs);
    });
    connect(m_reason, &QLineEdit::textChanged, this, [this] { m_keeping.start(kKeepDraftMs); });
    showState();
}

PromptPage::~PromptPage()
{
    if (m_keeping.isActive())
        keep();
}

QLayout *PromptPage::header()
{
    auto *column = new QVBoxLayout;
    column->setContentsMargins(m_theme.space(3), m_theme.space(3), m_theme.space(3), m_theme.space(2));
    column->setSpacing(m_theme.space(2));
    auto *title = plainLabel(u"requestTitle"_s, m_request.title);
    QFont font = title->font();
    font.setBold(true);
    font.setPointSizeF(font.pointSizeF() * 1.2);
    title->setFont(font);
    // The buttons say it too, and the room is the prompt's.
    title->setToolTip(m_request.question);
    title->setAccessibleDescription(m_request.question);
    m_count = plainLabel(u"promptCount"_s);
    column->addWidget(title);
    column->addWidget(m_count);
    return column;
}

QLayout *PromptPage::buttons()
{
    auto *column = new QVBoxLayout;
    column->setContentsMargins(m_theme.space(3), m_theme.space(2), m_theme.space(3), m_theme.space(3));
    column->setSpacing(m_theme.space(2));
    m_message = plainLabel(u"requestMessage"_s);
    m_message->setWordWrap(true);
    m_message->hide();
    m_reason = new QLineEdit(m_reasonDraft.read());
    m_reason->setObjectName(u"promptReason"_s);
    m_reason->setAccessibleName(tr("Why it is not to be sent"));
    m_reason->setPlaceholderText(tr("Why not? The reason goes into the next prompt. (needed only not to send it)"));
    auto *row = new QHBoxLayout;
    if (!m_prompt->isReadOnly())
        m_sendEdited = addButton(*row, u"answer_edited"_s, tr("Send as &Edited"), {.kind = AnswerKind::Approve});
    m_send = addButton(*row, u"answer_approve"_s, tr("&Send"), {.kind = AnswerKind::Approve});
    addButton(*row, u"answer_reject"_s, tr("&Do Not Send"), {.kind = AnswerKind::Reject});
    addButton(*row, u"answer_stub"_s, tr("S&tub It"), {.kind = AnswerKind::Stub});
    addButton(*row, u"answer_skip"_s, tr("S&kip It"), {.kind = AnswerKind::Skip});
    m_kept = plainLabel(u"draftKept"_s);
    m_kept->setForegroundRole(QPalette::PlaceholderText);
    row->addWidget(m_kept);
    row->addStretch(1);
    m_next = new QPushButton(tr("Show Me the &Next Too"));
    m_next->setObjectName(u"promptNext"_s);
    m_next->setToolTip(tr("The prompt that this step sends after this one waits for you as well."));
    connect(m_next, &QPushButton::clicked, this, [this] {
        m_next->setEnabled(false);
        Q_EMIT nextWanted();
    });
    row->addWidget(m_next);
    column->addWidget(m_reason);
    column->addWidget(m_message);
    column->addLayout(row);
    return column;
}

QPushButton *PromptPage::addButton(QBoxLayout &row, const QString &name, const QString &text, const Answer &answer)
{
    auto *button = new QPushButton(text);
    button->setObjectName(name);
    connect(button, &QPushButton::clicked, this, [this, button, answer] {
        if (button != m_sendEdited)
            return send(answer);
        // Nothing in place of a prompt means the prompt itself.
        if (shown().trimmed().isEmpty())
            return showRefusal(tr("An empty prompt cannot be sent."));
        Answer edited = answer;
        edited.content = shown();
        send(edited);
    });
    row.addWidget(button);
    m_buttons.append(button);
    return button;
}

QByteArray PromptPage::shown() const
{
    return m_sendEdited ? m_prompt->text() : m_asked;
}

bool PromptPage::isEdited() const
{
    return shown() != m_asked;
}

void PromptPage::send(Answer answer)
{
    answer.request = m_request.id;
    if (answer.kind == AnswerKind::Reject) {
        answer.text = m_reason->text().trimmed();
        if (answer.text.isEmpty())
            return showRefusal(tr("Say why it is not to be sent: the reason goes into the next prompt."));
    }
    keep();
    Q_EMIT answered(answer);
}

void PromptPage::showState()
{
    const QLocale locale;
    const qint64 tokens = guidance::tokensOf(shown().size());
    const qint64 room = m_request.details[u"roomTokens"].toInteger();
    const domain::MicroUsd price = m_request.details[u"reservedMicroUsd"].toInteger();
    QString text = tokens > room
        ? tr("About %1 tokens: more than the %2 there is room for").arg(locale.toString(tokens), locale.toString(room))
        : tr("About %1 tokens; there is room for %2").arg(locale.toString(tokens), locale.toString(room));
    if (isEdited())
        text += tr(" · edited, it had %1").arg(locale.toString(guidance::tokensOf(m_asked.size())));
    text += price > 0 ? tr(" · the call as asked costs at most %1").arg(domain::usdText(price)) : tr(" · free");
    m_count->setText(text);
    // Roles follow the theme; a palette of its own is lost when the style sheet changes.
    m_count->setForegroundRole(tokens > room ? QPalette::WindowText : QPalette::PlaceholderText);
    QFont font = m_count->font();
    font.setBold(tokens > room);
    m_count->setFont(font);
    m_send->setText(isEdited() ? tr("&Send Unchanged") : tr("&Send"));
    if (m_sendEdited) {
        m_sendEdited->setEnabled(isEdited() && !m_sent);
        m_sendEdited->setDefault(isEdited());
    }
    m_send->setDefault(!isEdited());
}

void PromptPage::showRefusal(const QString &message)
{
    m_message->setText(message);
    m_message->show();
}

void PromptPage::showSent()
{
    m_sent = true;
    m_message->setText(tr("Sent. The step goes on as soon as the run has read it."));
    m_message->show();
    for (QPushButton *button : std::as_const(m_buttons))
        button->setEnabled(false);
    m_keeping.stop();
    m_draft.remove();
    m_reasonDraft.remove();
}

void PromptPage::keep()
{
    m_keeping.stop();
    const bool kept =
        m_draft.keep(isEdited() ? QString::fromUtf8(shown()) : QString()) && m_reasonDraft.keep(m_reason->text());
    m_kept->setText(kept ? tr("draft kept") : tr("The draft cannot be written to disk."));
}

} // namespace stepladder::ui
