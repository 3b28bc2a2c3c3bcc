// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/planeditor.h"

#include "domain/jsonreader.h"
#include "ui/plan/formfield.h"
#include "ui/plan/planform.h"
#include "ui/plan/planstepsdelegate.h"
#include "ui/plan/planstepsmodel.h"
#include "ui/plan/runform.h"
#include "ui/plan/stepform.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QSaveFile>
#include <QScrollArea>
#include <QSplitter>
#include <QTabWidget>
#include <QToolButton>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::PlanFault;

namespace {

constexpr int kKeepAfterMs = 700; ///< of silence, the draft is written

QToolButton *buttonOf(QAction *action)
{
    auto *button = new QToolButton;
    button->setDefaultAction(action);
    button->setObjectName(action->objectName() + u"Button"_s);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setAutoRaise(true);
    return button;
}

} // namespace

PlanEditor::PlanEditor(storage::Locations locations, const Theme &theme, PlanDraft draft, const QString &draftId,
                       QWidget *parent)
    : QWidget(parent)
    , m_locations(std::move(locations))
    , m_theme(theme)
    , m_drafts(m_locations)
    , m_draftId(draftId.isEmpty() ? DraftStore::newId() : draftId)
    , m_document(std::move(draft))
{
    setObjectName(u"planEditor"_s);
    setAccessibleName(tr("Plan editor"));
    const QList<engine::LanguageChoice> languages = engine::languageChoices(m_locations);
    m_stepForm = new StepForm(m_document, languages, theme);
    m_planForm = new PlanForm(m_document, languages, theme);
    m_runForm = new RunForm(m_document, m_locations, theme);
    m_options = new QTabWidget;
    m_options->setObjectName(u"planOptions"_s);
    m_options->setDocumentMode(true);
    m_options->addTab(scrolled(m_planForm), tr("Plan"));
    m_options->addTab(scrolled(m_runForm), tr("Run"));
    makeActions();
    auto *parts = new QSplitter;
    parts->addWidget(makeSteps());
    parts->addWidget(scrolled(m_stepForm));
    parts->addWidget(m_options);
    parts->setStretchFactor(1, 1);
    parts->setSizes({theme.space(75), theme.space(160), theme.space(95)});
    parts->setChildrenCollapsible(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(makeBar());
    column->addWidget(parts, 1);
    column->addWidget(makeFoot());

    m_keep.setSingleShot(true);
    m_keep.setInterval(kKeepAfterMs);
    connect(&m_keep, &QTimer::timeout, this, &PlanEditor::keepDraft);
    connect(&m_document, &PlanDocument::changed, this, &PlanEditor::documentChanged);
    connect(&m_document, &PlanDocument::currentChanged, this, &PlanEditor::showCurrent);
    showCurrent();
    refreshFoot();
}

PlanEditor::~PlanEditor()
{
    if (m_keep.isActive())
        keepDraft();
    m_drafts.flush();
}

QScrollArea *PlanEditor::scrolled(QWidget *form)
{
    auto *area = new QScrollArea;
    area->setWidget(form);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setMinimumWidth(form->minimumSizeHint().width() + m_theme.space(4));
    return area;
}

void PlanEditor::makeActions()
{
    const auto add = [this](const QString &name, const QString &text, const QList<QKeySequence> &keys, auto work) {
        auto *action = new QAction(text, this);
        action->setObjectName(name);
        action->setShortcuts(keys);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        action->setToolTip(tr("%1 (%2)").arg(text, action->shortcut().toString(QKeySequence::NativeText)));
        connect(action, &QAction::triggered, this, work);
        addAction(action);
        return action;
    };
    add(u"openPlan"_s, tr("Open…"), QKeySequence::keyBindings(QKeySequence::Open), [this] { askOpen(); });
    add(u"savePlan"_s, tr("Save"), QKeySequence::keyBindings(QKeySequence::Save), [this] { save(); });
    add(u"savePlanAs"_s, tr("Save as…"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S)}, [this] { askSave(); });
    auto *undo = add(u"undo"_s, tr("Undo"), QKeySequence::keyBindings(QKeySequence::Undo),
                     [this] { m_document.undoStack().undo(); });
    auto *redo = add(u"redo"_s, tr("Redo"), QKeySequence::keyBindings(QKeySequence::Redo),
                     [this] { m_document.undoStack().redo(); });
    undo->setEnabled(false);
    redo->setEnabled(false);
    connect(&m_document.undoStack(), &QUndoStack::canUndoChanged, undo, &QAction::setEnabled);
    connect(&m_document.undoStack(), &QUndoStack::canRedoChanged, redo, &QAction::setEnabled);
    add(u"addStep"_s, tr("Add a step"), {QKeySequence(Qt::CTRL | Qt::Key_Return)}, [this] {
        m_document.addStep();
        m_stepForm->field(u"file"_s)->setFocus();
    });
    add(u"removeStep"_s, tr("Remove"), {QKeySequence(Qt::CTRL | Qt::Key_Delete)},
        [this] { m_document.removeStep(m_document.current()); });
    add(u"moveUp"_s, tr("Up"), {QKeySequence(Qt::ALT | Qt::Key_Up)},
        [this] { m_document.moveStep(m_document.current(), m_document.current() - 1); });
    add(u"moveDown"_s, tr("Down"), {QKeySequence(Qt::ALT | Qt::Key_Down)},
        [this] { m_document.moveStep(m_document.current(), m_document.current() + 2); });
}

