// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/codepane.h"

#include "ui/editor/codeview.h"
#include "ui/editor/diffview.h"
#include "ui/editor/qsci.h"
#include "ui/run/attemptname.h"
#include "ui/theme/plainlabel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Result;
using journal::AttemptState;

CodePane::CodePane(OpenRun &run, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_run(run)
    , m_theme(theme)
    , m_header(new CodeHeader(theme, this))
    , m_stack(new QStackedWidget(this))
    , m_sentence(plainLabel(u"codeSentence"_s, {}, this))
    , m_diff(new DiffView(theme, this))
    , m_code(new CodeView(theme, this))
{
    setObjectName(u"codePane"_s);
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setWordWrap(true);
    m_code->setRemarksInText(true);
    m_code->setViewName(tr("Code"));
    for (QWidget *page :
         {static_cast<QWidget *>(m_sentence), static_cast<QWidget *>(m_diff), static_cast<QWidget *>(m_code)})
        m_stack->addWidget(page);

    m_placeRow = new QWidget(this);
    m_place = plainLabel(u"codePlace"_s, {}, m_placeRow);
    m_back = new QPushButton(m_placeRow);
    m_back->setObjectName(u"codeBack"_s);
    auto *placeRow = new QHBoxLayout(m_placeRow);
    const int gap = theme.space();
    placeRow->setContentsMargins(3 * gap, gap, 3 * gap, gap);
    placeRow->addWidget(m_place, 1);
    placeRow->addWidget(m_back);
    m_placeRow->hide();

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_placeRow);
    column->addWidget(m_stack, 1);

    connect(m_header, &CodeHeader::attemptChosen, this, [this](qint64 seq) {
        // The last one goes on with the step.
        const QList<AttemptState> attempts = m_run.attemptsOf(m_run.selection().step());
        const bool last = !attempts.isEmpty() && attempts.last().startedSeq == seq;
        m_run.selection().select(m_run.selection().step(), last ? 0 : seq);
    });
    connect(m_header, &CodeHeader::baseChosen, this, [this](const CodeBase &base) {
        m_wanted = base;
        refresh();
    });
    connect(m_header, &CodeHeader::inlineChosen, this, &CodePane::setInline);
    connect(m_diff, &DiffView::compared, this, &CodePane::showCounts);
    connect(m_back, &QPushButton::clicked, this, &CodePane::leavePlace);
    connect(&m_run.selection(), &Selection::changed, this, [this] {
        m_placeFile.clear();
        m_goTo = 0;
        refresh();
    });
    connect(&m_run.selection(), &Selection::placeAsked, this, &CodePane::showPlace);
    connect(&m_run.feed(), &RunFeed::momentChanged, this, &CodePane::refresh);
    connect(&m_run.feed(), &RunFeed::failed, this, [this](const domain::Error &error) { showSentence(error.message); });
    connect(&m_run.feed(), &RunFeed::entriesAdded, this, [this](const QList<domain::Entry> &entries) {
        const bool code = std::any_of(entries.begin(), entries.end(), [this](const domain::Entry &entry) {
            return entry.step == m_run.selection().step()
                && (entry.type == u"candidate.made" || entry.type == u"stub.made" || entry.type == u"step.ended");
        });
        if (code) {
            ++m_change;
            refresh();
        }
    });
    addMenus();
    refresh();
}

CodePane::~CodePane() = default;

