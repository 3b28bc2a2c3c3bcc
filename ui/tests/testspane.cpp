// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tests/testspane.h"

#include "ui/run/attemptname.h"
#include "ui/tests/linkedtext.h"
#include "ui/tests/testsdelegate.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSplitter>
#include <QTreeView>
#include <QVBoxLayout>

#include <mutex>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Result;
using journal::AttemptState;
using journal::JournalReader;

namespace {

constexpr int kRemembered = 64; ///< attempts whose outcomes are kept

} // namespace

/// Of one run: outcomes are read when first wanted. On the reading thread.
class TestsPane::Past
{
public:
    std::shared_ptr<const TestOutcomes> of(JournalReader &reader, const AttemptState &attempt, qint64 until)
    {
        const auto key = std::pair(attempt.startedSeq, attempt.verdictSeq);
        if (const auto known = m_outcomes.constFind(key); known != m_outcomes.cend())
            return *known;
        const auto record = readAttempt(reader, attempt, until);
        auto outcomes = std::make_shared<const TestOutcomes>(record ? outcomesOf(*record) : TestOutcomes());
        if (m_outcomes.size() >= kRemembered)
            m_outcomes.clear();
        m_outcomes.insert(key, outcomes);
        return outcomes;
    }

private:
    QHash<std::pair<qint64, qint64>, std::shared_ptr<const TestOutcomes>> m_outcomes;
};

struct TestsPane::Answer
{
    AttemptRecord record; ///< without evidence: that is in the tree
    std::shared_ptr<const TestTree> tree;
    QString last = {}; ///< the attempt whose tests stand in
};

TestsPane::TestsPane(OpenRun &run, const Theme &theme, QWidget *parent)
    : AttemptPane(run, theme, u"testsPane"_s, tr("Tests"), parent)
    , m_delegate(new TestsDelegate(theme, this))
    , m_past(std::make_shared<Past>())
{
    m_filter.setSourceModel(&m_model);
    begin(makePage());
    setFocusProxy(m_view);
    connect(&theme, &Theme::changed, m_view->viewport(), qOverload<>(&QWidget::update));
}

/// The view goes after this and its model.
TestsPane::~TestsPane()
{
    m_view->selectionModel()->disconnect(this);
}

