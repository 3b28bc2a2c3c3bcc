// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guidance/guidancefields.h"

#include "engine/control/replycode.h"
#include "ui/editor/codeview.h"
#include "ui/editor/qsci.h"
#include "ui/guidance/replyedit.h"

#include <QButtonGroup>
#include <QClipboard>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QPushButton>
#include <QRadioButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QStringDecoder>
#include <QVBoxLayout>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::AnswerKind;

namespace {

constexpr qint64 kLargest = 10LL * 1024 * 1024; // as checkAnswer() has it

/// The text of a file, or why it is none.
domain::Result<QString> textOf(const QString &path)
{
    using Fields = GuidanceFields;
    const auto refused = [&path](const QString &why) {
        return domain::fail(domain::ErrorKind::BadInput, Fields::tr("%1: %2").arg(QFileInfo(path).fileName(), why));
    };
    QFile file(path);
    if (QFileInfo(path).isDir())
        return refused(Fields::tr("that is a folder."));
    if (!file.open(QIODevice::ReadOnly))
        return refused(Fields::tr("it cannot be read (%1).").arg(file.errorString()));
    // What grows while it is read, or has no size, is read no further.
    const QByteArray bytes = file.read(kLargest + 1);
    if (file.error() != QFile::NoError)
        return refused(Fields::tr("it cannot be read (%1).").arg(file.errorString()));
    if (bytes.size() > kLargest)
        return refused(Fields::tr("it is larger than 10 MB."));
    if (bytes.trimmed().isEmpty())
        return refused(Fields::tr("it is empty."));
    if (bytes.contains('\0'))
        return refused(Fields::tr("it is binary, expected text."));
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decoder(bytes);
    return decoder.hasError() ? refused(Fields::tr("it is not UTF-8 text.")) : domain::Result<QString>(text);
}

} // namespace

GuidanceFields::GuidanceFields(const domain::Request &request, const Theme &theme, const QString &drafts,
                               QWidget *parent)
    : QWidget(parent)
    , m_request(request)
    , m_theme(theme)
    , m_file(request.details[u"file"].toString())
    , m_wordsDraft(drafts, request.id)
    , m_exampleDraft(drafts, request.id + u".example"_s)
    , m_codeDraft(drafts, request.id + u".code"_s)
    , m_start(request.details[u"bestCode"].toString().toUtf8())
{
    setObjectName(u"guidanceFields"_s);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme.space(2));
    column->addWidget(modes());
    column->addWidget(fields(), 1);
    m_keeping.setSingleShot(true);
    connect(&m_keeping, &QTimer::timeout, this, &GuidanceFields::keep);
    const auto later = [this] { m_keeping.start(kKeepDraftMs); };
    connect(m_words, &QPlainTextEdit::textChanged, this, later);
    connect(m_example, &QPlainTextEdit::textChanged, this, later);
    connect(m_code, &CodeView::edited, this, later);
    const bool guided = request.details[u"guidedLeft"].toInt(1) > 0;
    for (const Mode none : {Mode::Guidance, Mode::Example})
        m_mode->button(int(none))->setEnabled(guided);
    const bool began = m_codeDraft.exists() || !guided;
    setMode(began ? Mode::Code : m_exampleDraft.exists() ? Mode::Example : Mode::Guidance);
}

GuidanceFields::~GuidanceFields()
{
    if (m_keeping.isActive())
        keep();
}

QWidget *GuidanceFields::modes()
{
    auto *line = new QWidget;
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(m_theme.space(2));
    m_mode = new QButtonGroup(this);
    const std::pair<QString, QString> names[] = {
        {tr("&Guidance"), u"modeGuidance"_s}, {tr("E&xample"), u"modeExample"_s}, {tr("My &Own Code"), u"modeCode"_s}};
    for (const auto &[text, name] : names) {
        auto *button = new QRadioButton(text);
        button->setObjectName(name);
        m_mode->addButton(button, int(m_mode->buttons().size()));
        row->addWidget(button);
    }
    row->addStretch(1);
    m_fromFile = new QPushButton(tr("From a &File…"));
    m_fromFile->setObjectName(u"fromFile"_s);
    connect(m_fromFile, &QPushButton::clicked, this, &GuidanceFields::chooseFile);
    row->addWidget(m_fromFile);
    auto *paste = new QPushButton(tr("&Paste a Reply"));
    paste->setObjectName(u"pasteReply"_s);
    paste->setToolTip(
        tr("What another chat answered: its code for the file becomes your own code, its words guidance."));
    connect(paste, &QPushButton::clicked, this, [this] { takeReply(QGuiApplication::clipboard()->text()); });
    row->addWidget(paste);
    connect(m_mode, &QButtonGroup::idToggled, this, [this](int, bool on) {
        if (!on)
            return;
        showMode();
        Q_EMIT modeChanged();
    });
    return line;
}