void CodePane::addMenus()
{
    for (CodeView *view : {m_code, m_diff->beforeView(), m_diff->afterView(), m_diff->bothView()}) {
        QsciScintilla *editor = view->editor();
        editor->setContextMenuPolicy(Qt::CustomContextMenu);
        connect(editor, &QWidget::customContextMenuRequested, this, [this, editor](const QPoint &point) {
            auto *menu = new QMenu(this);
            menu->setObjectName(u"codeMenu"_s);
            menu->setAttribute(Qt::WA_DeleteOnClose);
            const auto add = [menu](const QString &text, const QKeySequence &keys, auto *context, auto work) {
                menu->addAction(text, keys, context, work);
            };
            add(tr("&Copy"), QKeySequence::Copy, editor, &QsciScintilla::copy);
            add(tr("&Find…"), QKeySequence::Find, this, &CodePane::openFind);
            add(tr("&Go to Line…"), Qt::CTRL | Qt::Key_L, this, &CodePane::openGoToLine);
            add(tr("&Open in Your Editor"), Qt::CTRL | Qt::SHIFT | Qt::Key_E, this, &CodePane::openOutside);
            menu->popup(editor->mapToGlobal(point));
        });
    }
}

void CodePane::openOutside()
{
    const bool compared = m_stack->currentWidget() == m_diff;
    const QString file = !m_placeFile.isEmpty() ? m_placeFile : m_shown ? m_shown->file : QString();
    const journal::StepView *step = m_run.step(m_run.selection().step());
    if (file.isEmpty() && step)
        Q_EMIT editorAsked(step->file, 0);
    else if (!file.isEmpty())
        Q_EMIT editorAsked(file, compared ? m_diff->lineNumber() : m_code->lineNumber());
}

bool CodePane::mayHaveCode(const AttemptState &attempt)
{
    return attempt.kind != u"analyze" && attempt.kind != u"rethink" && attempt.state != u"no_candidate";
}

qint64 CodePane::endOf(const AttemptState &attempt) const
{
    for (const AttemptState &other : m_run.moment().attempts) {
        if (other.step == attempt.step && other.number == attempt.number && other.startedSeq > attempt.startedSeq)
            return other.startedSeq;
    }
    return 0;
}

void CodePane::fillAttempts(const QString &step)
{
    const QList<AttemptState> attempts = m_run.attemptsOf(step);
    QList<CodeHeader::Attempt> items;
    for (auto it = attempts.rbegin(); it != attempts.rend(); ++it)
        items.append({it->startedSeq, attemptName(*it), tr("%1, %2").arg(it->rung, it->model)});
    const AttemptState *selected = m_run.selectedAttempt();
    m_header->setAttempts(items, selected ? selected->startedSeq : 0);
}

void CodePane::fillBases(const AttemptState &attempt)
{
    QList<CodeHeader::Base> items;
    const QList<AttemptState> attempts = m_run.attemptsOf(attempt.step);
    for (auto it = attempts.rbegin(); it != attempts.rend(); ++it) {
        if (it->startedSeq < attempt.startedSeq && mayHaveCode(*it))
            items.append({{BaseKind::Attempt, it->startedSeq}, attemptName(*it)});
    }
    const journal::StepView *step = m_run.step(attempt.step);
    if (step && domain::isEnded(step->state))
        items.append({{BaseKind::Accepted}, tr("accepted version")});
    items.append({{BaseKind::Disk}, tr("the file on disk")});
    items.append({{BaseKind::Nothing}, tr("nothing")});
    m_header->setBases(items, chosenBase(attempt));
}

/// What the person chose for this step, where that still makes sense; else the attempt before, else the disk.
CodeBase CodePane::chosenBase(const AttemptState &attempt) const
{
    const QList<AttemptState> attempts = m_run.attemptsOf(attempt.step);
    const journal::StepView *step = m_run.step(attempt.step);
    qint64 before = 0;
    bool wantedIsBefore = false;
    for (const AttemptState &other : attempts) {
        if (other.startedSeq >= attempt.startedSeq || !mayHaveCode(other))
            continue;
        before = other.startedSeq;
        wantedIsBefore = wantedIsBefore || (m_wanted && m_wanted->attempt == before);
    }
    if (m_wanted) {
        const bool ended = step && domain::isEnded(step->state);
        if (m_wanted->kind == BaseKind::Attempt ? wantedIsBefore : m_wanted->kind != BaseKind::Accepted || ended)
            return *m_wanted;
    }
    return before > 0 ? CodeBase{BaseKind::Attempt, before} : CodeBase{BaseKind::Disk};
}

