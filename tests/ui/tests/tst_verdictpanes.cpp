// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/climbjournal.h"
#include "ui/tests/evidencepane.h"
#include "ui/tests/linkedtext.h"
#include "ui/tests/problemspane.h"
#include "ui/tests/rootcausepane.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;
using tests::brokenVerdict;
using tests::ClimbJournal;
using tests::sampleVerdict;

namespace {

const QString kStep = u"OrderStore"_s;

void attempt(ClimbJournal &j, const QString &step, int number, const domain::Verdict &verdict,
             const QList<domain::Issue> &reported = {})
{
    j.begin(step, number, u"fix"_s, u"generate"_s, u"deepseek-v2:16b"_s);
    j.judge(step, number, verdict, reported);
    j.end(step, number, verdict.passed ? u"passed"_s : u"failed"_s, verdict.score, verdict.summary);
}

/// Three errors, then two failed tests with a review and a warning beside them, then a pass.
void play(ClimbJournal &j)
{
    j.start({u"src/OrderStore.cs"_s, u"src/Money.cs"_s});
    j.startStep(kStep);
    attempt(j, kStep, 1, brokenVerdict(3));
    domain::Verdict verdict = sampleVerdict({u"T:A"_s, u"!T:B"_s, u"!T:C"_s}, 3);
    verdict.issues.append({.severity = domain::Severity::Warning,
                           .source = domain::IssueSource::Review,
                           .file = u"src/OrderStore.cs"_s,
                           .line = 12,
                           .message = u"row version is never compared"_s});
    verdict.evidence.diagnostics.append({.severity = domain::Severity::Warning,
                                         .id = u"CS8602"_s,
                                         .file = u"src/Other.cs"_s,
                                         .line = 5,
                                         .message = u"Dereference of a possibly null reference"_s,
                                         .tool = u"csc"_s});
    verdict.evidence.tests.notes = {u"the file counts 4 tests where 3 rows are"_s};
    attempt(j, kStep, 2, verdict,
            {{.source = domain::IssueSource::Build,
              .id = u"CS0246"_s,
              .file = u"src/Old.cs"_s,
              .line = 1,
              .message = u"stood there before"_s}});
    attempt(j, kStep, 3, sampleVerdict({u"T:A"_s, u"T:B"_s}, 9, true));
}

QJsonObject analysis(const QString &cause)
{
    return {{u"rootCause"_s, cause},
            {u"detectedPattern"_s, u"async_pattern|null_handling"_s},
            {u"patternConfidence"_s, 0.64},
            {u"patternOccurrences"_s, 9},
            {u"similarFailuresFound"_s, 14},
            {u"successfulResolutions"_s, QJsonArray{u"Original row version must be set before SaveChanges."_s}},
            {u"likelyToSucceed"_s, true},
            {u"recommendedActions"_s, QJsonArray{u"Pass the token on <everywhere>"_s, u"Return null"_s}},
            {u"analysisTrace"_s,
             QJsonObject{{u"steps"_s, QJsonArray{u"Queried 14 similar failures"_s}},
                         {u"dataSources"_s, QJsonArray{u"Memory's historical failures"_s}}}},
            {u"correctApproach"_s, u"Compare the row version."_s},
            {u"exampleCode"_s, u"if (a < b) return null;"_s},
            {u"mistakePatterns"_s, QJsonObject{{u"deepseek-v2:16b"_s, u"forgets the token"_s}}}};
}

} // namespace

class TstVerdictPanes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void problemsAreCountedAndListed();
    void problemsSortAndFilter();
    void problemsLeadToTheirLine();
    void problemsAreCopiedAsCompilersWriteThem();
    void problemsOfAllSteps();
    void anAnswerWithoutCodeIsAProblem();
    void nothingWrongIsSaid();
    void evidenceShowsWhatWasExecuted();
    void evidenceOfARunningAttempt();
    void rootCausesAreTold();
    void rootCauseOfTheMomentShown();
    void theModelsHold();
    void theyLookLikeThePicture_data();
    void theyLookLikeThePicture();

