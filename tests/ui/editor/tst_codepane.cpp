// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "codejournal.h"

#include "ui/editor/codepane.h"
#include "ui/editor/codeview.h"
#include "ui/editor/diffview.h"

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;
using tests::CodeJournal;

namespace {

const QString kFile = u"src/OrderStore.cs"_s;
const QByteArray kFourth = R"(using System;
using System.Threading;

namespace Shop;

/// <summary>Orders in the database.</summary>
public sealed class OrderStore : IOrderStore
{
    private readonly Database _db;

    public OrderStore(Database db) => _db = db; // owned by the caller

    public async Task<Order> FindAsync(Guid id)
    {
        var row = await _db.Orders
            .FirstAsync(o => o.Id == id);
        return Map(row);
    }

    public Task SaveAsync(Order order)
    {
        _db.Orders.Update(Map(order));
        return _db.SaveChangesAsync();
    }

    private static string Name(int number) => $"order {number:000}";
}
)";
const QByteArray kSixth = R"(using System;
using System.Threading;

namespace Shop;

/// <summary>Orders in the database.</summary>
public sealed class OrderStore : IOrderStore
{
    private readonly Database _db;

    public OrderStore(Database db) => _db = db; // owned by the caller

    public async Task<Order?> FindAsync(Guid id,
        CancellationToken ct = default)
    {
        var row = await _db.Orders
            .FirstOrDefaultAsync(o => o.Id == id, ct);
        return row is null ? null : Map(row);
    }

    public Task SaveAsync(Order order, CancellationToken ct = default)
    {
        _db.Orders.Update(Map(order));
        return _db.SaveChangesAsync(ct);
    }

    private static string Name(int number) => $"order {number:000}";
}
)";

domain::Verdict sixthVerdict()
{
    domain::Evidence evidence{.executions = {}, .diagnostics = {}, .testsRan = true};
    evidence.diagnostics = {{.severity = domain::Severity::Warning,
                             .id = u"CS8604"_s,
                             .file = kFile,
                             .line = 23,
                             .column = 27,
                             .message = u"Possible null reference argument for parameter 'row'."_s}};
    for (int i = 0; i < 9; ++i)
        evidence.tests.cases.append({.name = u"T%1"_s.arg(i),
                                     .className = u"OrderStoreTests"_s,
                                     .outcome = i < 7 ? domain::TestOutcome::Passed : domain::TestOutcome::Failed});
    evidence.coverage =
        domain::CoverageReport{{{.file = kFile, .coveredLines = 10, .totalLines = 14, .missedLines = {23, 24, 27}}}};
    return {.score = 7,
            .summary = u"2 of 9 tests fail"_s,
            .issues = {{.source = domain::IssueSource::Review,
                        .file = kFile,
                        .line = 18,
                        .message = u"the <b>row version</b> is never compared"_s}},
            .evidence = evidence};
}

} // namespace

class TstCodePane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void anAttemptIsShownAgainstTheOneBefore();
    void theBaseIsChosen();
    void theSelectionIsFollowedBothWays();
    void codeAppearsWhenItIsThere();
    void attemptsWithoutCodeSayWhy();
    void anOldMomentIsShown();
    void aStubsTestsAreNotTheLastAttempts();
    void aPlaceIsGoneTo();
    void noPathLeadsOutside();
    void looksLikeThePicture_data();
    void looksLikeThePicture();

private:
    void open(Scheme scheme = Scheme::Light);
    void writeAttempts();
    template<typename T>
    T *find(const QString &name) const
    {
        return m_pane->findChild<T *>(name);
    }
    QString sentence() const
    {
        auto *label = find<QLabel>(u"codeSentence"_s);
        return label->isVisible() ? label->text() : QString();
    }
    QByteArray shownAfter() const
    {
        return m_pane->diffView()->content() ? m_pane->diffView()->content()->after.text : QByteArray();
    }

    std::unique_ptr<CodeJournal> m_journal;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<OpenRun> m_run;
    std::unique_ptr<CodePane> m_pane;
    qint64 m_fourth = 0;
    qint64 m_fifth = 0;
    qint64 m_sixth = 0;
};

void TstCodePane::init()
{
    // Of the platform the tests run on, not of us.
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_journal = std::make_unique<CodeJournal>(QStringList{kFile, u"src/Other.cs"_s});
}

void TstCodePane::cleanup()
{
    m_pane.reset();
    m_run.reset();
}

void TstCodePane::open(Scheme scheme)
{
    m_theme = std::make_unique<Theme>(scheme);
    m_theme->applyTo(*qApp);
    m_run = std::make_unique<OpenRun>(m_journal->locations(), m_journal->clock(), m_journal->run());
    m_pane = std::make_unique<CodePane>(*m_run, *m_theme);
    m_pane->resize(960, 520);
    m_pane->show();
    QSignalSpy opened(&m_run->feed(), &RunFeed::opened);
    QVERIFY(opened.wait());
}