void CodePane::refresh()
{
    const QString &id = m_run.selection().step();
    if (id != m_wantedStep) {
        m_wantedStep = id;
        m_wanted.reset();
        m_shown.reset();
    }
    fillAttempts(id);
    const journal::StepView *step = m_run.step(id);
    const AttemptState *attempt = m_run.selectedAttempt();
    if (!step || !attempt) {
        m_asked.reset();
        ++m_generation;
        setTitle(step ? step->file : QString());
        if (m_placeFile.isEmpty())
            showSentence(step ? tr("%1 has no attempt yet: its code will be here.").arg(step->file)
                              : tr("Select a step in the plan, and its code is here."));
        return;
    }
    fillBases(*attempt);
    const CodeBase base = chosenBase(*attempt);
    const Asked asked{id,       attempt->startedSeq,    attempt->verdictSeq, attempt->state, base,
                      m_change, m_run.feed().position()};
    if (m_asked == asked)
        return;
    m_asked = asked;
    ask(*attempt, base);
}

void CodePane::ask(const AttemptState &attempt, const CodeBase &base)
{
    CodeQuery query{.attempt = attempt,
                    .attemptEnd = endOf(attempt),
                    .file = m_run.step(attempt.step)->file,
                    .base = base.kind,
                    .upTo = m_run.moment().run.seq,
                    .workspace = m_run.moment().run.workspace};
    for (const AttemptState &other : m_run.moment().attempts) {
        if (base.kind == BaseKind::Attempt && other.startedSeq == base.attempt) {
            query.baseAttempt = other;
            query.baseEnd = endOf(other);
        }
    }
    // Entries come before the moment that holds them: what was just written belongs to what is shown.
    if (!m_run.isScrubbed())
        query.upTo = std::max(query.upTo, m_run.feed().lastSeq());
    m_run.feed().ask(
        this, [query](journal::JournalReader &reader) { return readCode(reader, query); },
        [this, generation = ++m_generation](const CodeAnswer &answer) {
            if (generation == m_generation)
                take(answer);
        });
}

void CodePane::take(const CodeAnswer &answer)
{
    const bool sameCode = m_shown && m_shown->file == answer.file && m_shown->code == answer.code
        && m_shown->base == answer.base && m_shown->trouble == answer.trouble && m_placeFile.isEmpty();
    m_shown = answer;
    m_header->setFigures(answer.figures);
    if (!m_placeFile.isEmpty())
        return;
    setTitle(answer.file);
    const AttemptState *attempt = m_run.selectedAttempt();
    if (!answer.trouble.isEmpty() || !answer.code) {
        const QString name = attempt ? attemptName(*attempt) : QString();
        showSentence(!answer.trouble.isEmpty()                     ? answer.trouble
                         : attempt && attempt->state == u"running" ? tr("The code of %1 is being written.").arg(name)
                         : attempt && !attempt->summary.isEmpty()
                         ? tr("There is no code of %1: %2").arg(name, attempt->summary)
                         : tr("There is no code of %1.").arg(name));
        return;
    }
    m_placeRow->hide();
    // A file that is new has nothing beside it: half of the pane would stay empty.
    if (answer.base && !answer.base->isEmpty()) {
        if (!sameCode)
            m_diff->compare(answer.base.value_or(QByteArray()), *answer.code, answer.file);
        m_diff->setRemarks(answer.remarks);
        m_diff->setMissedLines(answer.missedLines);
        m_stack->setCurrentWidget(m_diff);
    } else {
        if (!sameCode)
            m_code->setContent(layOutFile(*answer.code, answer.file));
        m_code->setRemarks(answer.remarks);
        m_code->setMissedLines(answer.missedLines);
        m_stack->setCurrentWidget(m_code);
    }
    showCounts();
}

namespace {

int linesIn(const QByteArray &code)
{
    return int(code.count('\n')) + (code.isEmpty() || code.endsWith('\n') ? 0 : 1);
}

} // namespace