private:
    template<typename Pane>
    Pane *open(const QString &step = kStep)
    {
        m_run = std::make_unique<OpenRun>(m_journal->locations(), m_journal->clock(), m_journal->run());
        auto pane = std::make_unique<Pane>(*m_run, m_theme);
        auto *raw = pane.get();
        m_pane = std::move(pane);
        m_pane->resize(1200, 280);
        m_pane->show();
        if (!QTest::qWaitFor([this] { return m_run->feed().isOpen(); }))
            qFatal("the run does not open");
        m_run->selection().select(step);
        return raw;
    }
    QTreeView *view() const { return m_pane->findChild<QTreeView *>(); }
    QString sentence() const
    {
        const auto *label = m_pane->findChild<QLabel *>(u"sentence"_s);
        return label->isVisible() ? label->text() : QString();
    }
    int rows() const { return view()->model()->rowCount(); }
    QString cell(int row, int column) const { return view()->model()->index(row, column).data().toString(); }
    void select(int number) { m_run->selection().select(kStep, m_run->attemptsOf(kStep).at(number - 1).startedSeq); }
    void shoot(const QString &name, const QString &scheme);

    Theme m_theme{Scheme::Light};
    std::unique_ptr<ClimbJournal> m_journal;
    std::unique_ptr<OpenRun> m_run;
    std::unique_ptr<QWidget> m_pane;
};

void TstVerdictPanes::initTestCase()
{
    m_theme.applyTo(*qApp);
}

void TstVerdictPanes::init()
{
    // The offscreen platform says what it cannot do.
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_journal = std::make_unique<ClimbJournal>();
}

void TstVerdictPanes::cleanup()
{
    m_pane.reset();
    m_run.reset();
    m_journal.reset();
}

void TstVerdictPanes::problemsAreCountedAndListed()
{
    play(*m_journal);
    const auto *pane = open<ProblemsPane>();
    QTRY_COMPARE(sentence(), u"Nothing is wrong with this attempt."_s);
    select(2);
    QTRY_COMPARE(pane->title(), u"Problems 3"_s);
    // Two failed tests and the review count; an old error and a warning elsewhere are shown as not counted.
    QCOMPARE(rows(), 5);
    QCOMPARE(cell(0, ProblemsModel::Place), u"tests/OrderStoreTests.cs:88"_s);
    QCOMPARE(cell(2, ProblemsModel::Message), u"stood there before"_s);
    QCOMPARE(cell(2, ProblemsModel::Source), u"build, not counted"_s);
    QCOMPARE(cell(3, ProblemsModel::Message), u"row version is never compared"_s);
    QCOMPARE(cell(4, ProblemsModel::Id), u"CS8602"_s);
    select(1);
    QTRY_COMPARE(rows(), 3); // each once, though build and verdict name them
    QCOMPARE(pane->title(), u"Problems 3"_s);
}

void TstVerdictPanes::problemsSortAndFilter()
{
    play(*m_journal);
    open<ProblemsPane>();
    select(2);
    QTRY_COMPARE(rows(), 5);
    view()->sortByColumn(ProblemsModel::Place, Qt::AscendingOrder);
    QCOMPARE(cell(0, ProblemsModel::Place), u"src/Old.cs:1"_s);
    QCOMPARE(cell(1, ProblemsModel::Place), u"src/OrderStore.cs:12"_s);
    auto *severity = m_pane->findChild<QComboBox *>(u"problemsSeverity"_s);
    QTest::keyClick(severity, Qt::Key_End);
    QCOMPARE(rows(), 3);
    QTest::keyClick(severity, Qt::Key_Home);
    auto *source = m_pane->findChild<QComboBox *>(u"problemsSource"_s);
    source->setCurrentIndex(source->findData(int(domain::IssueSource::Review)));
    QCOMPARE(rows(), 1);
    source->setCurrentIndex(0);
    QTest::keyClicks(m_pane->findChild<QLineEdit *>(u"problemsText"_s), u"cs8602"_s);
    QCOMPARE(rows(), 1);
}