void TstCodePane::writeAttempts()
{
    m_fourth = m_journal->begin(u"OrderStore"_s, 4);
    m_journal->propose(u"OrderStore"_s, 4, kFile, kFourth);
    m_journal->end(u"OrderStore"_s, 4, u"failed"_s);
    m_fifth = m_journal->begin(u"OrderStore"_s, 5, u"analyze"_s);
    m_journal->end(u"OrderStore"_s, 5, u"ended"_s, u"the token is dropped"_s);
    m_sixth = m_journal->begin(u"OrderStore"_s, 6);
    m_journal->propose(u"OrderStore"_s, 6, kFile, kSixth);
    m_journal->judge(u"OrderStore"_s, 6, sixthVerdict());
    m_journal->end(u"OrderStore"_s, 6, u"failed"_s);
}

void TstCodePane::anAttemptIsShownAgainstTheOneBefore()
{
    writeAttempts();
    open();
    QCOMPARE(sentence(), u"Select a step in the plan, and its code is here."_s);
    m_run->selection().select(u"OrderStore"_s);
    QTRY_COMPARE(find<QLabel>(u"counts"_s)->text(), u"+6 −5"_s);
    QCOMPARE(find<QComboBox>(u"attempts"_s)->currentText(), u"attempt 6"_s);
    QCOMPARE(find<QComboBox>(u"bases"_s)->currentText(), u"attempt 4"_s);
    QCOMPARE(find<QLabel>(u"figures"_s)->text(), u"builds · 7 of 9 tests · coverage 71 % · score 7.0"_s);
    QCOMPARE(m_pane->title(), u"OrderStore.cs"_s);
    QCOMPARE(m_pane->diffView()->afterView()->remarks().size(), 2);
}

void TstCodePane::theBaseIsChosen()
{
    m_journal->write(kFile, "on disk\n");
    writeAttempts();
    m_journal->endStep(u"OrderStore"_s, u"accepted"_s, kFile, kSixth);
    open();
    m_run->selection().select(u"OrderStore"_s);
    QTRY_COMPARE(find<QLabel>(u"counts"_s)->text(), u"+6 −5"_s);
    auto *bases = find<QComboBox>(u"bases"_s);
    bases->setFocus();
    QTest::keyClick(bases, Qt::Key_Down);
    QCOMPARE(bases->currentText(), u"accepted version"_s);
    QTRY_COMPARE(find<QLabel>(u"counts"_s)->text(), u"no difference"_s);
    QTest::keyClick(bases, Qt::Key_Down);
    QCOMPARE(bases->currentText(), u"the file on disk"_s);
    QTRY_COMPARE(find<QLabel>(u"counts"_s)->text(), u"+28 −1"_s);
    QTest::keyClick(bases, Qt::Key_Down);
    QCOMPARE(bases->currentText(), u"nothing"_s);
    QTRY_VERIFY(m_pane->codeView()->isVisible());
    QVERIFY(!find<QLabel>(u"counts"_s)->isVisible());
    QCOMPARE(m_pane->codeView()->remarks().size(), 2);
}

void TstCodePane::theSelectionIsFollowedBothWays()
{
    writeAttempts();
    open();
    m_run->selection().select(u"OrderStore"_s, m_fourth);
    auto *attempts = find<QComboBox>(u"attempts"_s);
    QTRY_COMPARE(attempts->currentText(), u"attempt 4"_s);
    QTRY_COMPARE(find<QComboBox>(u"bases"_s)->currentText(), u"the file on disk"_s);
    QTRY_COMPARE(find<QLabel>(u"counts"_s)->text(), u"+27 −0"_s);
    attempts->setFocus();
    QTest::keyClick(attempts, Qt::Key_Up);
    QCOMPARE(m_run->selection().attempt(), m_fifth);
    QTest::keyClick(attempts, Qt::Key_Up);
    QCOMPARE(m_run->selection().attempt(), 0); // the last one, as it goes on
    QTRY_COMPARE(find<QLabel>(u"counts"_s)->text(), u"+6 −5"_s);
}

void TstCodePane::codeAppearsWhenItIsThere()
{
    open();
    m_run->selection().select(u"OrderStore"_s);
    QTRY_COMPARE(sentence(), u"src/OrderStore.cs has no attempt yet: its code will be here."_s);
    m_journal->begin(u"OrderStore"_s, 1);
    QTRY_COMPARE(sentence(), u"The code of attempt 1 is being written."_s);
    m_journal->propose(u"OrderStore"_s, 1, kFile, kFourth);
    QTRY_COMPARE(find<QLabel>(u"counts"_s)->text(), u"+27 −0"_s);
    QVERIFY(find<QLabel>(u"figures"_s)->text().isEmpty());
    m_journal->judge(u"OrderStore"_s, 1, {.score = 0, .summary = u"3 errors"_s, .evidence = {.buildOk = false}});
    QTRY_COMPARE(find<QLabel>(u"figures"_s)->text(), u"does not build · score 0.0"_s);
}