ReplyEdit *GuidanceFields::field(const QString &name, const QString &said, const QString &kept)
{
    auto *edit = new ReplyEdit;
    edit->setObjectName(name);
    edit->setAccessibleName(said);
    edit->setProperty("form", true);
    edit->setPlainText(kept);
    edit->setTabChangesFocus(true);
    connect(edit, &ReplyEdit::refused, this, &GuidanceFields::said);
    return edit;
}

QWidget *GuidanceFields::fields()
{
    m_words = field(u"requestAnswer"_s, tr("Your words"), m_wordsDraft.read());
    connect(m_words, &ReplyEdit::blocksPasted, this, &GuidanceFields::takePaste);
    m_example = field(u"requestExample"_s, tr("Example"), m_exampleDraft.read());
    // Of another place: its blocks are none of the file.
    connect(m_example, &ReplyEdit::blocksPasted, m_example, &ReplyEdit::insertPlainText);
    m_example->setPlaceholderText(tr("Code of another place to follow, a template. It is not the file itself."));
    m_example->setFont(m_theme.codeFont());
    m_example->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_code = new CodeView(m_theme);
    m_code->setObjectName(u"requestCode"_s);
    m_code->setViewName(tr("Your own code for %1").arg(m_file));
    const QByteArray kept = m_codeDraft.read().toUtf8();
    m_code->edit(kept.isEmpty() ? m_start : kept, m_file);
    m_contents = new QStackedWidget;
    m_contents->addWidget(m_example);
    m_contents->addWidget(m_code);
    auto *parts = new QSplitter(Qt::Vertical);
    parts->setChildrenCollapsible(false);
    parts->addWidget(m_contents);
    parts->addWidget(m_words);
    parts->setStretchFactor(0, 4);
    parts->setStretchFactor(1, 1);
    return parts;
}

GuidanceFields::Mode GuidanceFields::mode() const
{
    return Mode(m_mode->checkedId());
}

void GuidanceFields::setMode(Mode mode)
{
    m_mode->button(int(mode))->setChecked(true);
}

void GuidanceFields::showMode()
{
    const bool guidance = mode() == Mode::Guidance;
    m_contents->setVisible(!guidance);
    m_fromFile->setVisible(!guidance);
    if (!guidance)
        m_contents->setCurrentIndex(int(mode()) - 1);
    m_words->setPlaceholderText(
        guidance ? tr("What would help? A hint, a rule that was missed, what the tests mean. Markdown.")
            : mode() == Mode::Code ? tr("A word with it: for the next attempt, should the code not hold; the reason, "
                                        "where it is accepted as it is.")
                                   : tr("A word with it, if you like."));
}

domain::Answer GuidanceFields::answer() const
{
    domain::Answer answer{
        .request = m_request.id, .kind = AnswerKind::Guidance, .text = m_words->toPlainText().trimmed()};
    if (mode() == Mode::Example) {
        answer.kind = AnswerKind::Example;
        answer.content = m_example->toPlainText().toUtf8();
    } else if (mode() == Mode::Code) {
        answer.kind = AnswerKind::Code;
        answer.content = code();
    }
    return answer;
}

QByteArray GuidanceFields::code() const
{
    return m_code->text();
}

void GuidanceFields::setStart(const QByteArray &code, const QList<CodeRemark> &remarks, const QList<int> &missedLines)
{
    const bool untouched = this->code() == m_start;
    m_start = code;
    // Lines of what was typed meanwhile are others.
    if (!untouched)
        return;
    m_code->edit(code, m_file);
    m_code->setRemarks(remarks);
    m_code->setMissedLines(missedLines);
}

