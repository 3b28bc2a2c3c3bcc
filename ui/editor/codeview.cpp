// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/codeview.h"

#include "ui/editor/codesearch.h"
#include "ui/editor/findbar.h"
#include "ui/editor/highlighter.h"
#include "ui/editor/qsci.h"
#include "ui/theme/plainlabel.h"

#include <QKeyEvent>
#include <QLabel>
#include <QShortcut>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using Sci = QsciScintillaBase;

namespace {

constexpr int kDwellMs = 400;

/// Of the file that the view is about: of both, the new one.
int numberOf(const CodeLine &line, Side side)
{
    return side == Side::Before ? line.oldNumber : line.newNumber;
}

} // namespace

CodeView::CodeView(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_sci(new QsciScintilla(this))
    , m_notice(plainLabel(u"codeNotice"_s, {}, this))
    , m_foot(plainLabel(u"codeRemark"_s, {}, this))
    , m_find(new FindBar(this))
    , m_marks(std::make_unique<CodeMarks>(*m_sci, theme))
    , m_highlighter(std::make_unique<Highlighter>(*m_sci, theme))
{
    setFocusProxy(m_sci);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_notice);
    column->addWidget(m_sci, 1);
    column->addWidget(m_foot);
    column->addWidget(m_find);
    setUpEditor();
    setUpShortcuts();
    applyTheme();
    connect(&m_theme, &Theme::changed, this, &CodeView::applyTheme);
    connect(m_find, &FindBar::find, this, [this](bool forward) { search(forward, false); });
    connect(m_find, &FindBar::typed, this, [this] { search(true, true); });
    connect(m_find, &FindBar::closed, this, &CodeView::closeFind);
    connect(m_find, &FindBar::lineAsked, this, [this](int line) {
        if (goToLine(line))
            closeFind();
        else
            m_find->say(tr("There is no line %1 here.").arg(line));
    });
}

CodeView::~CodeView() = default;

void CodeView::setUpEditor()
{
    m_sci->setObjectName(u"code"_s);
    m_sci->setFrameShape(QFrame::NoFrame);
    m_sci->installEventFilter(this);
    m_sci->setUtf8(true);
    m_sci->SendScintilla(Sci::SCI_SETSCROLLWIDTH, 1);
    m_sci->SendScintilla(Sci::SCI_SETSCROLLWIDTHTRACKING, 1);
    m_sci->SendScintilla(Sci::SCI_SETTABWIDTH, 4);
    m_sci->SendScintilla(Sci::SCI_SETUSETABS, 0);
    m_sci->SendScintilla(Sci::SCI_SETMOUSEDWELLTIME, kDwellMs);
    m_sci->SendScintilla(Sci::SCI_SETLAYOUTCACHE, int(Sci::SC_CACHE_PAGE));
    // Ours: go to line.
    m_sci->SendScintilla(Sci::SCI_CLEARCMDKEY, int('L' + (Sci::SCMOD_CTRL << 16)));
    m_sci->setReadOnly(true);
    connect(m_sci, &Sci::SCN_UPDATEUI, this, [this](int updated) {
        m_marks->numberVisibleLines();
        // What another view told is no news for it: it may have gone on meanwhile.
        if ((updated & (Sci::SC_UPDATE_V_SCROLL | Sci::SC_UPDATE_H_SCROLL)) && std::exchange(m_told, {}) != place())
            Q_EMIT scrolled();
        if (updated & (Sci::SC_UPDATE_SELECTION | Sci::SC_UPDATE_CONTENT)) {
            showRemarkHere();
            Q_EMIT cursorMoved();
        }
    });
    connect(m_sci, &QsciScintilla::textChanged, this, [this] {
        if (!isReadOnly())
            Q_EMIT edited();
    });
    connect(m_sci, &Sci::SCN_MARGINCLICK, this, [this](int position, int, int margin) {
        const int line = int(m_sci->SendScintilla(Sci::SCI_LINEFROMPOSITION, position));
        if (margin == CodeMarks::Choice && m_choosable && m_content.lines.value(line).hunk >= 0)
            Q_EMIT hunkToggled(m_content.lines.value(line).hunk);
    });
    connect(m_sci, &Sci::SCN_DWELLSTART, this, [this](int position, int x, int y) { showTip(position, QPoint(x, y)); });
    connect(m_sci, &Sci::SCN_DWELLEND, this, [] { QToolTip::hideText(); });
}

void CodeView::setUpShortcuts()
{
    const auto shortcut = [this](const QKeySequence &keys, auto what) {
        auto *made = new QShortcut(keys, this);
        made->setContext(Qt::WidgetWithChildrenShortcut);
        connect(made, &QShortcut::activated, this, what);
    };
    shortcut(QKeySequence::Find, [this] { openFind(); });
    shortcut(QKeySequence(Qt::CTRL | Qt::Key_L), [this] { openGoToLine(); });
    shortcut(QKeySequence(Qt::Key_F3), [this] { find(true); });
    shortcut(QKeySequence(Qt::SHIFT | Qt::Key_F3), [this] { find(false); });
    shortcut(QKeySequence(Qt::Key_F8), [this] { goToRemark(true); });
    shortcut(QKeySequence(Qt::SHIFT | Qt::Key_F8), [this] { goToRemark(false); });
}

