// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/climbjournal.h"
#include "ui/tests/comparisonpane.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonObject>
#include <QLabel>
#include <QTableView>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;
using tests::ClimbJournal;
using tests::sampleVerdict;

namespace {

const QString kStep = u"price"_s;

QJsonObject candidate(int attempt, const QString &role, const QString &model, const QString &state, double score,
                      const QString &summary)
{
    return {
        {u"attempt"_s, attempt}, {u"role"_s, role},   {u"model"_s, model},    {u"family"_s, model.section(u'-', 0, 0)},
        {u"state"_s, state},     {u"score"_s, score}, {u"summary"_s, summary}};
}

QJsonObject outcome(int attempt, const QString &kind, const QString &text, std::optional<bool> met = {})
{
    QJsonObject json{{u"attempt"_s, attempt}, {u"kind"_s, kind}, {u"text"_s, text}};
    if (met)
        json.insert(u"met"_s, *met);
    return json;
}

QJsonObject input(const QString &expression, const QJsonValue &expected, const QJsonArray &outcomes)
{
    return {{u"expression"_s, expression}, {u"expected"_s, expected}, {u"outcomes"_s, outcomes}};
}

/// Two that passed and differ where no test looks, one that failed a test, one that could not be asked.
QJsonObject comparedData()
{
    QJsonObject first =
        candidate(2, u"generator"_s, u"deepseek-v2:16b"_s, u"passed"_s, 7.5, u"builds, 4 tests passed"_s);
    first.insert(u"testsPassed"_s, 4);
    first.insert(u"testsFailed"_s, 0);
    first.insert(u"temperature"_s, 0.2);
    QJsonObject second = candidate(3, u"reviewer"_s, u"claude-sonnet-4"_s, u"passed"_s, 9, u"builds, 4 tests passed"_s);
    second.insert(u"testsPassed"_s, 4);
    second.insert(u"testsFailed"_s, 0);
    QJsonObject third = candidate(4, u"premium"_s, u"claude-opus-4"_s, u"failed"_s, 7, u"1 of 4 tests failed"_s);
    third.insert(u"testsPassed"_s, 3);
    third.insert(u"testsFailed"_s, 1);
    return {
        {u"rung"_s, u"ensemble"_s},
        {u"candidates"_s,
         QJsonArray{first, second, third,
                    candidate(5, u"expert"_s, u"phi4"_s, u"unreachable"_s, 0, u"connection refused"_s)}},
        {u"oneFamily"_s, false},
        {u"tests"_s,
         QJsonArray{QJsonObject{{u"test"_s, u"tests.test_price:test_border"_s}, {u"failed"_s, QJsonArray{4}}}}},
        {u"inputs"_s,
         QJsonArray{input(u"price(0, 'EUR')"_s, u"0"_s,
                          {outcome(2, u"value"_s, u"0"_s, true), outcome(3, u"exception"_s, u"ValueError"_s, false)}),
                    input(u"price(-1, 'EUR')"_s, QJsonValue(),
                          {outcome(2, u"exception"_s, u"ValueError"_s), outcome(3, u"hung"_s, u"did not end"_s)})}},
        {u"groups"_s,
         QJsonArray{QJsonObject{{u"attempts"_s, QJsonArray{2}}, {u"families"_s, 1}, {u"met"_s, 1}},
                    QJsonObject{{u"attempts"_s, QJsonArray{3}}, {u"families"_s, 1}, {u"met"_s, 0}}}},
        {u"chosen"_s, 2},
        {u"by"_s, u"expectations"_s},
        {u"reason"_s, u"attempt 2: 1 of 1 expectations met, by the next 0"_s}};
}

/// One attempt, then an ensemble of which somebody was chosen.
void play(ClimbJournal &j)
{
    j.start({u"src/price.py"_s});
    j.startStep(kStep);
    j.enter(kStep, u"first"_s);
    j.begin(kStep, 1, u"first"_s, u"generate"_s, u"deepseek-v2:16b"_s);
    j.judge(kStep, 1, sampleVerdict({u"T:A"_s, u"!T:B"_s}, 5));
    j.end(kStep, 1, u"failed"_s, 5, u"1 of 2 tests failed"_s);
    j.enter(kStep, u"ensemble"_s);
    int number = 2;
    for (const QString &model : {u"deepseek-v2:16b"_s, u"claude-sonnet-4"_s, u"claude-opus-4"_s}) {
        j.begin(kStep, number, u"ensemble"_s, u"ensemble"_s, model);
        j.judge(kStep, number, sampleVerdict({u"T:A"_s, u"T:B"_s}, number < 4 ? 8 : 7, number < 4));
        ++number;
    }
    j.append(u"ensemble.compared"_s, kStep, 2, comparedData());
    j.end(kStep, 4, u"failed"_s, 7, u"1 of 4 tests failed"_s);
    j.end(kStep, 2, u"passed"_s, 7.5, u"builds, 4 tests passed"_s);
    j.end(kStep, 3, u"passed"_s, 9, u"builds, 4 tests passed; attempt 2 was taken"_s);
}

} // namespace

class TstComparisonPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void candidatesStandSideBySide();
    void nothingComparedIsSaid();
    void oneFamilyIsSaid();
    void itComesWhenItIsWritten();
    void ofTheMomentShown();
    void aColumnSelectsItsAttempt();
    void theModelHolds();
    void itLooksLikeTheRest_data();
    void itLooksLikeTheRest();

private:
    void open(const QString &step = kStep);
    QTableView *view() const { return m_pane->findChild<QTableView *>(u"comparisonView"_s); }
    QString cell(int row, int column) const { return view()->model()->index(row, column).data().toString(); }
    QString verdict() const { return m_pane->findChild<QLabel *>(u"comparisonVerdict"_s)->text(); }
    QString sentence() const
    {
        const auto *label = m_pane->findChild<QLabel *>(u"sentence"_s);
        return label->isVisible() ? label->text() : QString();
    }

    Theme m_theme{Scheme::Light};
    std::unique_ptr<ClimbJournal> m_journal;
    std::unique_ptr<OpenRun> m_run;
    std::unique_ptr<ComparisonPane> m_pane;
};

void TstComparisonPane::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_theme.applyTo(*qApp);
    m_journal = std::make_unique<ClimbJournal>();
}

void TstComparisonPane::cleanup()
{
    m_pane.reset();
    m_run.reset();
    m_journal.reset();
}

void TstComparisonPane::open(const QString &step)
{
    m_run = std::make_unique<OpenRun>(m_journal->locations(), m_journal->clock(), m_journal->run());
    m_pane = std::make_unique<ComparisonPane>(*m_run, m_theme);
    m_pane->resize(1100, 280);
    m_pane->show();
    QTRY_VERIFY(m_run->feed().isOpen());
    m_run->selection().select(step);
}

void TstComparisonPane::candidatesStandSideBySide()
{
    play(*m_journal);
    open();
    QTRY_VERIFY(view()->isVisible());
    const QAbstractItemModel *model = view()->model();
    QCOMPARE(model->columnCount(), 6);
    QCOMPARE(model->headerData(2, Qt::Horizontal).toString(), u"2 · deepseek-v2:16b · chosen"_s);
    QCOMPARE(model->headerData(5, Qt::Horizontal).toString(), u"5 · phi4"_s);
    QCOMPARE(verdict(), u"Attempt 2 is chosen: attempt 2: 1 of 1 expectations met, by the next 0"_s);
    const QList<QStringList> rows = {
        {u"Verdict"_s, {}, u"passed, 7.5"_s, u"passed, 9"_s, u"failed, 7"_s, u"could not be asked"_s},
        {u"Tests"_s, {}, u"4 passed"_s, u"4 passed"_s, u"1 of 4 failed"_s, {}},
        {u"tests.test_price:test_border"_s, {}, u"passed"_s, u"passed"_s, u"failed"_s, {}},
        {u"price(0, 'EUR')"_s, u"0"_s, u"0"_s, u"raises ValueError"_s, {}, {}},
        {u"price(-1, 'EUR')"_s, {}, u"raises ValueError"_s, u"hangs"_s, {}, {}},
        {u"Group of those that agree"_s, {}, u"A · 1 family"_s, u"B · 1 family"_s, {}, {}},
    };
    QCOMPARE(model->rowCount(), rows.size());
    for (int row = 0; row < rows.size(); ++row) {
        for (int column = 0; column < 6; ++column)
            QCOMPARE(cell(row, column), rows.at(row).at(column));
    }
    const auto mark = [&](int row, int column) { return model->index(row, column).data(ComparisonModel::MarkRole); };
    QCOMPARE(mark(3, 2).toInt(), int(Mark::Accepted));
    QCOMPARE(mark(3, 3).toInt(), int(Mark::Failed));
    QVERIFY(!mark(4, 2).isValid()); // nothing was expected
    QCOMPARE(model->index(3, 3).data(Qt::AccessibleTextRole).toString(),
             u"price(0, 'EUR'), attempt 3: raises ValueError, not as expected"_s);
}