void GuidanceFields::setRemarks(const QList<CodeRemark> &remarks)
{
    m_code->setRemarks(remarks);
    m_code->setMissedLines({});
}

void GuidanceFields::goToLine(int line)
{
    setMode(Mode::Code);
    m_code->goToLine(line);
    m_code->setFocus();
}

void GuidanceFields::addWords(const QString &words)
{
    if (words.trimmed().isEmpty())
        return;
    // As typing it would be: it can be undone.
    QTextCursor cursor(m_words->document());
    cursor.movePosition(QTextCursor::End);
    cursor.insertText(m_words->document()->isEmpty() ? words.trimmed() : u"\n\n"_s + words.trimmed());
    m_words->setTextCursor(cursor);
}

void GuidanceFields::replaceCode(const QString &code)
{
    // As typing it would be: what stood there comes back with Undo.
    m_code->editor()->selectAll();
    m_code->editor()->replaceSelectedText(code);
    m_code->goToLine(1);
}

void GuidanceFields::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Take the Text of a File"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setModal(false);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &GuidanceFields::readFile);
    dialog->show();
}

void GuidanceFields::readFile(const QString &path)
{
    const auto text = textOf(path);
    if (!text) {
        Q_EMIT said(text.error().message);
        return;
    }
    if (mode() == Mode::Code) {
        replaceCode(*text);
    } else if (const QString why = ReplyEdit::refusal(*text); !why.isEmpty()) {
        Q_EMIT said(why);
        return;
    } else {
        setMode(Mode::Example);
        m_example->selectAll();
        m_example->insertPlainText(*text);
    }
    Q_EMIT said({});
}

void GuidanceFields::takeReply(const QString &reply)
{
    if (reply.trimmed().isEmpty()) {
        Q_EMIT said(tr("The clipboard holds no text."));
        return;
    }
    if (takeCode(reply))
        return;
    if (const QString why = ReplyEdit::refusal(reply); !why.isEmpty()) {
        Q_EMIT said(why);
        return;
    }
    addWords(reply);
    if (m_mode->button(int(Mode::Guidance))->isEnabled())
        setMode(Mode::Guidance);
}

/// As pasting is elsewhere, where the text holds no code for the file.
void GuidanceFields::takePaste(const QString &text)
{
    if (!takeCode(text))
        m_words->insertPlainText(text);
}

/// Whether \p reply held code for the file, which stands in its field now; says what became of it.
bool GuidanceFields::takeCode(const QString &reply)
{
    if (reply.size() > kLargest) // nothing reads through that
        return false;
    const auto found = engine::readReply(reply, m_file, code(), m_request.details[u"language"].toString());
    if (!found.code) {
        Q_EMIT said(found.trouble.isEmpty() ? tr("It holds no code block: it stands with your words.")
                                            : tr("No code was taken from it: %1.").arg(found.trouble));
        return false;
    }
    addWords(found.words);
    replaceCode(QString::fromUtf8(*found.code));
    setMode(Mode::Code);
    Q_EMIT said(tr("Its code for %1 is your own code now, its words stand below. Undo brings back what was there.")
                    .arg(m_file));
    return true;
}

bool GuidanceFields::isEmpty() const
{
    return m_words->toPlainText().trimmed().isEmpty() && m_example->toPlainText().trimmed().isEmpty()
        && code() == m_start;
}

void GuidanceFields::keep()
{
    m_keeping.stop();
    const bool words = m_wordsDraft.keep(m_words->toPlainText());
    const bool example = m_exampleDraft.keep(m_example->toPlainText());
    const bool own = m_codeDraft.keep(code() == m_start ? QString() : QString::fromUtf8(code()));
    Q_EMIT kept(words && example && own);
}

void GuidanceFields::removeDrafts()
{
    m_keeping.stop();
    for (const Draft *draft : {&m_wordsDraft, &m_exampleDraft, &m_codeDraft})
        draft->remove();
}

} // namespace stepladder::ui