void TstCodePane::attemptsWithoutCodeSayWhy()
{
    writeAttempts();
    open();
    m_run->selection().select(u"OrderStore"_s, m_fifth);
    QTRY_COMPARE(sentence(), u"There is no code of attempt 5: the token is dropped"_s);
}

void TstCodePane::anOldMomentIsShown()
{
    writeAttempts();
    open();
    m_run->selection().select(u"OrderStore"_s);
    QTRY_COMPARE(find<QLabel>(u"counts"_s)->text(), u"+6 −5"_s);
    m_run->feed().setPosition(m_fourth);
    QTRY_COMPARE(sentence(), u"The code of attempt 4 is being written."_s);
    m_run->feed().setPosition(m_fourth + 1);
    QTRY_COMPARE(find<QLabel>(u"counts"_s)->text(), u"+27 −0"_s);
    m_run->feed().setPosition(0);
    QTRY_COMPARE(find<QComboBox>(u"attempts"_s)->currentText(), u"attempt 6"_s);
}

void TstCodePane::aStubsTestsAreNotTheLastAttempts()
{
    writeAttempts();
    m_journal->add(u"level.entered"_s, u"OrderStore"_s, 6, {{u"rung"_s, u"stub"_s}});
    m_journal->execute(u"OrderStore"_s, 6, {.executions = {}, .diagnostics = {}, .testsRan = true});
    open();
    m_run->selection().select(u"OrderStore"_s);
    QTRY_COMPARE(find<QLabel>(u"figures"_s)->text(), u"builds · 7 of 9 tests · coverage 71 % · score 7.0"_s);
}

void TstCodePane::aPlaceIsGoneTo()
{
    m_journal->write(u"tests/OrderStoreTests.cs"_s, "one\ntwo\nthree\n");
    writeAttempts();
    open();
    m_run->selection().select(u"OrderStore"_s);
    QTRY_COMPARE(find<QLabel>(u"counts"_s)->text(), u"+6 −5"_s);
    m_run->selection().goTo(kFile, 24);
    QCOMPARE(m_pane->diffView()->afterView()->lineNumber(), 24);
    m_run->selection().goTo(u"tests/OrderStoreTests.cs"_s, 2);
    QTRY_COMPARE(find<QLabel>(u"codePlace"_s)->text(), u"tests/OrderStoreTests.cs, as it stands on disk"_s);
    QCOMPARE(m_pane->codeView()->lineNumber(), 2);
    QCOMPARE(m_pane->title(), u"OrderStoreTests.cs"_s);
    QTest::mouseClick(find<QPushButton>(u"codeBack"_s), Qt::LeftButton);
    QTRY_COMPARE(find<QLabel>(u"counts"_s)->text(), u"+6 −5"_s);
    QTRY_VERIFY(m_pane->diffView()->isVisible());
    QCOMPARE(m_pane->title(), u"OrderStore.cs"_s);
}

void TstCodePane::noPathLeadsOutside()
{
    writeAttempts();
    m_journal->write(u"secret.txt"_s, "in the workspace");
    QVERIFY(QFile::link(u"/etc/hostname"_s, m_journal->workspace() + u"/link.txt"_s));
    open();
    m_run->selection().select(u"OrderStore"_s);
    for (const QString &path : {u"../workspace/secret.txt"_s, u"/etc/hostname"_s, u"link.txt"_s, u".git/config"_s}) {
        m_run->selection().goTo(path, 1);
        QTRY_VERIFY2(sentence().startsWith(path + u" cannot be shown: "_s), qPrintable(sentence()));
    }
}

void TstCodePane::looksLikeThePicture_data()
{
    QTest::addColumn<Scheme>("scheme");
    QTest::addColumn<bool>("isInline");
    QTest::newRow("light") << Scheme::Light << false;
    QTest::newRow("dark") << Scheme::Dark << false;
    QTest::newRow("light-inline") << Scheme::Light << true;
    QTest::newRow("dark-inline") << Scheme::Dark << true;
}

void TstCodePane::looksLikeThePicture()
{
    QFETCH(Scheme, scheme);
    QFETCH(bool, isInline);
    writeAttempts();
    open(scheme);
    m_pane->setInline(isInline);
    m_run->selection().select(u"OrderStore"_s);
    QTRY_COMPARE(find<QLabel>(u"counts"_s)->text(), u"+6 −5"_s);
    m_run->selection().goTo(kFile, 23);
    QTest::qWait(50);
    QDir().mkpath(u"screenshots"_s);
    const QString name = u"screenshots/code-%1-%2.png"_s.arg(QLatin1StringView(QTest::currentDataTag()))
                             .arg(int(100 * m_pane->devicePixelRatioF()));
    QVERIFY(m_pane->grab().save(name));
}

QTEST_MAIN(TstCodePane)
#include "tst_codepane.moc"