void CodeView::applyTheme()
{
    m_marks->applyTheme();
    m_highlighter->restyle();
    const int gap = m_theme.space();
    for (QLabel *label : {m_notice, m_foot}) {
        m_theme.setTextRole(*label, label == m_notice ? Role::Warn : Role::Text);
        label->setContentsMargins(3 * gap, gap, 3 * gap, gap);
    }
}

void CodeView::load(const CodeContent &content, bool readOnly)
{
    m_content = {.file = content.file, .lines = content.lines, .side = content.side};
    m_shown.clear();
    for (int i = 0; i < int(content.lines.size()); ++i) {
        if (const int number = numberOf(content.lines.at(i), content.side); number > 0)
            m_shown.insert(number, i);
    }
    m_remarks.clear();
    m_missed.clear();
    m_choosable = false;
    m_notice->setText(content.notices.join(u' '));
    m_notice->setVisible(!content.notices.isEmpty());

    const QSignalBlocker quiet(m_sci);
    m_sci->setReadOnly(false);
    m_sci->SendScintilla(Sci::SCI_SETUNDOCOLLECTION, 0);
    m_sci->SendScintilla(Sci::SCI_MARKERDELETEALL, -1);
    m_sci->SendScintilla(Sci::SCI_ANNOTATIONCLEARALL);
    m_sci->SendScintilla(Sci::SCI_MARGINTEXTCLEARALL);
    m_sci->SendScintilla(Sci::SCI_CLEARALL);
    m_sci->SendScintilla(Sci::SCI_SETSCROLLWIDTH, 1);
    m_highlighter->setContent(content);
    m_sci->SendScintilla(Sci::SCI_ALLOCATE, int(content.text.size() + 1));
    m_sci->SendScintilla(Sci::SCI_ADDTEXT, uintptr_t(content.text.size()), content.text.constData());
    m_sci->SendScintilla(Sci::SCI_GOTOPOS, 0);
    m_sci->SendScintilla(Sci::SCI_SETUNDOCOLLECTION, 1);
    m_sci->SendScintilla(Sci::SCI_EMPTYUNDOBUFFER);
    m_sci->SendScintilla(Sci::SCI_SETSAVEPOINT);
    m_marks->setContent(content);
    m_highlighter->restyle();
    m_sci->setReadOnly(readOnly);
    showRemarkHere();
}

void CodeView::setContent(const CodeContent &content)
{
    m_kept.clear();
    load(content, true);
}

void CodeView::edit(const QByteArray &text, const QString &file)
{
    if (const CodeContent readable = layOutFile(text, file); !readable.notices.isEmpty()) {
        load(readable, true);
        m_notice->setText(m_notice->text() + u' ' + tr("It cannot be changed here."));
        m_kept = text;
        return;
    }
    load({.file = file, .text = text}, false);
    // What is typed ends its lines as the file does.
    const QByteArray end = lineEnd(splitLines(text).value(0));
    m_sci->SendScintilla(Sci::SCI_SETEOLMODE,
                         int(end == "\r\n"     ? Sci::SC_EOL_CRLF
                                 : end == "\r" ? Sci::SC_EOL_CR
                                               : Sci::SC_EOL_LF));
}

QByteArray CodeView::text() const
{
    if (isReadOnly())
        return m_kept;
    const auto size = m_sci->SendScintilla(Sci::SCI_GETLENGTH);
    const auto *bytes = static_cast<const char *>(m_sci->SendScintillaPtrResult(Sci::SCI_GETCHARACTERPOINTER));
    return QByteArray(bytes, size);
}

bool CodeView::isReadOnly() const
{
    return m_sci->isReadOnly();
}

int CodeView::shownLineOf(int number) const
{
    if (!m_content.lines.isEmpty())
        return m_shown.value(number, -1);
    return number >= 1 && number <= m_sci->SendScintilla(Sci::SCI_GETLINECOUNT) ? number - 1 : -1;
}

void CodeView::setRemarks(const QList<CodeRemark> &remarks)
{
    m_remarks = remarks;
    std::stable_sort(m_remarks.begin(), m_remarks.end(),
                     [](const CodeRemark &a, const CodeRemark &b) { return a.line < b.line; });
    showRemarks();
}

void CodeView::setRemarksInText(bool inText)
{
    if (inText == m_inText)
        return;
    m_inText = inText;
    showRemarks();
}

void CodeView::showRemarks()
{
    QList<CodeRemark> shown;
    for (CodeRemark remark : std::as_const(m_remarks)) {
        remark.line = shownLineOf(remark.line);
        if (remark.line >= 0)
            shown.append(remark);
    }
    m_marks->setRemarks(shown, m_inText);
    showRemarkHere();
}

void CodeView::setMissedLines(const QList<int> &lines)
{
    m_missed = lines;
    QList<int> shown;
    for (const int line : lines) {
        if (const int at = shownLineOf(line); at >= 0)
            shown.append(at);
    }
    m_marks->setMissedLines(shown);
}

