// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ladders/laddereditor.h"
#include "ui/ladders/ladderpreviewpane.h"
#include "ui/ladders/rungform.h"
#include "ui/plan/bindings.h"
#include "ui/theme/plainlabel.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

namespace {

QToolButton *ladderButton(QAction *action)
{
    auto *button = new QToolButton;
    button->setDefaultAction(action);
    button->setObjectName(action->objectName() + u"Button"_s);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setAutoRaise(true);
    return button;
}

} // namespace

LadderEditor::LadderEditor(storage::Locations locations, const Theme &theme, QWidget *parent)
    : QWidget(parent, Qt::Window)
    , m_locations(std::move(locations))
    , m_theme(theme)
    , m_files(m_locations)
{
    setObjectName(u"ladderEditor"_s);
    setWindowTitle(tr("Ladders"));
    makeActions();
    m_preview = new LadderPreviewPane(m_locations, theme);
    connect(m_preview, &LadderPreviewPane::rungChosen, this, [this](int rung) {
        if (document() && rung >= 0)
            document()->setCurrent(rung);
    });
    m_broken = plainText(u"ladderBroken"_s);
    m_broken->setAlignment(Qt::AlignCenter);
    m_broken->setMargin(theme.space(6));
    m_pages = new QStackedWidget;
    m_pages->addWidget(makeEditor());
    m_pages->addWidget(m_broken);
    auto *parts = new QSplitter;
    parts->setObjectName(u"ladderParts"_s);
    parts->addWidget(makeLadders());
    parts->addWidget(m_pages);
    parts->setStretchFactor(1, 1);
    parts->setSizes({theme.space(60), theme.space(280)});
    parts->setChildrenCollapsible(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(parts, 1);
    column->addWidget(makeFoot());
    resize(theme.space(330), theme.space(205));
    connect(&theme, &Theme::changed, this, [this] {
        fillLadders();
        fillRungs();
    });
    readFiles();
    choose(u"never-surrender"_s);
}

void LadderEditor::makeActions()
{
    const auto add = [this](const QString &name, const QString &text, const QList<QKeySequence> &keys, auto work) {
        auto *action = new QAction(text, this);
        action->setObjectName(name);
        action->setShortcuts(keys);
        action->setShortcutContext(Qt::WindowShortcut);
        if (!keys.isEmpty())
            action->setToolTip(tr("%1 (%2)").arg(text, action->shortcut().toString(QKeySequence::NativeText)));
        connect(action, &QAction::triggered, this, work);
        addAction(action);
    };
    add(u"newLadder"_s, tr("New"), QKeySequence::keyBindings(QKeySequence::New), [this] {
        LadderDocument fresh({{u"id"_s, u"my-ladder"_s}, {u"title"_s, QString()}});
        fresh.addRung();
        this->add(fresh.json());
    });
    add(u"copyLadder"_s, tr("Copy"), {QKeySequence(Qt::CTRL | Qt::Key_D)}, [this] { copy(); });
    add(u"shippedLadder"_s, tr("As shipped"), {}, [this] { backToShipped(); });
    add(u"deleteLadder"_s, tr("Delete"), {}, [this] { removeChosen(); });
    add(u"saveLadder"_s, tr("Save"), QKeySequence::keyBindings(QKeySequence::Save), [this] { save(); });
    add(u"undoLadder"_s, tr("Undo"), QKeySequence::keyBindings(QKeySequence::Undo), [this] {
        if (document())
            document()->undoStack().undo();
    });
    add(u"redoLadder"_s, tr("Redo"), QKeySequence::keyBindings(QKeySequence::Redo), [this] {
        if (document())
            document()->undoStack().redo();
    });
    add(u"addRung"_s, tr("Add a rung"), {QKeySequence(Qt::CTRL | Qt::Key_Return)}, [this] {
        if (!document())
            return;
        document()->addRung();
        auto *id = static_cast<QLineEdit *>(m_form->field(u"id"_s)->editor());
        id->setFocus();
        id->selectAll();
    });
    add(u"removeRung"_s, tr("Remove"), {QKeySequence(Qt::CTRL | Qt::Key_Delete)}, [this] {
        if (document())
            document()->removeRung();
    });
    add(u"rungUp"_s, tr("Up"), {QKeySequence(Qt::ALT | Qt::Key_Up)}, [this] {
        if (document())
            document()->moveRung(-1);
    });
    add(u"rungDown"_s, tr("Down"), {QKeySequence(Qt::ALT | Qt::Key_Down)}, [this] {
        if (document())
            document()->moveRung(1);
    });
    add(u"closeLadders"_s, tr("Close"), QKeySequence::keyBindings(QKeySequence::Close), [this] { close(); });
    action(u"shippedLadder"_s)->setToolTip(tr("The ladder as it came with the program"));
}

QWidget *LadderEditor::makeLadders()
{
    m_ladders = new QListWidget;
    m_ladders->setObjectName(u"ladders"_s);
    m_ladders->setAccessibleName(tr("Ladders"));
    m_ladders->setFrameShape(QFrame::NoFrame);
    connect(m_ladders, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem *item) {
        if (item)
            open(item->data(Qt::UserRole).toString());
    });
    auto *side = new QWidget;
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_ladders, 1);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(m_theme.space(), m_theme.space(), m_theme.space(), m_theme.space());
    row->setSpacing(0);
    for (const QString &name : {u"newLadder"_s, u"copyLadder"_s, u"shippedLadder"_s, u"deleteLadder"_s})
        row->addWidget(ladderButton(action(name)));
    row->addStretch(1);
    column->addLayout(row);
    return side;
}

