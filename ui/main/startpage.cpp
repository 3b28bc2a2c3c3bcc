// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/startpage.h"

#include "domain/jsonreader.h"
#include "engine/control/plancontroller.h"
#include "models/modelsfile.h"
#include "ui/main/modelsoffer.h"
#include "ui/main/recentrunsdelegate.h"
#include "ui/main/recentrunsmodel.h"
#include "ui/plan/bindings.h"
#include "ui/plan/runform.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::ErrorKind;

namespace {

constexpr int kDraftsShown = 3;

QLabel *heading(const QString &text)
{
    auto *label = new QLabel(text);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    return label;
}

QPushButton *button(const QString &name, const QString &text)
{
    auto *made = new QPushButton(text);
    made->setObjectName(name);
    return made;
}

} // namespace

StartPage::StartPage(storage::Locations locations, const Theme &theme, const QList<models::ServerPlace> &places,
                     QWidget *parent)
    : QWidget(parent)
    , m_locations(std::move(locations))
    , m_theme(theme)
    , m_places(places)
    , m_drafts(m_locations)
    , m_recent(m_locations)
    , m_maker(m_locations)
{
    setObjectName(u"startPage"_s);
    setAccessibleName(tr("Start"));
    m_draft.plan.language = u"csharp"_s;
    auto *parts = new QSplitter;
    auto *area = new QScrollArea;
    area->setWidget(makeForm());
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    parts->addWidget(area);
    parts->addWidget(makeRuns());
    parts->setStretchFactor(0, 1);
    parts->setStretchFactor(1, 1);
    parts->setChildrenCollapsible(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(parts);
    connect(&m_recent, &RecentRuns::found, this, &StartPage::showRuns);
    connect(&m_recent, &RecentRuns::failed, this, [this](const domain::Error &error) {
        m_noRuns->setText(tr("The list of runs cannot be read: %1").arg(error.message));
        m_noRuns->show();
    });
    connect(&m_maker, &PlanMaker::progressed, this, [this](int characters) {
        m_progress->setText(characters == 0 ? tr("The thinker reads.")
                                            : tr("The thinker writes: %n characters.", nullptr, characters));
    });
    connect(&m_maker, &PlanMaker::noticed, m_progress, &QLabel::setText);
    connect(&m_maker, &PlanMaker::failed, this, [this](const domain::Error &error) {
        planEnded();
        if (error.kind != ErrorKind::Cancelled)
            showError(error);
    });
    connect(&m_maker, &PlanMaker::made, this, [this](const domain::Plan &plan, domain::MicroUsd cost) {
        planEnded();
        if (cost > 0)
            m_progress->setText(tr("The plan cost %1.").arg(domain::usdText(cost)));
        PlanDraft draft = m_draft;
        draft.plan = plan;
        Q_EMIT openPlan(draft, {});
    });
    lookForModels();
    refreshButtons();
}

QPushButton *StartPage::makeButton(const QString &name, const QString &text, void (StartPage::*work)())
{
    auto *made = button(name, text);
    made->setMinimumWidth(made->sizeHint().width() + m_theme.space(4));
    connect(made, &QPushButton::clicked, this, work);
    return made;
}

QWidget *StartPage::makeForm()
{
    auto *page = new QWidget;
    page->setObjectName(u"newRun"_s);
    auto *column = new QVBoxLayout(page);
    const int wide = m_theme.space(6);
    column->setContentsMargins(wide, wide, wide, wide);
    column->setSpacing(m_theme.space(3));
    const auto add = [&](const QString &name, FormField *field) {
        m_fields[name] = field;
        column->addWidget(field);
    };
    column->addWidget(heading(tr("New run")));
    m_offer = new ModelsOffer(m_locations, m_places, m_theme);
    m_offer->hide();
    connect(m_offer, &ModelsOffer::configured, this, &StartPage::lookForModels);
    column->addWidget(m_offer);
    add(u"task"_s, textField(u"task"_s, tr("&Task: what is to be made"), 6, m_theme, [this](const QString &typed) {
            m_draft.plan.task = typed;
        }));
    add(u"workspace"_s,
        pathField(u"workspace"_s, tr("&Workspace: the folder it is made in"), true, {}, m_theme,
                  [this](const QString &typed) {
                      m_draft.workspace = typed;
                      refreshForm();
                  }));
    add(u"language"_s, choiceField(u"language"_s, tr("&Language"), m_theme, [this](const QVariant &chosen) {
            m_draft.plan.language = chosen.toString();
        }));
    QList<QPair<QString, QVariant>> languages;
    for (const engine::LanguageChoice &language : engine::languageChoices(m_locations))
        languages.append({language.title, language.id});
    setChoices(m_fields[u"language"_s], languages);
    add(u"ladder"_s, choiceField(u"ladder"_s, tr("La&dder"), m_theme, [this](const QVariant &chosen) {
            m_draft.ladder = chosen.toString();
        }));
    readLadders();
    add(u"models"_s,
        pathField(u"models"_s, tr("&Models"), false, tr("Models (*.json)"), m_theme, [this](const QString &typed) {
            m_draft.modelsFile = typed;
            refreshForm();
        }));
    add(u"mode"_s, choiceField(u"mode"_s, tr("M&ode"), m_theme, [this](const QVariant &chosen) {
            m_draft.mode = domain::Mode(chosen.toInt());
        }));
    setChoices(m_fields[u"mode"_s], modeChoices());
    add(u"budget"_s, lineField(u"budget"_s, tr("&Budget in dollars"), m_theme, [this](const QString &typed) {
            m_draft.budget = typed;
            refreshForm();
        }));
    static_cast<QLineEdit *>(m_fields[u"budget"_s]->editor())->setPlaceholderText(tr("no cap"));
    auto *row = new QHBoxLayout;
    row->setSpacing(m_theme.space(2));
    m_plan = makeButton(u"planIt"_s, tr("Plan &it"), &StartPage::planIt);
    auto *sampleButton = makeButton(u"sampleButton"_s, tr("Run the &sample"), &StartPage::sample);
    sampleButton->setToolTip(tr("Its answers are scripted, its builds and tests are real: it needs no model."));
    for (QPushButton *one :
         {m_plan, makeButton(u"writeByHand"_s, tr("Write the &plan by hand"), &StartPage::writeByHand),
          makeButton(u"openPlanFile"_s, tr("Open a plan &file…"), &StartPage::askPlanFile), sampleButton})
        row->addWidget(one);
    row->addStretch(1);
    column->addLayout(row);
    auto *under = new QHBoxLayout;
    m_progress = new QLabel;
    m_progress->setObjectName(u"planProgress"_s);
    m_progress->setTextFormat(Qt::PlainText);
    m_progress->setWordWrap(true);
    m_cancel = button(u"cancelPlan"_s, tr("&Cancel"));
    connect(m_cancel, &QPushButton::clicked, &m_maker, &PlanMaker::cancel);
    under->addWidget(m_progress, 1);
    under->addWidget(m_cancel);
    m_cancel->hide();
    column->addLayout(under);
    m_error = new QLabel;
    m_error->setObjectName(u"startError"_s);
    m_error->setWordWrap(true);
    m_error->setTextFormat(Qt::PlainText);
    m_error->hide();
    column->addWidget(m_error);
    m_draftsBox = new QVBoxLayout;
    m_draftsBox->setSpacing(m_theme.space());
    column->addLayout(m_draftsBox);
    column->addStretch(1);
    return page;
}

QWidget *StartPage::makeRuns()
{
    auto *side = new QWidget;
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins({});
    column->setSpacing(0);
    auto *title = heading(tr("Runs"));
    title->setContentsMargins(m_theme.space(3), m_theme.space(3), m_theme.space(3), m_theme.space(2));
    column->addWidget(title);
    m_model = new RecentRunsModel(this);
    m_runs = new QListView;
    m_runs->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_runs->setObjectName(u"recentRuns"_s);
    m_runs->setAccessibleName(tr("Runs, newest first"));
    m_runs->setModel(m_model);
    m_runs->setItemDelegate(new RecentRunsDelegate(m_theme, m_runs));
    m_runs->setUniformItemSizes(true);
    m_runs->setTabKeyNavigation(false);
    m_noRuns = new QLabel(tr("Your runs will be here, newest first. Begin with the sample: it needs no model."));
    m_noRuns->setObjectName(u"noRuns"_s);
    m_noRuns->setWordWrap(true);
    m_noRuns->setMargin(m_theme.space(3));
    column->addWidget(m_noRuns);
    column->addWidget(m_runs, 1);
    m_open = button(u"openRun"_s, tr("Ope&n"));
    m_resume = button(u"resumeRun"_s, tr("&Resume"));
    auto *row = new QHBoxLayout;
    row->setContentsMargins(m_theme.space(3), m_theme.space(2), m_theme.space(3), m_theme.space(2));
    row->setSpacing(m_theme.space(2));
    row->addWidget(m_open);
    row->addWidget(m_resume);
    row->addStretch(1);
    column->addLayout(row);
    const auto open = [this] {
        if (const RecentRun *run = currentRun())
            Q_EMIT openRun(run->view.run);
    };
    const auto resume = [this] {
        if (const RecentRun *run = currentRun(); run && run->canResume())
            Q_EMIT resumeRun(run->view.run);
    };
    connect(m_open, &QPushButton::clicked, this, open);
    connect(m_runs, &QListView::activated, this, open);
    connect(m_resume, &QPushButton::clicked, this, resume);
    connect(m_runs->selectionModel(), &QItemSelectionModel::currentChanged, this, &StartPage::refreshButtons);
    return side;
}

const RecentRun *StartPage::currentRun() const
{
    const QModelIndex index = m_runs->currentIndex();
    return index.isValid() ? &m_model->runAt(index.row()) : nullptr;
}

void StartPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_recent.watch(true);
    refreshDrafts();
}

