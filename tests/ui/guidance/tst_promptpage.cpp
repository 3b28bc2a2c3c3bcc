// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runfixture.h"

#include "ui/editor/codeview.h"
#include "ui/editor/qsci.h"
#include "ui/guidance/promptpage.h"
#include "ui/main/mainwindow.h"
#include "ui/main/runpage.h"
#include "ui/plan/planpane.h"

#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;
using domain::Answer;
using domain::AnswerKind;
using domain::RunStatus;
using tests::RunFixture;

/// Prompts that wait to be sent, in the real window over a real run, and on a page of their own.
class TestPromptPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aPromptIsEditedAndSent();
    void whatIsTypedOutlivesTheWindow();
    void onlyWhatIsEditedIsSentAsEdited();
    void whereItCannotBeEditedItIsOnlyRead();
    void tokensAreCountedAsOneTypes();

private:
    void show();
    RunPage *page() const { return m_window->currentPage(); }
    PromptPage *prompt() const { return m_window->findChild<PromptPage *>(); }
    template<typename T>
    static T *in(const QWidget *widget, const QString &name)
    {
        return widget->findChild<T *>(name);
    }
    static void type(const PromptPage &page, const QString &text);
    static domain::Request request(bool editable = true, int room = 1000);
    /// A supervised run that stands before its first generation, open in the window.
    void openStanding();
    void resume();
    void shoot(const QString &name) const;

    std::unique_ptr<RunFixture> m_runs;
    storage::SystemClock m_clock;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<MainWindow> m_window;
};

void TestPromptPage::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_window.reset();
    m_runs = std::make_unique<RunFixture>();
}

void TestPromptPage::show()
{
    m_window.reset();
    m_theme = std::make_unique<Theme>(Scheme::Light);
    m_theme->applyTo(*qApp);
    m_window = std::make_unique<MainWindow>(m_runs->locations(), m_clock, *m_theme);
    m_window->resize(1280, 800);
    m_window->show();
}

void TestPromptPage::type(const PromptPage &page, const QString &text)
{
    QTest::keyClicks(page.findChild<CodeView *>()->editor(), text);
}