QWidget *PlanEditor::makeBar()
{
    auto *bar = new QWidget;
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(m_theme.space(3), m_theme.space(), m_theme.space(3), m_theme.space());
    row->setSpacing(m_theme.space());
    m_name = new QLabel;
    m_name->setObjectName(u"planName"_s);
    m_name->setTextFormat(Qt::PlainText);
    QFont bold = font();
    bold.setBold(true);
    m_name->setFont(bold);
    row->addWidget(m_name, 1);
    for (const QString &name : {u"undo"_s, u"redo"_s, u"openPlan"_s, u"savePlan"_s, u"savePlanAs"_s})
        row->addWidget(buttonOf(findChild<QAction *>(name)));
    return bar;
}

QWidget *PlanEditor::makeSteps()
{
    m_steps = new QListView;
    m_steps->setObjectName(u"planSteps"_s);
    m_steps->setAccessibleName(tr("Steps of the plan"));
    m_steps->setModel(new PlanStepsModel(m_document, m_steps));
    m_steps->setItemDelegate(new PlanStepsDelegate(m_theme, m_steps));
    m_steps->setUniformItemSizes(true);
    m_steps->setDragDropMode(QAbstractItemView::InternalMove);
    m_steps->setDefaultDropAction(Qt::MoveAction);
    m_steps->setTabKeyNavigation(false);
    connect(m_steps->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        if (index.isValid())
            m_document.setCurrent(index.row());
    });
    auto *side = new QWidget;
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_steps, 1);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(m_theme.space(), m_theme.space(), m_theme.space(), m_theme.space());
    row->setSpacing(0);
    for (const QString &name : {u"addStep"_s, u"removeStep"_s, u"moveUp"_s, u"moveDown"_s})
        row->addWidget(buttonOf(findChild<QAction *>(name)));
    row->addStretch(1);
    column->addLayout(row);
    return side;
}

QWidget *PlanEditor::makeFoot()
{
    auto *foot = new QWidget;
    auto *row = new QHBoxLayout(foot);
    row->setContentsMargins(m_theme.space(3), m_theme.space(2), m_theme.space(3), m_theme.space(2));
    row->setSpacing(m_theme.space(2));
    m_state = new QLabel;
    m_state->setObjectName(u"planState"_s);
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    m_mend = new QPushButton(tr("Show the &first"));
    m_mend->setObjectName(u"mend"_s);
    m_approve = new QPushButton(tr("App&rove and run"));
    m_approve->setObjectName(u"approve"_s);
    connect(m_mend, &QPushButton::clicked, this, &PlanEditor::goToFault);
    connect(m_approve, &QPushButton::clicked, this, &PlanEditor::approve);
    row->addWidget(m_state, 1);
    row->addWidget(m_mend);
    row->addWidget(m_approve);
    return foot;
}

QString PlanEditor::title() const
{
    const PlanDraft &draft = m_document.draft();
    if (!draft.plan.projectName.isEmpty())
        return tr("Plan · %1").arg(draft.plan.projectName);
    return draft.planFile.isEmpty() ? tr("New plan") : tr("Plan · %1").arg(QFileInfo(draft.planFile).fileName());
}

void PlanEditor::documentChanged()
{
    m_error.clear();
    m_keep.start();
    showCurrent();
    refreshFoot();
    Q_EMIT titleChanged();
}

void PlanEditor::showCurrent()
{
    const QModelIndex index = m_steps->model()->index(m_document.current(), 0);
    if (m_steps->currentIndex() != index)
        m_steps->setCurrentIndex(index);
    const int count = int(m_document.plan().steps.size());
    findChild<QAction *>(u"removeStep"_s)->setEnabled(m_document.current() >= 0);
    findChild<QAction *>(u"moveUp"_s)->setEnabled(m_document.current() > 0);
    findChild<QAction *>(u"moveDown"_s)->setEnabled(m_document.current() >= 0 && m_document.current() < count - 1);
}