void StartPage::hideEvent(QHideEvent *event)
{
    m_recent.watch(false);
    QWidget::hideEvent(event);
}

void StartPage::showRuns(const QList<RecentRun> &runs)
{
    m_model->show(runs);
    m_noRuns->setVisible(runs.isEmpty());
    refreshButtons();
}

void StartPage::refreshButtons()
{
    const RecentRun *run = currentRun();
    m_open->setEnabled(run && run->standing != Standing::Gone);
    m_resume->setEnabled(run && run->canResume());
}

void StartPage::readLadders()
{
    setChoices(m_fields[u"ladder"_s], ladderChoices(m_locations));
    setChoice(m_fields[u"ladder"_s], m_draft.ladder);
}

void StartPage::lookForModels()
{
    const QString usual = models::usualModelsFile(m_locations);
    const bool there = QFileInfo::exists(usual);
    if (there && m_draft.modelsFile.isEmpty())
        m_draft.modelsFile = usual;
    m_offer->setVisible(!there && m_draft.modelsFile.isEmpty());
    if (!there && m_draft.modelsFile.isEmpty())
        m_offer->look();
    refreshForm();
}

void StartPage::refreshForm()
{
    setText(m_fields[u"models"_s], m_draft.modelsFile);
    setChoice(m_fields[u"language"_s], m_draft.plan.language);
    setChoice(m_fields[u"ladder"_s], m_draft.ladder);
    setChoice(m_fields[u"mode"_s], int(m_draft.mode));
    QString fault;
    QString hint;
    m_models = {};
    if (!m_draft.modelsFile.isEmpty()) {
        const auto read = models::readModelsFile(m_draft.modelsFile);
        fault = read ? QString() : read.error().message;
        m_models = read.value_or(domain::ModelsConfig());
        hint = playersOf(m_models);
    }
    // Offered where a thinker is there to do it.
    m_plan->setVisible(m_models.playerOf(u"thinker"_s) != nullptr);
    m_fields[u"models"_s]->setFault(fault);
    m_fields[u"models"_s]->setHint(hint);
    const bool folder = m_draft.workspace.isEmpty() || QFileInfo(m_draft.workspace).isDir();
    m_fields[u"workspace"_s]->setFault(folder ? QString() : tr("There is no such folder."));
    const bool amount = m_draft.budget.trimmed().isEmpty() || domain::microUsdFromText(m_draft.budget);
    m_fields[u"budget"_s]->setFault(amount ? QString() : tr("That is no amount, expected dollars as in 2.50."));
}