void TstComparisonPane::nothingComparedIsSaid()
{
    m_journal->start({u"src/price.py"_s});
    open({});
    QTRY_COMPARE(sentence(), u"Choose a step to see the candidates of its ensemble side by side."_s);
    m_run->selection().select(kStep);
    QTRY_COMPARE(sentence(), u"No ensemble has compared candidates for this step: that is the rung L1."_s);
}

void TstComparisonPane::oneFamilyIsSaid()
{
    play(*m_journal);
    QJsonObject data = comparedData();
    data[u"oneFamily"] = true;
    data[u"chosen"] = 0;
    data[u"reason"] = u"none of 4 candidates was taken"_s;
    m_journal->append(u"ensemble.compared"_s, kStep, 4, data);
    open();
    QTRY_COMPARE(verdict(),
                 u"Nobody is chosen: none of 4 candidates was taken\nAll candidates are of one family: what "
                 "they agree on is the word of one."_s);
}

void TstComparisonPane::itComesWhenItIsWritten()
{
    m_journal->start({u"src/price.py"_s});
    open();
    QTRY_VERIFY(!sentence().isEmpty());
    m_journal->append(u"ensemble.compared"_s, kStep, 2, comparedData());
    m_run->feed().wake();
    QTRY_VERIFY(view()->isVisible());
    QCOMPARE(view()->model()->columnCount(), 6);
}

/// Two ensembles: the selected attempt's is shown, at an old moment the one that was there.
void TstComparisonPane::ofTheMomentShown()
{
    play(*m_journal);
    QJsonObject data = comparedData();
    data[u"candidates"] = QJsonArray{candidate(9, u"generator"_s, u"phi4"_s, u"no_candidate"_s, 0, u"no code"_s)};
    data[u"inputs"] = QJsonArray();
    data[u"tests"] = QJsonArray();
    data[u"chosen"] = 0;
    m_journal->begin(kStep, 9, u"ensemble"_s, u"ensemble"_s, u"phi4"_s);
    const qint64 second = m_journal->append(u"ensemble.compared"_s, kStep, 9, data);
    open();
    QTRY_COMPARE(view()->model()->columnCount(), 3);
    const auto attempts = m_run->attemptsOf(kStep);
    m_run->selection().select(kStep, attempts.at(2).startedSeq);
    QTRY_COMPARE(view()->model()->columnCount(), 6);
    m_run->selection().select(kStep);
    QTRY_COMPARE(view()->model()->columnCount(), 3);
    m_run->feed().setPosition(second - 1);
    QTRY_COMPARE(view()->model()->columnCount(), 6);
}

void TstComparisonPane::aColumnSelectsItsAttempt()
{
    play(*m_journal);
    open();
    QTRY_VERIFY(view()->isVisible());
    QHeaderView *header = view()->horizontalHeader();
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                      {header->sectionViewportPosition(4) + 10, header->height() / 2});
    QTRY_VERIFY(m_run->selectedAttempt());
    QCOMPARE(m_run->selectedAttempt()->number, 4);
    view()->setFocus();
    view()->setCurrentIndex(view()->model()->index(0, 3));
    QTest::keyClick(view(), Qt::Key_Return);
    QTRY_COMPARE(m_run->selectedAttempt()->number, 3);
}

void TstComparisonPane::theModelHolds()
{
    ComparisonModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setComparison(comparisonOf({.type = u"ensemble.compared"_s, .data = comparedData()}));
    QVERIFY(!model.index(model.rowCount(), 0).isValid());
    QVERIFY(!model.index(0, model.columnCount()).isValid());
    QVERIFY(!model.headerData(model.columnCount(), Qt::Horizontal, Qt::DisplayRole).isValid());
    QCOMPARE(model.attemptOf(model.columnCount()), 0);
    model.setComparison({});
    QCOMPARE(model.columnCount(), int(ComparisonModel::FirstCandidate));
}

void TstComparisonPane::itLooksLikeTheRest_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addRow("light") << false;
    QTest::addRow("dark") << true;
}

void TstComparisonPane::itLooksLikeTheRest()
{
    QFETCH(bool, dark);
    m_theme.setScheme(dark ? Scheme::Dark : Scheme::Light);
    m_theme.applyTo(*qApp);
    play(*m_journal);
    open();
    QTRY_VERIFY(view()->isVisible());
    QTest::qWait(50);
    QVERIFY(m_pane->grab().save(u"ensemble-%1.png"_s.arg(dark ? u"dark"_s : u"light"_s)));
    m_theme.setScheme(Scheme::Light);
    m_theme.applyTo(*qApp);
}

QTEST_MAIN(TstComparisonPane)
#include "tst_comparisonpane.moc"