void PlanEditor::refreshFoot()
{
    const PlanDraft &draft = m_document.draft();
    const int faults = int(m_document.faults().size());
    const QString file = draft.planFile.isEmpty() ? QString() : u" · "_s + draft.planFile;
    m_name->setText(title() + file + (m_document.undoStack().isClean() ? QString() : tr(" · not saved to a file")));
    QString text = tr("%n steps, ready to run", nullptr, int(draft.plan.steps.size()));
    if (faults == 1)
        text = tr("One thing is to be mended before it can run");
    else if (faults > 1)
        text = tr("%n things are to be mended before it can run", nullptr, faults);
    if (m_busy)
        text = tr("The run is being prepared");
    m_state->setText(m_error.isEmpty() ? text : m_error);
    m_theme.setTextRole(*m_state, m_error.isEmpty() ? Role::Muted : Role::Fail);
    m_mend->setVisible(faults > 0);
    m_approve->setEnabled(faults == 0 && !m_busy);
}

FormField *PlanEditor::fieldOf(const PlanFault &fault) const
{
    if (fault.step >= 0)
        return m_stepForm->field(fault.field);
    FormField *field = m_planForm->field(fault.field);
    return field ? field : m_runForm->field(fault.field);
}

void PlanEditor::goToFault()
{
    if (m_document.faults().isEmpty())
        return;
    const PlanFault fault = m_document.faults().first();
    if (fault.step >= 0)
        m_document.setCurrent(int(fault.step));
    FormField *field = fieldOf(fault);
    if (!field) {
        // A plan without steps: the list is where they are added.
        m_steps->setFocus();
        return;
    }
    if (fault.step < 0)
        m_options->setCurrentIndex(m_runForm->field(fault.field) == field ? 1 : 0);
    for (QWidget *parent = field->parentWidget(); parent; parent = parent->parentWidget()) {
        if (auto *area = qobject_cast<QScrollArea *>(parent))
            area->ensureWidgetVisible(field);
    }
    field->setFocus();
}

void PlanEditor::approve()
{
    if (!m_document.faults().isEmpty() || m_busy)
        return;
    keepDraft();
    Q_EMIT approved(requestOf(m_document.draft(), m_document.models()));
}

void PlanEditor::setBusy(bool busy)
{
    m_busy = busy;
    refreshFoot();
}

void PlanEditor::readLadders()
{
    m_runForm->readLadders();
}

void PlanEditor::showError(const domain::Error &error)
{
    m_busy = false;
    m_error = error.message;
    refreshFoot();
}

void PlanEditor::openFile(const QString &file)
{
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly))
        return showError({domain::ErrorKind::Io, tr("%1: %2").arg(file, in.errorString())});
    // What is strict about its form is said here; what is wrong with its content, at its field.
    const auto json = domain::parseJsonObject(in.readAll(), file);
    const auto plan = json ? domain::planShapeFromJson(*json, file) : domain::fail(json.error());
    if (!plan)
        return showError(plan.error());
    PlanDraft draft = m_document.draft();
    draft.plan = *plan;
    draft.planFile = file;
    m_document.replace(tr("Open a plan"), draft);
    m_document.undoStack().setClean();
    documentChanged();
}

void PlanEditor::saveFile(const QString &file)
{
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly) || out.write(QJsonDocument(domain::toJson(m_document.plan())).toJson()) < 0
        || !out.commit())
        return showError({domain::ErrorKind::Io, tr("%1: %2").arg(file, out.errorString())});
    m_document.undoStack().setClean();
    m_document.setPlanFile(file);
}

void PlanEditor::askOpen()
{
    auto *dialog =
        new QFileDialog(this, tr("Open a plan"), QFileInfo(m_document.draft().planFile).path(), tr("Plans (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &PlanEditor::openFile);
    dialog->open();
}

void PlanEditor::askSave()
{
    const QString file = m_document.draft().planFile;
    auto *dialog =
        new QFileDialog(this, tr("Save the plan"), file.isEmpty() ? u"plan.json"_s : file, tr("Plans (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"json"_s);
    connect(dialog, &QFileDialog::fileSelected, this, &PlanEditor::saveFile);
    dialog->open();
}

void PlanEditor::save()
{
    if (m_document.draft().planFile.isEmpty())
        askSave();
    else
        saveFile(m_document.draft().planFile);
}

void PlanEditor::keepDraft()
{
    m_keep.stop();
    if (!m_forgotten)
        m_drafts.save(m_draftId, m_document.draft());
}

void PlanEditor::forgetDraft()
{
    m_forgotten = true;
    m_keep.stop();
    m_drafts.remove(m_draftId);
}

} // namespace stepladder::ui