domain::Request TestPromptPage::request(bool editable, int room)
{
    return {.id = u"r1.1"_s,
            .run = u"r1"_s,
            .step = u"cart"_s,
            .title = u"Prompt: generate to opus"_s,
            .question = u"Is it to be sent?"_s,
            .details = {{u"prompt"_s, u"# Write\n\nsrc/Cart.cs"_s},
                        {u"editable"_s, editable},
                        {u"roomTokens"_s, room},
                        {u"reservedMicroUsd"_s, 20'000}}};
}

void TestPromptPage::openStanding()
{
    engine::StartRequest request = m_runs->request(m_runs->plan({u"a.txt"_s}));
    request.mode = domain::Mode::Supervised;
    request.noWait = true;
    QCOMPARE(m_runs->run(request).pauseKind, u"unscripted"_s);
    show();
    m_window->openRun(m_runs->lastRun());
    QTRY_VERIFY(page() && !page()->run().moment().steps.isEmpty());
}

void TestPromptPage::resume()
{
    auto *button = m_window->findChild<QPushButton *>(u"pauseButton"_s);
    QTRY_COMPARE(button->text(), u"Resume"_s);
    QTRY_VERIFY(button->isEnabled());
    QTest::mouseClick(button, Qt::LeftButton);
}

void TestPromptPage::shoot(const QString &name) const
{
    QDir().mkpath(u"screenshots"_s);
    for (const Scheme scheme : {Scheme::Dark, Scheme::Light}) {
        m_theme->setScheme(scheme);
        m_theme->applyTo(*qApp);
        QTest::qWait(50);
        const QString colours = scheme == Scheme::Dark ? u"dark"_s : u"light"_s;
        QVERIFY(m_window->grab().save(u"screenshots/%1-%2.png"_s.arg(name, colours)));
    }
}

void TestPromptPage::aPromptIsEditedAndSent()
{
    openStanding();
    const std::unique_ptr<QMenu> menu(page()->findChild<PlanPane *>()->menuFor(u"a"_s));
    auto *wish = menu->findChild<QAction *>(u"showPrompt"_s);
    QVERIFY(wish);
    wish->trigger();
    m_runs->script({{u"purpose"_s, u"generate"_s}, {u"contains"_s, u"in verse, please"_s}},
                   RunFixture::block(u"a.txt"_s, u"rhymes"_s));
    QThreadPool::globalInstance()->waitForDone(); // the wish is on its way to the disk
    resume();
    QTRY_VERIFY(page()->waiting() == 1);
    QTest::mouseClick(m_window->findChild<QPushButton *>(u"waitingButton"_s), Qt::LeftButton);
    QTRY_VERIFY(prompt() && prompt()->isVisible());
    const QByteArray asked = prompt()->findChild<CodeView *>()->text();
    QVERIFY2(asked.contains("a.txt"), asked.constData());

    // Without a reason it is refused in place, and nothing is lost.
    QTest::mouseClick(in<QPushButton>(prompt(), u"answer_reject"_s), Qt::LeftButton);
    QTRY_VERIFY(in<QLabel>(prompt(), u"requestMessage"_s)->text().contains(u"reason"_s));
    type(*prompt(), u"in verse, please "_s);
    QVERIFY(in<QPushButton>(prompt(), u"answer_edited"_s)->isEnabled());
    QTRY_COMPARE(in<QLabel>(prompt(), u"draftKept"_s)->text(), u"draft kept"_s);
    shoot(u"promptpage"_s);
    QTest::mouseClick(in<QPushButton>(prompt(), u"answer_edited"_s), Qt::LeftButton);
    // What comes next is the question about the change, and nothing of the draft is left.
    QTRY_VERIFY(!prompt());
    QTRY_VERIFY(page()->waiting() == 1);
    QVERIFY(QDir(m_runs->locations().state + u"/drafts"_s).isEmpty());
    QTRY_VERIFY(m_window->findChild<QPushButton *>(u"answer_approve"_s));
    QTest::mouseClick(m_window->findChild<QPushButton *>(u"answer_approve"_s), Qt::LeftButton);
    QTRY_VERIFY(page()->run().moment().run.status == RunStatus::Accepted);
    QCOMPARE(m_runs->onBranch(u"a.txt"_s).trimmed(), "rhymes");
}

void TestPromptPage::whatIsTypedOutlivesTheWindow()
{
    const Theme theme(Scheme::Light);
    const QString drafts = m_runs->locations().state + u"/drafts"_s;
    {
        PromptPage page(request(), theme, drafts);
        page.show();
        type(page, u"please: "_s);
        QTest::keyClicks(in<QLineEdit>(&page, u"promptReason"_s), u"too long"_s);
    } // closed before the pause in typing that keeps it
    PromptPage page(request(), theme, drafts);
    QCOMPARE(page.findChild<CodeView *>()->text(), "please: # Write\n\nsrc/Cart.cs");
    QCOMPARE(in<QLineEdit>(&page, u"promptReason"_s)->text(), u"too long"_s);
    QVERIFY(in<QPushButton>(&page, u"answer_edited"_s)->isEnabled());
    page.showSent();
    QVERIFY(QDir(drafts).isEmpty());
}

void TestPromptPage::onlyWhatIsEditedIsSentAsEdited()
{
    const Theme theme(Scheme::Light);
    PromptPage page(request(), theme, m_runs->locations().state);
    page.show();
    QList<Answer> sent;
    connect(&page, &AnswerPage::answered, this, [&sent](const Answer &answer) { sent.append(answer); });
    auto *edited = in<QPushButton>(&page, u"answer_edited"_s);
    auto *asItIs = in<QPushButton>(&page, u"answer_approve"_s);
    QVERIFY(!edited->isEnabled());
    type(page, u"x"_s);
    QVERIFY(edited->isEnabled());
    QCOMPARE(asItIs->text(), u"&Send Unchanged"_s);
    QTest::mouseClick(edited, Qt::LeftButton);
    QTest::mouseClick(asItIs, Qt::LeftButton);
    in<QLineEdit>(&page, u"promptReason"_s)->setText(u" beside the point "_s);
    QTest::mouseClick(in<QPushButton>(&page, u"answer_reject"_s), Qt::LeftButton);
    QCOMPARE(sent.size(), 3);
    QCOMPARE(sent.at(0), (Answer{.request = u"r1.1"_s, .content = "x# Write\n\nsrc/Cart.cs"}));
    QCOMPARE(sent.at(1), (Answer{.request = u"r1.1"_s}));
    QCOMPARE(sent.at(2), (Answer{.request = u"r1.1"_s, .kind = AnswerKind::Reject, .text = u"beside the point"_s}));

    // Everything taken out is no prompt.
    page.findChild<CodeView *>()->editor()->selectAll();
    QTest::keyClick(page.findChild<CodeView *>()->editor(), Qt::Key_Delete);
    QTest::mouseClick(edited, Qt::LeftButton);
    QCOMPARE(sent.size(), 3);
    QVERIFY(in<QLabel>(&page, u"requestMessage"_s)->text().contains(u"empty"_s));

    QSignalSpy next(&page, &PromptPage::nextWanted);
    QTest::mouseClick(in<QPushButton>(&page, u"promptNext"_s), Qt::LeftButton);
    QTest::mouseClick(in<QPushButton>(&page, u"promptNext"_s), Qt::LeftButton);
    QCOMPARE(next.count(), 1);
}

void TestPromptPage::whereItCannotBeEditedItIsOnlyRead()
{
    const Theme theme(Scheme::Light);
    PromptPage page(request(false), theme, m_runs->locations().state);
    page.show();
    QVERIFY(page.findChild<CodeView *>()->isReadOnly());
    QVERIFY(!in<QPushButton>(&page, u"answer_edited"_s));
    Answer sent;
    connect(&page, &AnswerPage::answered, this, [&sent](const Answer &answer) { sent = answer; });
    type(page, u"x"_s);
    QTest::mouseClick(in<QPushButton>(&page, u"answer_approve"_s), Qt::LeftButton);
    QCOMPARE(sent, (Answer{.request = u"r1.1"_s}));
}

void TestPromptPage::tokensAreCountedAsOneTypes()
{
    const Theme theme(Scheme::Light);
    PromptPage page(request(true, 8), theme, m_runs->locations().state);
    page.show();
    auto *count = in<QLabel>(&page, u"promptCount"_s);
    QCOMPARE(count->text(), u"About 7 tokens; there is room for 8 · the call as asked costs at most $0.02"_s);
    type(page, u"abcdef"_s);
    QVERIFY2(count->text().startsWith(u"About 9 tokens: more than the 8 there is room for · edited, it had 7"_s),
             qPrintable(count->text()));
    QVERIFY(count->font().bold());
}

QTEST_MAIN(TestPromptPage)
#include "tst_promptpage.moc"