QWidget *TestsPane::makePage()
{
    auto *page = new QWidget(this);
    m_text = new QLineEdit(page);
    m_text->setProperty("form", true);
    m_text->setObjectName(u"testsText"_s);
    m_text->setPlaceholderText(tr("Find a test"));
    m_text->setAccessibleName(tr("Find a test"));
    m_text->setClearButtonEnabled(true);
    m_show = new QComboBox(page);
    m_show->setObjectName(u"testsShow"_s);
    m_show->setAccessibleName(tr("Which tests are shown"));
    m_show->addItems({tr("Failed first"), tr("Failed only"), tr("As run")});
    m_state = new QLabel(page);
    m_state->setObjectName(u"testsState"_s);
    m_state->setTextFormat(Qt::PlainText);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(theme().space(2), theme().space(), theme().space(2), theme().space());
    bar->setSpacing(theme().space(2));
    bar->addWidget(m_state, 1);
    bar->addWidget(m_text);
    bar->addWidget(m_show);

    m_view = new QTreeView(page);
    m_view->setObjectName(u"testsView"_s);
    m_view->setAccessibleName(tr("Tests"));
    m_view->setModel(&m_filter);
    m_view->setItemDelegate(m_delegate);
    m_view->setUniformRowHeights(true);
    m_view->setHeaderHidden(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setIndentation(theme().space(4));
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(TestsModel::Test, QHeaderView::Stretch);
    m_view->header()->setSectionResizeMode(TestsModel::Time, QHeaderView::Fixed);
    m_view->header()->setSectionResizeMode(TestsModel::History, QHeaderView::Fixed);
    m_view->header()->resizeSection(TestsModel::Time, m_view->fontMetrics().horizontalAdvance(u"0000.0 ms  "_s));
    m_view->header()->resizeSection(TestsModel::History, m_delegate->historyWidth());
    m_view->installEventFilter(this);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_details = new LinkedText(theme(), page);
    m_details->setObjectName(u"testsDetails"_s);
    m_details->setAccessibleName(tr("Why the test failed"));
    m_split = new QSplitter(page);
    m_split->addWidget(m_view);
    m_split->addWidget(m_details);
    m_split->setStretchFactor(0, 3);
    m_split->setStretchFactor(1, 2);
    m_split->setChildrenCollapsible(false);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(bar);
    column->addWidget(m_split, 1);

    connect(m_text, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filter.setText(text);
        m_view->expandAll();
    });
    connect(m_show, &QComboBox::currentIndexChanged, this, [this](int index) {
        m_filter.setShow(TestsFilter::Show(index));
        m_view->expandAll();
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &TestsPane::showDetails);
    connect(m_view, &QTreeView::activated, this, &TestsPane::goTo);
    connect(m_view, &QWidget::customContextMenuRequested, this, &TestsPane::showMenu);
    connect(m_details, &LinkedText::placeChosen, &run().selection(), &Selection::goTo);
    return page;
}

void TestsPane::load()
{
    const auto &attempt = follower().attempt();
    if (!attempt) {
        forget();
        setTitle(tr("Tests"));
        return say(follower().step().isEmpty() ? tr("Choose a step or an attempt to see its tests.")
                                               : tr("This step has not been tried yet."));
    }
    const auto before = follower().judgedBefore(kHistory);
    ask(
        [attempt = *attempt, before, until = follower().until(), past = m_past,
         workspace = run().moment().run.workspace](JournalReader &reader) -> Result<Answer> {
            auto record = readAttempt(reader, attempt, until);
            if (!record)
                return domain::fail(record.error());
            Result<AttemptRecord> last;
            const bool stands = !record->judged && !before.isEmpty();
            if (stands)
                last = readAttempt(reader, before.last(), until);
            QList<std::shared_ptr<const TestOutcomes>> outcomes;
            for (const AttemptState &earlier : before)
                outcomes.append(past->of(reader, earlier, until));
            Answer answer{.record = {},
                          .tree = buildTestTree(*record, stands && last ? &*last : nullptr, outcomes, workspace),
                          .last = stands ? attemptName(before.last()) : QString()};
            record->verdict.evidence.tests = {};
            answer.record = std::move(*record);
            return answer;
        },
        [this](const Result<Answer> &answer) {
            if (!answer)
                return say(tr("The tests cannot be read: %1").arg(answer.error().message));
            take(*answer);
        });
}

void TestsPane::take(const Answer &answer)
{
    const QStringList kept = TestsModel::namesOf(m_filter.mapToSource(m_view->currentIndex()));
    m_delegate->setTree(answer.tree);
    m_model.setTree(answer.tree);
    m_view->expandAll();
    const QModelIndex again = m_filter.mapFromSource(m_model.find(kept));
    if (again.isValid())
        m_view->setCurrentIndex(again);
    else if (const QModelIndex first = m_filter.index(0, 0); first.isValid())
        m_view->setCurrentIndex(m_filter.hasChildren(first) ? m_filter.index(0, 0, first) : first);
    const TestTree &tree = *answer.tree;
    const int counted = tree.passed + tree.failed;
    setTitle(tree.pending || counted == 0 ? tr("Tests") : tr("Tests %1 / %2").arg(tree.passed).arg(counted));
    describe(answer);
    showDetails();
}

/// What stands above the list, or in its place.
void TestsPane::describe(const Answer &answer)
{
    const AttemptRecord &record = answer.record;
    const QString name = attemptTitle(record.attempt);
    const bool running = record.attempt.state == u"running"_s;
    const QString doing =
        record.proposed ? tr("%1 is being built and tested.").arg(name) : tr("%1 is being written.").arg(name);
    if (!answer.tree->nodes.isEmpty()) {
        if (answer.tree->pending)
            m_state->setText(running ? tr("%1 These are the tests of %2.").arg(doing, answer.last)
                                     : tr("%1 was not tested. These are the tests of %2.").arg(name, answer.last));
        else if (domain::endedBadly(record.verdict.evidence.ending))
            m_state->setText(record.verdict.evidence.endingDetail.isEmpty() ? record.verdict.summary
                                                                            : record.verdict.evidence.endingDetail);
        else
            m_state->setText(name);
        return showPage();
    }
    if (running && !record.judged)
        return say(doing);
    if (!record.judged)
        return say(record.attempt.summary.isEmpty()
                       ? tr("No test was run for this attempt.")
                       : tr("No test was run for this attempt: %1").arg(record.attempt.summary));
    if (!record.verdict.evidence.buildOk)
        return say(tr("No test was run: the code does not build."));
    if (!record.whole && record.passed + record.failed > 0)
        return say(tr("%1 of %2 tests passed; which ones is not in this run's journal.")
                       .arg(record.passed)
                       .arg(record.passed + record.failed));
    say(tr("No test judged this attempt."));
}

const TestNode *TestsPane::current() const
{
    return m_model.node(m_filter.mapToSource(m_view->currentIndex()));
}

void TestsPane::showDetails()
{
    const TestNode *node = current();
    const bool has = node && node->isTest();
    QString text = has ? node->message : QString();
    if (has && text.isEmpty())
        text = node->flaky ? tr("It failed once and passed when it was run again.") : wordOf(node->state);
    m_details->show(has ? node->text : QString(), text, run().moment().run.workspace);
}

void TestsPane::goTo(const QModelIndex &index)
{
    const TestNode *node = m_model.node(m_filter.mapToSource(index));
    if (node && node->isTest() && !node->file.isEmpty())
        run().selection().goTo(node->file, std::max(1, node->line));
}

void TestsPane::openOutside()
{
    const TestNode *node = current();
    if (node && node->isTest() && !node->file.isEmpty())
        Q_EMIT editorAsked(node->file, node->line);
}

void TestsPane::showMenu(const QPoint &point)
{
    const TestNode *node = current();
    if (!node)
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(u"testsMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool hasPlace = node->isTest() && !node->file.isEmpty();
    menu->addAction(tr("Go to line"), this, [this] { goTo(m_view->currentIndex()); })->setEnabled(hasPlace);
    menu->addAction(tr("Open in Your Editor"), Qt::CTRL | Qt::SHIFT | Qt::Key_E, this, &TestsPane::openOutside)
        ->setEnabled(hasPlace);
    menu->addAction(tr("Copy"), QKeySequence::Copy, this, &TestsPane::copy);
    menu->popup(m_view->viewport()->mapToGlobal(point));
}

void TestsPane::copy()
{
    if (const TestNode *node = current())
        QApplication::clipboard()->setText(node->message.isEmpty() ? node->text : node->text + u'\n' + node->message);
}

bool TestsPane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Copy)) {
        copy();
        return true;
    }
    return AttemptPane::eventFilter(watched, event);
}

void TestsPane::resizeEvent(QResizeEvent *event)
{
    AttemptPane::resizeEvent(event);
    // Beside the list where there is room, under it in a narrow dock.
    const auto wanted = width() > theme().space(150) ? Qt::Horizontal : Qt::Vertical;
    if (m_split->orientation() != wanted)
        m_split->setOrientation(wanted);
}

} // namespace stepladder::ui