void TstVerdictPanes::problemsLeadToTheirLine()
{
    play(*m_journal);
    open<ProblemsPane>();
    select(1);
    QTRY_COMPARE(rows(), 3);
    QSignalSpy places(&m_run->selection(), &Selection::placeAsked);
    const QModelIndex second = view()->model()->index(1, 0);
    QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, view()->visualRect(second).center());
    QTest::mouseDClick(view()->viewport(), Qt::LeftButton, {}, view()->visualRect(second).center());
    QCOMPARE(places.size(), 1);
    QCOMPARE(places.first().at(0).toString(), u"src/OrderStore.cs"_s);
    QCOMPARE(places.first().at(1).toInt(), 25);
    QApplication::setActiveWindow(m_pane.get());
    m_pane->setFocus();
    QTRY_VERIFY(view()->hasFocus());
    QTest::keyClick(view(), Qt::Key_Down);
    QTest::keyClick(view(), Qt::Key_Return);
    QCOMPARE(places.last().at(1).toInt(), 26);
}

void TstVerdictPanes::problemsAreCopiedAsCompilersWriteThem()
{
    play(*m_journal);
    open<ProblemsPane>();
    select(1);
    QTRY_COMPARE(rows(), 3);
    view()->selectAll();
    QTest::keyClick(view(), Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QApplication::clipboard()->text().split(u'\n');
    QCOMPARE(lines.size(), 3);
    QCOMPARE(lines.first(),
             u"src/OrderStore.cs:24: error CS0103: The name 'Map' does not exist in the current context"_s);
}

void TstVerdictPanes::problemsOfAllSteps()
{
    play(*m_journal);
    m_journal->startStep(u"Money"_s);
    attempt(*m_journal, u"Money"_s, 1, brokenVerdict(2));
    const auto *pane = open<ProblemsPane>();
    QTRY_COMPARE(sentence(), u"Nothing is wrong with this attempt."_s);
    auto *all = m_pane->findChild<QCheckBox *>(u"problemsAll"_s);
    QVERIFY(all->isVisible());
    QTest::mouseClick(all, Qt::LeftButton, {}, QPoint(8, all->height() / 2));
    QTRY_COMPARE(pane->title(), u"Problems 2"_s);
    QCOMPARE(rows(), 2);
    QVERIFY(!view()->isColumnHidden(ProblemsModel::Step));
    QCOMPARE(cell(0, ProblemsModel::Step), u"Money"_s);
    view()->setCurrentIndex(view()->model()->index(0, 0));
    QTest::keyClick(view(), Qt::Key_Return);
    QCOMPARE(m_run->selection().step(), u"Money"_s);
    // It goes on with the run.
    attempt(*m_journal, u"Money"_s, 2, brokenVerdict(1));
    m_run->feed().wake();
    QTRY_COMPARE(pane->title(), u"Problems 1"_s);
}

void TstVerdictPanes::anAnswerWithoutCodeIsAProblem()
{
    m_journal->start({u"src/OrderStore.cs"_s});
    m_journal->startStep(kStep);
    m_journal->begin(kStep, 1, u"fix"_s, u"generate"_s, u"phi4"_s);
    const domain::Issue issue{
        .source = domain::IssueSource::Answer, .file = u"src/OrderStore.cs"_s, .message = u"the block is cut off"_s};
    m_journal->append(
        u"candidate.made"_s, kStep, 1,
        {{u"hash"_s, QString()}, {u"files"_s, QJsonArray()}, {u"issues"_s, QJsonArray{domain::toJson(issue)}}});
    m_journal->end(kStep, 1, u"no_candidate"_s, 0, u"the block is cut off"_s);
    const auto *pane = open<ProblemsPane>();
    QTRY_COMPARE(pane->title(), u"Problems 1"_s);
    QCOMPARE(cell(0, ProblemsModel::Message), u"the block is cut off"_s);
    QCOMPARE(cell(0, ProblemsModel::Source), u"answer"_s);
}

void TstVerdictPanes::nothingWrongIsSaid()
{
    play(*m_journal);
    open<ProblemsPane>({});
    QTRY_COMPARE(sentence(), u"Choose a step or an attempt to see its problems."_s);
    m_run->selection().select(u"Money"_s);
    QTRY_COMPARE(sentence(), u"This step has not been tried yet."_s);
    select(3);
    QTRY_COMPARE(sentence(), u"Nothing is wrong with this attempt."_s);
}

void TstVerdictPanes::evidenceShowsWhatWasExecuted()
{
    play(*m_journal);
    open<EvidencePane>();
    select(2);
    const auto sections = [this] {
        QStringList names;
        for (int i = 0; i < rows(); ++i)
            names.append(cell(i, 0));
        return names;
    };
    QTRY_COMPARE(sections(), (QStringList{u"Verdict"_s, u"Commands"_s, u"Coverage"_s, u"Notes"_s}));
    const auto *model = view()->model();
    const QModelIndex commands = model->index(1, 0);
    QCOMPARE(model->rowCount(commands), 2);
    QCOMPARE(model->index(1, 1, commands).data().toString(), u"exit 1"_s);
    QCOMPARE(model->index(1, 2, commands).data().toString(), u"4.7 s"_s);
    // What failed is shown by itself.
    const auto *details = m_pane->findChild<LinkedText *>();
    QTRY_VERIFY(details->toPlainText().contains(u"A total of 1 test files matched."_s));
    const QModelIndex coverage = model->index(0, 0, model->index(2, 0));
    QCOMPARE(coverage.siblingAtColumn(1).data().toString(), u"71 %"_s);
    view()->setCurrentIndex(coverage);
    QVERIFY(details->toPlainText().contains(u"never executed: 31–33, 40"_s));
    QSignalSpy places(&m_run->selection(), &Selection::placeAsked);
    QTest::keyClick(view(), Qt::Key_Return);
    QCOMPARE(places.size(), 1);
    QCOMPARE(places.first().at(1).toInt(), 31);
    for (int row = 0; row < model->rowCount(model->index(0, 0)); ++row) {
        const QModelIndex line = model->index(row, 0, model->index(0, 0));
        if (line.data().toString() != u"Hash of what was judged"_s)
            continue;
        view()->setCurrentIndex(line);
        QTest::keyClick(view(), Qt::Key_C, Qt::ControlModifier);
        QVERIFY(QApplication::clipboard()->text().contains(QString(64, u'a')));
    }
}

void TstVerdictPanes::evidenceOfARunningAttempt()
{
    play(*m_journal);
    m_journal->begin(kStep, 4, u"fix"_s, u"generate"_s, u"phi4"_s);
    open<EvidencePane>();
    QTRY_COMPARE(sentence(), u"Nothing has been executed for attempt 4 yet."_s);
    m_journal->end(kStep, 4, u"no_candidate"_s, 0, u"the answer holds no code"_s);
    m_run->feed().wake();
    QTRY_COMPARE(sentence(), u"Nothing was executed for this attempt: the answer holds no code"_s);
}

void TstVerdictPanes::rootCausesAreTold()
{
    play(*m_journal);
    open<RootCausePane>();
    QTRY_COMPARE(sentence(), u"This step has not been analysed: that happens when it keeps failing."_s);
    m_journal->append(u"rootcause.analyzed"_s, kStep, 4, analysis(u"The token is accepted and never passed on."_s));
    m_run->feed().wake();
    const auto *text = m_pane->findChild<QTextBrowser *>();
    QTRY_VERIFY(text->isVisible());
    for (const QString &part :
         {u"The token is accepted and never passed on."_s, u"async_pattern|null_handling · 64 % of 14 like failures"_s,
          u"Pass the token on <everywhere>"_s, u"if (a < b) return null;"_s, u"forgets the token"_s,
          u"Original row version must be set"_s, u"Queried 14 similar failures"_s})
        QVERIFY2(text->toPlainText().contains(part), qPrintable(part));
}

void TstVerdictPanes::rootCauseOfTheMomentShown()
{
    play(*m_journal);
    const qint64 first = m_journal->append(u"rootcause.analyzed"_s, kStep, 4, analysis(u"first thought"_s));
    m_journal->append(u"rootcause.analyzed"_s, kStep, 5, analysis(u"second thought"_s));
    open<RootCausePane>();
    const auto *text = m_pane->findChild<QTextBrowser *>();
    QTRY_VERIFY(text->toPlainText().contains(u"first thought"_s));
    QVERIFY(text->toPlainText().indexOf(u"second thought"_s) < text->toPlainText().indexOf(u"first thought"_s));
    m_run->feed().setPosition(first);
    QTRY_VERIFY(!text->toPlainText().contains(u"second thought"_s));
    QVERIFY(text->toPlainText().contains(u"first thought"_s));
}

void TstVerdictPanes::theModelsHold()
{
    ProblemsModel problems;
    ProblemsFilter filter;
    filter.setSourceModel(&problems);
    EvidenceModel evidence;
    QAbstractItemModelTester first(&problems, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QAbstractItemModelTester second(&filter, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QAbstractItemModelTester third(&evidence, QAbstractItemModelTester::FailureReportingMode::Fatal);
    AttemptRecord record;
    record.judged = true;
    record.verdict = sampleVerdict({u"T:A"_s, u"!T:B"_s}, 5);
    problems.setProblems(problemsOf(record));
    evidence.setRows(evidenceRows(record));
    QVERIFY(!problems.index(problems.rowCount(), 0).isValid());
    QVERIFY(!problems.index(0, ProblemsModel::ColumnCount).isValid());
    QVERIFY(!evidence.index(evidence.rowCount(), 0).isValid());
    QVERIFY(!evidence.index(0, EvidenceModel::ColumnCount).isValid());
    filter.setText(u"nothing like it"_s);
    QCOMPARE(filter.rowCount(), 0);
    problems.setProblems({});
    evidence.setRows({});
}

void TstVerdictPanes::shoot(const QString &name, const QString &scheme)
{
    m_pane->resize(1200, m_theme.rowHeight() * 12);
    QTest::qWait(30);
    const QImage image = m_pane->grab().toImage();
    QVERIFY(image.save(u"%1-%2-%3.png"_s.arg(name, scheme, QString::number(image.devicePixelRatio() * 100))));
    cleanup();
    init();
}

void TstVerdictPanes::theyLookLikeThePicture_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addRow("light") << false;
    QTest::addRow("dark") << true;
}

void TstVerdictPanes::theyLookLikeThePicture()
{
    QFETCH(bool, dark);
    const QString scheme = dark ? u"dark"_s : u"light"_s;
    m_theme.setScheme(dark ? Scheme::Dark : Scheme::Light);
    m_theme.applyTo(*qApp);
    play(*m_journal);
    open<ProblemsPane>();
    select(2);
    QTRY_COMPARE(rows(), 5);
    shoot(u"problems"_s, scheme);
    play(*m_journal);
    open<EvidencePane>();
    select(2);
    QTRY_COMPARE(rows(), 4);
    shoot(u"evidence"_s, scheme);
    play(*m_journal);
    m_journal->append(u"rootcause.analyzed"_s, kStep, 4,
                      analysis(u"The four attempts share one gap: the token is accepted and never passed on, and a "
                               "missing row throws instead of returning null."_s));
    open<RootCausePane>();
    QTRY_VERIFY(m_pane->findChild<QTextBrowser *>()->isVisible());
    shoot(u"rootcause"_s, scheme);
    m_theme.setScheme(Scheme::Light);
    m_theme.applyTo(*qApp);
}

QTEST_MAIN(TstVerdictPanes)
#include "tst_verdictpanes.moc"
