// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "loopbackserver.h"
#include "runfixture.h"
#include "samplejournal.h"

#include "journal/runindex.h"
#include "journal/runlock.h"
#include "models/modelsfile.h"
#include "ui/main/modelsoffer.h"
#include "ui/main/recentrunsmodel.h"
#include "ui/main/startarea.h"
#include "ui/main/startpage.h"
#include "ui/plan/formfield.h"
#include "ui/plan/planeditor.h"
#include "ui/theme/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QComboBox>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;
using domain::RunStatus;
using tests::LoopbackServer;

class TstStartPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void runsAreListedWithHowTheyStand();
    void aRunIsOpenedAndResumedByKeyboard();
    void theListFollowsWhatHappens();
    void theModelFollowsAnything();
    void aListThatCannotBeReadSaysSo();
    void aLocalServerIsOfferedAndWrittenOnceAgreed();
    void whereNothingAnswersTheSampleIsLeft();
    void whatIsTypedGoesToTheEditor();
    void aPlanFileIsOpened();
    void aPlanThatWasBegunIsOffered();
    void theThinkerWritesThePlan();
    void whatTheThinkerGetsWrongIsSaid();
    void aPlanIsApprovedOnce();
    void looksAsDrawn_data();
    void looksAsDrawn();

private:
    std::unique_ptr<StartPage> page(const QList<models::ServerPlace> &places = {});
    void configure();
    void put(const QString &run, RunStatus status, const QString &reason = {});
    QString standing(const StartPage &page, int row) const;
    template<typename T>
    T *part(StartPage &page, const QString &name) const
    {
        T *found = page.findChild<T *>(name);
        Q_ASSERT(found);
        return found;
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    storage::Locations m_locations;
    Theme m_theme{Scheme::Light};
    qint64 m_created = 0;
};

void TstStartPage::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_locations = storage::Locations::under(m_dir->filePath(u"home"_s));
    m_created = tests::SampleJournal::kStartMs;
}

std::unique_ptr<StartPage> TstStartPage::page(const QList<models::ServerPlace> &places)
{
    auto made = std::make_unique<StartPage>(m_locations, m_theme, places);
    made->resize(1200, 800);
    made->show();
    QApplication::setActiveWindow(made.get());
    return made;
}

void TstStartPage::configure()
{
    const models::FoundServer server{domain::EndpointKind::Ollama, u"http://127.0.0.1:1"_s, {u"phi4"_s, u"coder"_s}};
    QVERIFY(models::writeNewModelsFile(models::configFor(server, u"phi4"_s, u"coder"_s),
                                       models::usualModelsFile(m_locations))
                .has_value());
}

void TstStartPage::put(const QString &run, RunStatus status, const QString &reason)
{
    QDir().mkpath(m_locations.run(run));
    const auto index = journal::RunIndex::open(m_locations.index());
    m_created += 60'000;
    QVERIFY((*index)
                ->put({.run = run,
                       .task = u"Task of %1\nand more"_s.arg(run),
                       .workspace = u"/home/me/shop"_s,
                       .status = status,
                       .reason = reason,
                       .counts = {.accepted = 4, .waiting = 1, .pending = 4},
                       .spent = 420'000,
                       .createdMs = m_created})
                .has_value());
}

QString TstStartPage::standing(const StartPage &page, int row) const
{
    return page.findChild<RecentRunsModel *>()->index(row).data(RecentRunsModel::StandingRole).toString();
}