QWidget *LadderEditor::makeRungs()
{
    m_rungs = new QListWidget;
    m_rungs->setObjectName(u"rungs"_s);
    m_rungs->setFrameShape(QFrame::NoFrame);
    connect(m_rungs, &QListWidget::currentRowChanged, this, [this](int row) {
        if (document() && row >= 0)
            document()->setCurrent(row);
    });
    m_rungsField = new FormField(tr("Rungs, the first tried on top"), m_rungs, m_theme);
    // The list takes the room that a line of text leaves to others.
    auto *field = static_cast<QVBoxLayout *>(m_rungsField->layout());
    field->setStretchFactor(m_rungs, 1);
    delete field->takeAt(field->count() - 1);
    auto *side = new QWidget;
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(m_theme.space(3), m_theme.space(2), 0, m_theme.space());
    column->setSpacing(m_theme.space());
    column->addWidget(m_rungsField, 1);
    auto *row = new QHBoxLayout;
    row->setContentsMargins({});
    row->setSpacing(0);
    for (const QString &name : {u"addRung"_s, u"removeRung"_s, u"rungUp"_s, u"rungDown"_s})
        row->addWidget(ladderButton(action(name)));
    row->addStretch(1);
    column->addLayout(row);
    return side;
}

QWidget *LadderEditor::makeEditor()
{
    m_id = lineField(u"ladderId"_s, tr("N&ame, as --ladder has it"), m_theme, [this](const QString &typed) {
        if (document())
            document()->setField(u"id"_s, typed, true);
    });
    m_title = lineField(u"ladderTitle"_s, tr("T&itle"), m_theme, [this](const QString &typed) {
        if (document())
            document()->setField(u"title"_s, typed, true);
    });
    m_form = new RungForm(m_theme);
    auto *area = new QScrollArea;
    area->setWidget(m_form);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setMinimumWidth(m_form->minimumSizeHint().width() + m_theme.space(4));
    auto *head = new QHBoxLayout;
    head->setContentsMargins(m_theme.space(3), m_theme.space(2), m_theme.space(3), 0);
    head->setSpacing(m_theme.space(3));
    head->addWidget(m_id, 1);
    head->addWidget(m_title, 2);
    auto *below = new QHBoxLayout;
    below->setContentsMargins({});
    below->setSpacing(0);
    below->addWidget(makeRungs(), 1);
    below->addWidget(area, 2);
    auto *left = new QWidget;
    auto *column = new QVBoxLayout(left);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addLayout(head);
    column->addLayout(below, 1);
    auto *parts = new QSplitter;
    parts->addWidget(left);
    parts->addWidget(m_preview);
    parts->setStretchFactor(0, 1);
    parts->setSizes({m_theme.space(180), m_theme.space(95)});
    parts->setChildrenCollapsible(false);
    return parts;
}

QWidget *LadderEditor::makeFoot()
{
    m_question = new QWidget;
    m_question->setObjectName(u"ladderQuestion"_s);
    m_questionText = plainText(u"ladderQuestionText"_s);
    m_theme.setTextRole(*m_questionText, Role::Warn);
    auto *asked = new QHBoxLayout(m_question);
    asked->setContentsMargins(m_theme.space(3), m_theme.space(2), m_theme.space(3), 0);
    asked->setSpacing(m_theme.space(2));
    asked->addWidget(m_questionText, 1);
    m_questionButtons = new QHBoxLayout;
    m_questionButtons->setSpacing(m_theme.space(2));
    asked->addLayout(m_questionButtons);
    m_question->hide();

    m_state = plainText(u"ladderState"_s);
    auto *mend = new QPushButton(tr("Show the &first"));
    mend->setObjectName(u"mendLadder"_s);
    connect(mend, &QPushButton::clicked, this, &LadderEditor::goToFault);
    auto *save = new QPushButton(tr("&Save"));
    save->setObjectName(u"saveLadderButton"_s);
    connect(save, &QPushButton::clicked, action(u"saveLadder"_s), &QAction::trigger);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(m_theme.space(3), m_theme.space(2), m_theme.space(3), m_theme.space(2));
    row->setSpacing(m_theme.space(2));
    row->addWidget(m_state, 1);
    for (const QString &name : {u"undoLadder"_s, u"redoLadder"_s})
        row->addWidget(ladderButton(action(name)));
    row->addWidget(mend);
    row->addWidget(save);
    auto *foot = new QWidget;
    auto *column = new QVBoxLayout(foot);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_question);
    column->addLayout(row);
    return foot;
}

QAction *LadderEditor::action(const QString &name) const
{
    return findChild<QAction *>(name);
}

} // namespace stepladder::ui