void StartPage::refreshDrafts()
{
    while (QLayoutItem *item = m_draftsBox->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    const QList<DraftStore::Item> items = m_drafts.list();
    if (!items.isEmpty())
        m_draftsBox->addWidget(heading(tr("Plans you began")));
    for (const DraftStore::Item &item : items.mid(0, kDraftsShown)) {
        const QString task = item.task.trimmed().section(u'\n', 0, 0);
        auto *one = new QPushButton(
            tr("%1 (%n steps)", nullptr, item.steps).arg(task.isEmpty() ? tr("a plan without a task") : task.left(80)));
        one->setObjectName(u"draft"_s);
        connect(one, &QPushButton::clicked, this, [this, id = item.id] {
            const auto draft = m_drafts.read(id);
            if (draft)
                Q_EMIT openPlan(*draft, id);
            else
                showError(draft.error());
        });
        m_draftsBox->addWidget(one, 0, Qt::AlignLeft);
    }
}

void StartPage::planIt()
{
    m_error->hide();
    m_plan->setEnabled(false);
    m_cancel->show();
    m_progress->setText(tr("The workspace is looked through."));
    m_maker.start({.task = m_draft.plan.task,
                   .workspace = m_draft.workspace,
                   .language = m_draft.plan.language,
                   .models = m_models});
}

void StartPage::planEnded()
{
    m_plan->setEnabled(true);
    m_cancel->hide();
    m_progress->clear();
}

void StartPage::writeByHand()
{
    Q_EMIT openPlan(m_draft, {});
}

void StartPage::askPlanFile()
{
    auto *dialog = new QFileDialog(this, tr("Open a plan"), {}, tr("Plans (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &StartPage::openPlanFile);
    dialog->open();
}

void StartPage::openPlanFile(const QString &file)
{
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly))
        return showError({ErrorKind::Io, tr("%1: %2").arg(file, in.errorString())});
    const auto json = domain::parseJsonObject(in.readAll(), file);
    const auto plan = json ? domain::planShapeFromJson(*json, file) : domain::fail(json.error());
    if (!plan)
        return showError(plan.error());
    PlanDraft draft = m_draft;
    draft.plan = *plan;
    draft.planFile = file;
    m_error->hide();
    Q_EMIT openPlan(draft, {});
}

void StartPage::showError(const domain::Error &error)
{
    m_theme.setTextRole(*m_error, Role::Fail);
    m_error->setText(error.message);
    m_error->show();
}

} // namespace stepladder::ui