void CodePane::showCounts()
{
    if (m_stack->currentWidget() == m_diff && m_diff->content())
        m_header->setCounts(m_diff->content()->diff.added, m_diff->content()->diff.removed);
    else if (m_shown && m_shown->code && m_placeFile.isEmpty() && m_asked && m_asked->base.kind != BaseKind::Nothing)
        m_header->setCounts(linesIn(*m_shown->code), 0);
    else
        m_header->hideCounts();
    if (m_goTo > 0 && m_placeFile.isEmpty()) {
        const int line = std::exchange(m_goTo, 0);
        m_stack->currentWidget() == m_diff ? m_diff->goToLine(line) : m_code->goToLine(line);
    }
}

void CodePane::showSentence(const QString &sentence)
{
    m_sentence->setText(sentence);
    m_stack->setCurrentWidget(m_sentence);
    m_header->hideCounts();
    if (!m_shown)
        m_header->setFigures({});
}

void CodePane::setTitle(const QString &file)
{
    const QString title = file.isEmpty() ? tr("Code") : file.section(u'/', -1);
    if (title == m_title)
        return;
    m_title = title;
    setWindowTitle(title);
    Q_EMIT titleChanged(title);
}

/// A line of the attempt's own file is shown there; of another one in the run's copy, else on disk.
void CodePane::showPlace(const QString &file, int line)
{
    if (m_shown && m_shown->code && file == m_shown->file) {
        m_goTo = line;
        if (!m_placeFile.isEmpty())
            leavePlace();
        else if (m_stack->currentWidget() != m_diff || m_diff->isCompared())
            showCounts();
        return;
    }
    struct Read
    {
        Result<QByteArray> bytes;
        bool fromDisk;
    };
    m_run.feed().ask(
        this,
        [folder = m_run.folder(), workspace = m_run.moment().run.workspace, file](journal::JournalReader &) {
            if (auto bytes = fileOfStage(folder, file))
                return Read{std::move(bytes), false};
            return Read{fileOnDisk(workspace, file), true};
        },
        [this, file, line, generation = ++m_generation](const Read &read) {
            if (generation == m_generation)
                showOther(file, line, read.bytes, read.fromDisk);
        });
    m_asked.reset(); // an answer under way is of the past now
}

void CodePane::showOther(const QString &file, int line, const Result<QByteArray> &bytes, bool fromDisk)
{
    m_placeFile = file;
    const AttemptState *attempt = m_run.selectedAttempt();
    m_place->setText(fromDisk ? tr("%1, as it stands on disk").arg(file)
                              : tr("%1, as it stands in the run's copy").arg(file));
    m_back->setText(attempt ? tr("Back to %1").arg(attemptName(*attempt)) : tr("Back"));
    m_placeRow->show();
    setTitle(file);
    if (!bytes) {
        showSentence(tr("%1 cannot be shown: %2").arg(file, bytes.error().message));
        return;
    }
    m_code->setContent(layOutFile(*bytes, file));
    m_stack->setCurrentWidget(m_code);
    showCounts();
    m_code->goToLine(line);
    m_code->setFocus(Qt::OtherFocusReason);
}

void CodePane::leavePlace()
{
    m_placeFile.clear();
    m_placeRow->hide();
    m_asked.reset();
    m_shown.reset();
    refresh();
}

void CodePane::openFind()
{
    m_stack->currentWidget() == m_diff ? m_diff->openFind() : m_code->openFind();
}

void CodePane::openGoToLine()
{
    m_stack->currentWidget() == m_diff ? m_diff->openGoToLine() : m_code->openGoToLine();
}

void CodePane::goToChange(bool forward)
{
    if (m_stack->currentWidget() == m_diff)
        m_diff->goToHunk(forward);
}

void CodePane::setInline(bool isInline)
{
    m_header->setInline(isInline);
    m_diff->setMode(isInline ? DiffView::Mode::Inline : DiffView::Mode::SideBySide);
}

} // namespace stepladder::ui