void CodeView::setChoice(bool choosable, const QSet<int> &chosen)
{
    m_choosable = choosable;
    m_marks->setChoice(choosable, chosen);
}

QString CodeView::remarksOf(int line) const
{
    QStringList texts;
    for (const CodeRemark &remark : m_remarks) {
        if (shownLineOf(remark.line) == line)
            texts.append(remark.text);
    }
    const int number = m_content.lines.isEmpty() ? line + 1 : numberOf(m_content.lines.value(line), m_content.side);
    if (m_missed.contains(number))
        texts.append(tr("No test reaches this line."));
    return texts.join(u'\n');
}

void CodeView::showRemarkHere()
{
    const QString text = remarksOf(shownLine());
    m_foot->setText(text);
    m_foot->setVisible(!text.isEmpty() && !m_inText && m_ownFoot);
    Q_EMIT remarkHere(text);
}

void CodeView::showTip(int position, const QPoint &at)
{
    if (position < 0)
        return;
    const int line = int(m_sci->SendScintilla(Sci::SCI_LINEFROMPOSITION, position));
    const QString text = remarksOf(line);
    // What tools and models say is text, whatever it looks like.
    if (!text.isEmpty())
        QToolTip::showText(m_sci->viewport()->mapToGlobal(at),
                           u"<p>"_s + text.toHtmlEscaped().replace(u'\n', u"<br>"_s), m_sci);
}

bool CodeView::goToLine(int number)
{
    const int line = shownLineOf(number);
    if (line < 0)
        return false;
    goToShownLine(line);
    return true;
}

void CodeView::goToShownLine(int line)
{
    m_sci->SendScintilla(Sci::SCI_GOTOLINE, line);
    const auto visible = m_sci->SendScintilla(Sci::SCI_VISIBLEFROMDOCLINE, line);
    const auto screen = m_sci->SendScintilla(Sci::SCI_LINESONSCREEN);
    m_sci->SendScintilla(Sci::SCI_SETFIRSTVISIBLELINE, int(std::max<long>(0, visible - screen / 3)));
    m_sci->SendScintilla(Sci::SCI_SETXOFFSET, 0);
}

int CodeView::shownLine() const
{
    return int(m_sci->SendScintilla(Sci::SCI_LINEFROMPOSITION, m_sci->SendScintilla(Sci::SCI_GETCURRENTPOS)));
}

int CodeView::lineNumber() const
{
    const int line = shownLine();
    return m_content.lines.isEmpty() ? line + 1 : numberOf(m_content.lines.value(line), m_content.side);
}

void CodeView::goToRemark(bool forward)
{
    int target = -1;
    const int here = shownLine();
    for (const CodeRemark &remark : std::as_const(m_remarks)) {
        const int line = shownLineOf(remark.line);
        if (line < 0 || (forward ? line <= here : line >= here))
            continue;
        if (!forward || target < 0)
            target = line;
    }
    if (target >= 0)
        goToShownLine(target);
}

void CodeView::openFind()
{
    const QString chosen = m_sci->selectedText();
    m_find->open(FindBar::Purpose::Find, chosen.contains(u'\n') ? QString() : chosen);
}

void CodeView::openGoToLine()
{
    m_find->open(FindBar::Purpose::Line);
}

void CodeView::find(bool forward)
{
    if (m_find->text().isEmpty())
        openFind();
    else
        search(forward, false);
}

void CodeView::closeFind()
{
    m_find->hide();
    m_sci->setFocus(Qt::OtherFocusReason);
}

void CodeView::search(bool forward, bool fromHere)
{
    m_find->say({});
    if (m_find->text().isEmpty())
        return;
    switch (searchIn(*m_sci, {m_find->text(), m_find->isCaseSensitive(), forward, fromHere})) {
    case SearchEnd::Found:
        break;
    case SearchEnd::FoundFromOtherEnd:
        m_find->say(forward ? tr("Went on from the top.") : tr("Went on from the end."));
        break;
    case SearchEnd::NotFound:
        m_find->say(tr("Not found."));
        break;
    }
}

void CodeView::setViewName(const QString &name)
{
    m_sci->setAccessibleName(name);
}

void CodeView::setScrolledByOther()
{
    m_sci->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void CodeView::scrollLike(const CodeView &other)
{
    const QPoint theirs = other.place();
    if (place() == theirs)
        return;
    m_told = theirs;
    m_sci->SendScintilla(Sci::SCI_SETFIRSTVISIBLELINE, theirs.y());
    m_sci->SendScintilla(Sci::SCI_SETXOFFSET, theirs.x());
}

QPoint CodeView::place() const
{
    return {int(m_sci->SendScintilla(Sci::SCI_GETXOFFSET)), int(m_sci->SendScintilla(Sci::SCI_GETFIRSTVISIBLELINE))};
}

bool CodeView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_sci && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const int hunk = m_content.lines.value(shownLine()).hunk;
        if (m_choosable && key->key() == Qt::Key_Space && hunk >= 0) {
            Q_EMIT hunkToggled(hunk);
            return true;
        }
        if (key->key() == Qt::Key_Escape && m_find->isVisible()) {
            closeFind();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace stepladder::ui