void TstStartPage::runsAreListedWithHowTheyStand()
{
    configure();
    put(u"ended"_s, RunStatus::Partial);
    put(u"paused"_s, RunStatus::Paused, u"the budget of $5.00 is spent"_s);
    put(u"interrupted"_s, RunStatus::Running);
    put(u"held"_s, RunStatus::Running);
    put(u"waiting"_s, RunStatus::Paused);
    put(u"gone"_s, RunStatus::Paused);
    QDir(m_locations.run(u"gone"_s)).removeRecursively();
    const auto lock = journal::RunLock::take(m_locations.run(u"held"_s));
    QVERIFY(lock.has_value());
    const auto index = journal::RunIndex::open(m_locations.index());
    QVERIFY((*index)
                ->putRequest({.id = u"waiting.1"_s, .run = u"waiting"_s, .title = u"t"_s, .question = u"q"_s},
                             domain::RequestState::Open)
                .has_value());
    const auto start = page();
    auto *model = start->findChild<RecentRunsModel *>();
    QAbstractItemModelTester tester(model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QTRY_COMPARE(model->rowCount(), 6);
    const QStringList expected{u"its folder is gone"_s,
                               u"1 waiting for you"_s,
                               u"running"_s,
                               u"interrupted, can be resumed"_s,
                               u"paused: the budget of $5.00 is spent"_s,
                               u"partial"_s};
    for (int row = 0; row < expected.size(); ++row)
        QVERIFY2(standing(*start, row).startsWith(expected.at(row) + u" · 4 of 9 steps · shop"_s),
                 qPrintable(standing(*start, row)));
    QCOMPARE(model->index(5).data().toString(), u"Task of ended"_s);
    QCOMPARE(model->index(5).data(RecentRunsModel::CostRole).toString(), u"$0.42"_s);
    QVERIFY(model->index(3).data(Qt::AccessibleTextRole).toString().contains(u"interrupted"_s));
    QVERIFY(!model->index(6).isValid());
    // Only what nobody runs can be resumed, and what is gone cannot be opened.
    const QList<std::pair<bool, bool>> can{{false, false}, {true, true}, {true, false},
                                           {true, true},   {true, true}, {true, false}};
    for (int row = 0; row < can.size(); ++row) {
        part<QListView>(*start, u"recentRuns"_s)->setCurrentIndex(model->index(row));
        QCOMPARE(part<QPushButton>(*start, u"openRun"_s)->isEnabled(), can.at(row).first);
        QCOMPARE(part<QPushButton>(*start, u"resumeRun"_s)->isEnabled(), can.at(row).second);
    }
}

void TstStartPage::aRunIsOpenedAndResumedByKeyboard()
{
    configure();
    put(u"older"_s, RunStatus::Accepted);
    put(u"newer"_s, RunStatus::Paused);
    const auto start = page();
    auto *runs = part<QListView>(*start, u"recentRuns"_s);
    QTRY_COMPARE(runs->model()->rowCount(), 2);
    QSignalSpy opened(start.get(), &StartPage::openRun);
    QSignalSpy resumed(start.get(), &StartPage::resumeRun);
    runs->setFocus();
    QTest::keyClick(runs, Qt::Key_Home);
    QTest::keyClick(runs, Qt::Key_Down);
    QTest::keyClick(runs, Qt::Key_Return);
    QCOMPARE(opened.size(), 1);
    QCOMPARE(opened.first().first().toString(), u"older"_s);
    QTest::keyClick(runs, Qt::Key_Up);
    QTest::keyClick(start.get(), Qt::Key_R, Qt::AltModifier);
    QTRY_COMPARE(resumed.size(), 1);
    QCOMPARE(resumed.first().first().toString(), u"newer"_s);
}

void TstStartPage::theListFollowsWhatHappens()
{
    configure();
    const auto start = page();
    auto *model = start->findChild<RecentRunsModel *>();
    QTRY_VERIFY(part<QLabel>(*start, u"noRuns"_s)->isVisible());
    QVERIFY2(!QFile::exists(m_locations.index()), "looking makes nothing");
    put(u"one"_s, RunStatus::Running);
    QTRY_COMPARE(model->rowCount(), 1);
    QVERIFY(!part<QLabel>(*start, u"noRuns"_s)->isVisible());
    put(u"two"_s, RunStatus::Running);
    QTRY_COMPARE(model->rowCount(), 2);
    QCOMPARE(model->index(0).data(RecentRunsModel::IdRole).toString(), u"two"_s);
}

void TstStartPage::theModelFollowsAnything()
{
    RecentRunsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QRandomGenerator random(3);
    for (int turn = 0; turn < 200; ++turn) {
        QList<RecentRun> runs;
        for (int i = 0; i < 12; ++i) {
            if (random.bounded(2))
                runs.append({.view = {.run = QString::number(i), .attempts = int(random.bounded(3))}});
        }
        if (random.bounded(4) == 0)
            std::reverse(runs.begin(), runs.end());
        model.show(runs);
        QCOMPARE(model.rowCount(), int(runs.size()));
        for (int row = 0; row < runs.size(); ++row)
            QVERIFY(model.runAt(row) == runs.at(row));
    }
    QVERIFY(resets.isEmpty());
}

void TstStartPage::aListThatCannotBeReadSaysSo()
{
    configure();
    QDir().mkpath(m_locations.state);
    QFile index(m_locations.index());
    QVERIFY(index.open(QIODevice::WriteOnly));
    index.write("this is no database, and long enough to be taken for one: " + QByteArray(4096, 'x'));
    index.close();
    const auto start = page();
    auto *label = part<QLabel>(*start, u"noRuns"_s);
    QTRY_VERIFY2(label->text().startsWith(u"The list of runs cannot be read"_s), qPrintable(label->text()));
}

void TstStartPage::aLocalServerIsOfferedAndWrittenOnceAgreed()
{
    LoopbackServer ollama([](const LoopbackServer::Request &, int) {
        const QByteArray body = R"({"models":[{"name":"phi4"},{"name":"deepseek-v2:16b"},{"name":"llama3"}]})";
        return LoopbackServer::Reply{
            {{"HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body}}};
    });
    const auto start = page({{domain::EndpointKind::Ollama, quint16(QUrl(ollama.url()).port())}});
    auto *text = part<QLabel>(*start, u"modelsOfferText"_s);
    QTRY_VERIFY2(text->text().contains(u"Ollama answers on this machine"_s), qPrintable(text->text()));
    const QString file = models::usualModelsFile(m_locations);
    QVERIFY2(!QFile::exists(file), "nothing is written before a person agreed");
    QCOMPARE(part<QComboBox>(*start, u"foundGenerator"_s)->currentText(), u"deepseek-v2:16b"_s);
    QCOMPARE(part<QComboBox>(*start, u"foundThinker"_s)->currentText(), u"phi4"_s);
    auto *thinker = part<QComboBox>(*start, u"foundThinker"_s);
    thinker->setFocus();
    QTest::keyClick(thinker, Qt::Key_End);
    auto *use = part<QPushButton>(*start, u"useFound"_s);
    use->setFocus();
    QTest::keyClick(use, Qt::Key_Space);
    const auto written = models::readModelsFile(file);
    QVERIFY2(written.has_value(), qPrintable(written ? QString() : written.error().message));
    QCOMPARE(written->playerOf(u"thinker"_s)->name, u"llama3"_s);
    QCOMPARE(written->playerOf(u"generator"_s)->name, u"deepseek-v2:16b"_s);
    QCOMPARE(written->endpoints.first().url, ollama.url());
    QVERIFY(!part<QWidget>(*start, u"modelsOffer"_s)->isVisible());
    QCOMPARE(part<QLineEdit>(*start, u"models"_s)->text(), file);
}

void TstStartPage::whereNothingAnswersTheSampleIsLeft()
{
    const auto start = page();
    auto *text = part<QLabel>(*start, u"modelsOfferText"_s);
    QTRY_VERIFY2(text->text().contains(u"run the sample"_s), qPrintable(text->text()));
    auto *again = part<QPushButton>(*start, u"lookAgain"_s);
    QTRY_VERIFY(again->isVisible());
    QSignalSpy sample(start.get(), &StartPage::sample);
    QTest::mouseClick(part<QPushButton>(*start, u"sampleButton"_s), Qt::LeftButton);
    QCOMPARE(sample.size(), 1);
    // Somebody wrote the file by hand meanwhile: it is named.
    QTest::keyClicks(part<QLineEdit>(*start, u"models"_s), m_dir->filePath(u"nothing.json"_s));
    auto *fault = part<QLabel>(*start, u"modelsRowFault"_s);
    QVERIFY2(fault->text().contains(u"nothing.json"_s), qPrintable(fault->text()));
}

void TstStartPage::whatIsTypedGoesToTheEditor()
{
    configure();
    const auto start = page();
    std::optional<PlanDraft> draft;
    QString id;
    connect(start.get(), &StartPage::openPlan, this, [&](const PlanDraft &asked, const QString &draftId) {
        draft = asked;
        id = draftId;
    });
    auto *task = part<QPlainTextEdit>(*start, u"task"_s);
    QTest::keyClicks(task, u"A shop"_s);
    QTest::keyClick(task, Qt::Key_Return);
    QTest::keyClicks(task, u"with orders"_s);
    auto *workspace = part<QLineEdit>(*start, u"workspace"_s);
    QTest::keyClicks(workspace, u"/nowhere"_s);
    QVERIFY(!part<QLabel>(*start, u"workspaceRowFault"_s)->text().isEmpty());
    workspace->clear();
    QTest::keyClicks(workspace, m_dir->path());
    QVERIFY(part<QLabel>(*start, u"workspaceRowFault"_s)->text().isEmpty());
    QTest::keyClicks(part<QLineEdit>(*start, u"budget"_s), u"5"_s);
    auto *language = part<QComboBox>(*start, u"language"_s);
    language->setCurrentIndex(language->findData(u"python"_s));
    auto *mode = part<QComboBox>(*start, u"mode"_s);
    mode->setCurrentIndex(mode->findData(int(domain::Mode::Supervised)));
    auto *ladder = part<QComboBox>(*start, u"ladder"_s);
    QCOMPARE(ladder->currentData().toString(), u"never-surrender"_s);
    ladder->setCurrentIndex(ladder->findData(u"fast"_s));
    auto *write = part<QPushButton>(*start, u"writeByHand"_s);
    write->setFocus();
    QTest::keyClick(write, Qt::Key_Space);
    QVERIFY(draft.has_value());
    QCOMPARE(draft->plan.task, u"A shop\nwith orders"_s);
    QCOMPARE(draft->plan.language, u"python"_s);
    QCOMPARE(draft->workspace, m_dir->path());
    QCOMPARE(draft->budget, u"5"_s);
    QCOMPARE(draft->ladder, u"fast"_s);
    QVERIFY(draft->mode == domain::Mode::Supervised);
    QCOMPARE(draft->modelsFile, models::usualModelsFile(m_locations));
    QVERIFY(id.isEmpty());
}

void TstStartPage::aPlanFileIsOpened()
{
    configure();
    const auto start = page();
    std::optional<PlanDraft> draft;
    connect(start.get(), &StartPage::openPlan, this, [&](const PlanDraft &asked) { draft = asked; });
    const QString file = m_dir->filePath(u"plan.json"_s);
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write("{\n\"task\": 1}");
    out.close();
    start->openPlanFile(file);
    auto *error = part<QLabel>(*start, u"startError"_s);
    QVERIFY2(error->text().startsWith(file) && !error->text().contains(u'\n'), qPrintable(error->text()));
    QVERIFY(!draft);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(QJsonDocument(domain::toJson(tests::SampleJournal::shop())).toJson());
    out.close();
    start->openPlanFile(file);
    QVERIFY(draft && draft->plan == tests::SampleJournal::shop());
    QCOMPARE(draft->planFile, file);
    QVERIFY(!error->isVisible());
}

void TstStartPage::aPlanThatWasBegunIsOffered()
{
    configure();
    DraftStore store(m_locations);
    const PlanDraft begun{.plan = tests::SampleJournal::shop(), .budget = u"half-ty"_s};
    store.save(u"begun"_s, begun);
    QVERIFY(store.flush().isEmpty());
    const auto start = page();
    QString id;
    std::optional<PlanDraft> draft;
    connect(start.get(), &StartPage::openPlan, this, [&](const PlanDraft &asked, const QString &draftId) {
        draft = asked;
        id = draftId;
    });
    auto *button = part<QPushButton>(*start, u"draft"_s);
    QVERIFY2(button->text().contains(u"(9 steps)"_s), qPrintable(button->text()));
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(id, u"begun"_s);
    QVERIFY(draft && *draft == begun);
}

void TstStartPage::theThinkerWritesThePlan()
{
    tests::RunFixture fixture;
    const domain::Plan plan = fixture.plan({u"a.txt"_s, u"b.txt"_s}, {{}, {u"a"_s}});
    fixture.script({{u"purpose"_s, u"plan"_s}},
                   QString::fromUtf8(QJsonDocument(domain::toJson(plan)).toJson(QJsonDocument::Compact)));
    m_locations = fixture.locations();
    QVERIFY(models::writeNewModelsFile(fixture.models(), models::usualModelsFile(m_locations)).has_value());
    const auto start = page();
    std::optional<PlanDraft> draft;
    connect(start.get(), &StartPage::openPlan, this, [&](const PlanDraft &asked) { draft = asked; });
    QTest::keyClicks(part<QPlainTextEdit>(*start, u"task"_s), plan.task);
    QTest::keyClicks(part<QLineEdit>(*start, u"workspace"_s), fixture.workspace());
    auto *language = part<QComboBox>(*start, u"language"_s);
    language->setCurrentIndex(language->findData(u"text"_s));
    auto *planIt = part<QPushButton>(*start, u"planIt"_s);
    QTest::mouseClick(planIt, Qt::LeftButton);
    QVERIFY(!planIt->isEnabled());
    QVERIFY(part<QPushButton>(*start, u"cancelPlan"_s)->isVisible());
    QTRY_VERIFY2(draft.has_value(), qPrintable(part<QLabel>(*start, u"startError"_s)->text()));
    QCOMPARE(draft->plan.task, plan.task);
    QCOMPARE(draft->plan.steps.size(), 2);
    QCOMPARE(draft->plan.steps.last().dependsOn, QStringList{u"a"_s});
    QCOMPARE(draft->workspace, fixture.workspace());
    QVERIFY(planIt->isEnabled());
    QVERIFY(!part<QPushButton>(*start, u"cancelPlan"_s)->isVisible());
}

void TstStartPage::whatTheThinkerGetsWrongIsSaid()
{
    tests::RunFixture fixture;
    fixture.script({{u"purpose"_s, u"plan"_s}}, u"I had rather not."_s, {{u"repeat"_s, true}});
    m_locations = fixture.locations();
    auto start = page();
    QVERIFY2(!part<QPushButton>(*start, u"planIt"_s)->isVisible(), "there is no thinker to ask");
    QVERIFY(models::writeNewModelsFile(fixture.models(), models::usualModelsFile(m_locations)).has_value());
    start = page();
    auto *planIt = part<QPushButton>(*start, u"planIt"_s);
    auto *error = part<QLabel>(*start, u"startError"_s);
    QTest::mouseClick(planIt, Qt::LeftButton);
    QTRY_VERIFY2(error->text().contains(u"task is empty"_s), qPrintable(error->text()));
    QTest::keyClicks(part<QPlainTextEdit>(*start, u"task"_s), u"texts"_s);
    QTest::keyClicks(part<QLineEdit>(*start, u"workspace"_s), fixture.workspace());
    QTest::mouseClick(planIt, Qt::LeftButton);
    QVERIFY(!error->isVisible());
    QTRY_VERIFY(error->isVisible());
    QVERIFY2(!error->text().contains(u'\n') && !error->text().isEmpty(), qPrintable(error->text()));
    QVERIFY(planIt->isEnabled());
    // Leaving while it is asked is clean.
    QTest::mouseClick(planIt, Qt::LeftButton);
    start.reset();
}

void TstStartPage::aPlanIsApprovedOnce()
{
    configure();
    StartArea area(m_locations, m_theme);
    area.resize(1200, 800);
    area.show();
    const PlanDraft draft{.plan = tests::SampleJournal::shop(),
                          .workspace = m_dir->path(),
                          .modelsFile = models::usualModelsFile(m_locations)};
    PlanEditor *editor = area.openPlan(draft, u"mine"_s);
    QCOMPARE(area.openPlan(draft, u"mine"_s), editor);
    QCOMPARE(area.currentWidget(), editor);
    int approvals = 0;
    connect(&area, &StartArea::approved, this, [&] { ++approvals; });
    auto *approve = editor->findChild<QPushButton *>(u"approve"_s);
    QTest::mouseClick(approve, Qt::LeftButton);
    QTest::mouseClick(approve, Qt::LeftButton);
    QCOMPARE(approvals, 1);
    QVERIFY(area.runFailed({domain::ErrorKind::DiskFull, u"the disk is full"_s}));
    QVERIFY(!area.runFailed({domain::ErrorKind::DiskFull, u"the disk is full"_s}));
    QCOMPARE(editor->findChild<QLabel *>(u"planState"_s)->text(), u"the disk is full"_s);
    // Until it runs, the plan is kept: closed, it is offered on the start page.
    Q_EMIT area.tabCloseRequested(area.indexOf(editor));
    QCOMPARE(area.count(), 1);
    auto *again = area.findChild<QPushButton *>(u"draft"_s);
    QVERIFY(again);
    QTest::mouseClick(again, Qt::LeftButton);
    editor = static_cast<PlanEditor *>(area.currentWidget());
    QVERIFY(editor->document().draft() == draft);
    QTest::mouseClick(editor->findChild<QPushButton *>(u"approve"_s), Qt::LeftButton);
    QCOMPARE(approvals, 2);
    area.runStarted();
    QCOMPARE(area.count(), 1);
    DraftStore store(m_locations);
    QTRY_VERIFY(store.list().isEmpty());
}

void TstStartPage::looksAsDrawn_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addRow("light") << false;
    QTest::addRow("dark") << true;
}

void TstStartPage::looksAsDrawn()
{
    QFETCH(bool, dark);
    m_theme.setScheme(dark ? Scheme::Dark : Scheme::Light);
    m_theme.applyTo(*qApp);
    put(u"a"_s, RunStatus::Accepted);
    put(u"b"_s, RunStatus::Paused, u"the budget of $5.00 is spent"_s);
    put(u"c"_s, RunStatus::Running);
    LoopbackServer ollama([](const LoopbackServer::Request &, int) {
        const QByteArray body = R"({"models":[{"name":"phi4"},{"name":"deepseek-v2:16b"}]})";
        return LoopbackServer::Reply{
            {{"HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body}}};
    });
    const auto start = page({{domain::EndpointKind::Ollama, quint16(QUrl(ollama.url()).port())}});
    QTRY_COMPARE(start->findChild<RecentRunsModel *>()->rowCount(), 3);
    QTRY_VERIFY(part<QPushButton>(*start, u"useFound"_s)->isVisible());
    part<QListView>(*start, u"recentRuns"_s)->setCurrentIndex(start->findChild<RecentRunsModel *>()->index(1));
    QTest::qWait(50); // scroll bars settle
    QVERIFY(start->grab().toImage().save(
        u"%1/startpage-%2-%3.png"_s.arg(QDir::currentPath(), QString::fromLatin1(QTest::currentDataTag()))
            .arg(qRound(start->devicePixelRatioF() * 100))));
}

QTEST_MAIN(TstStartPage)
#include "tst_startpage.moc"
