// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/jsonreader.h"
#include "engine/control/runcontroller.h"
#include "models/modelsfile.h"
#include "storage/resources.h"
#include "ui/ladder/ladderview.h"
#include "ui/ladders/laddereditor.h"
#include "ui/ladders/ladderpreview.h"
#include "ui/main/mainwindow.h"
#include "ui/main/startarea.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;
using domain::RungKind;

/// The ladders as a person edits them: in the real window, by mouse and keyboard, against real files.
class TstLadderEditor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void opensFromTheMenus();
    void aShippedOneIsCopiedWhenItIsChanged();
    void whatIsWrongIsSaidAtItsField_data();
    void whatIsWrongIsSaidAtItsField();
    void aRungOfItsOwnIsBuiltByKeyboard();
    void rungsAreMovedAndRemoved();
    void aBrokenFileIsNamedAndLeftAlone();
    void aFileThatChangedMeanwhileIsLeftAlone();
    void anotherNameMovesTheFile();
    void oneIsDeletedAfterAsking();
    void closingAsksInPlace();
    void theMainWindowStaysWhileSomethingIsNotSaved();
    void everyFaultHasItsField();
    void shippedFilesAreWrittenAsTheyAre();
    void thePreviewFollowsTheLadder();
    void thePreviewCountsAndPrices();
    void looksAsDrawn();

private:
    template<typename T>
    T *part(const QString &name) const
    {
        T *found = m_editor->findChild<T *>(name);
        if (!found)
            qFatal("no %s", qPrintable(name));
        return found;
    }
    void retype(const QString &name, const QString &text) const
    {
        auto *line = part<QLineEdit>(name);
        QTest::mouseClick(line, Qt::LeftButton);
        QTest::keyClick(line, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(line, Qt::Key_Delete);
        QTest::keyClicks(line, text);
    }
    void clickRow(const QString &list, int row) const
    {
        auto *view = part<QListWidget>(list);
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualItemRect(view->item(row)).center());
    }
    void press(const QString &button) const
    {
        for (auto *one : m_editor->findChild<QWidget *>(u"ladderQuestion"_s)->findChildren<QPushButton *>()) {
            if (one->isVisible() && one->text() == button)
                return QTest::mouseClick(one, Qt::LeftButton);
        }
        QFAIL(qPrintable(u"no button "_s + button));
    }
    QStringList rows(const QString &list) const
    {
        QStringList texts;
        for (int i = 0; i < part<QListWidget>(list)->count(); ++i)
            texts.append(part<QListWidget>(list)->item(i)->text());
        return texts;
    }
    QString own(const QString &id) const { return m_locations.config + u"/ladders/%1.json"_s.arg(id); }
    void put(const QString &id, const QByteArray &text) const
    {
        QDir().mkpath(m_locations.config + u"/ladders"_s);
        QFile file(own(id));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    }
    QByteArray bytes(const QString &file) const
    {
        QFile in(file);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }
    static domain::ModelsConfig models(bool priced);
    void openEditor();

    std::unique_ptr<QTemporaryDir> m_dir;
    storage::Locations m_locations;
    storage::SystemClock m_clock;
    Theme m_theme{Scheme::Light};
    std::unique_ptr<MainWindow> m_window;
    QPointer<LadderEditor> m_editor;
};

domain::ModelsConfig TstLadderEditor::models(bool priced)
{
    const domain::Price dear{.inputPerMTok = 3, .outputPerMTok = 15};
    const domain::Price free{.inputPerMTok = 0, .outputPerMTok = 0};
    domain::ModelsConfig config;
    config.endpoints = {{.id = u"local"_s, .kind = domain::EndpointKind::Ollama, .url = u"http://127.0.0.1:11434"_s}};
    config.models = {{.id = u"phi4"_s, .endpoint = u"local"_s, .name = u"phi4"_s, .price = free},
                     {.id = u"deepseek-v2:16b"_s, .endpoint = u"local"_s, .name = u"deepseek-v2:16b"_s, .price = free},
                     {.id = u"claude-sonnet-4"_s,
                      .endpoint = u"local"_s,
                      .name = u"claude-sonnet-4"_s,
                      .contextTokens = 100'000,
                      .maxOutputTokens = 10'000,
                      .price = priced ? dear : domain::Price{}}};
    config.roles = {
        {u"thinker"_s, {u"phi4"_s}}, {u"generator"_s, {u"deepseek-v2:16b"_s}}, {u"reviewer"_s, {u"claude-sonnet-4"_s}}};
    return config;
}

void TstLadderEditor::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_dir = std::make_unique<QTemporaryDir>();
    m_locations = storage::Locations::under(m_dir->filePath(u"home"_s));
    QVERIFY(models::writeNewModelsFile(models(true), models::usualModelsFile(m_locations)).has_value());
    m_theme.applyTo(*qApp);
}

void TstLadderEditor::cleanup()
{
    m_window.reset();
}

void TstLadderEditor::openEditor()
{
    m_window = std::make_unique<MainWindow>(m_locations, m_clock, m_theme);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QTest::keyClick(m_window.get(), Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
    m_editor = m_window->findChild<LadderEditor *>();
    QVERIFY(m_editor && m_editor->isVisible() && !m_editor->isModal());
    QTRY_COMPARE(QApplication::activeWindow(), m_editor);
}

void TstLadderEditor::opensFromTheMenus()
{
    openEditor();
    QCOMPARE(rows(u"ladders"_s),
             (QStringList{u"base-v2"_s, u"collaborative"_s, u"fast"_s, u"local-only"_s, u"never-surrender"_s}));
    QCOMPARE(part<QLineEdit>(u"ladderId"_s)->text(), u"never-surrender"_s);
    QCOMPARE(part<QListWidget>(u"rungs"_s)->count(), 12);
    // The command palette offers what the menus do.
    m_window->activateWindow();
    QTRY_COMPARE(QApplication::activeWindow(), m_window.get());
    QTest::keyClick(m_window.get(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    auto *palette = m_window->findChild<QDialog *>(u"commandPalette"_s);
    QVERIFY(palette);
    QTest::keyClicks(palette->findChild<QLineEdit *>(), u"ladders"_s);
    QVERIFY(palette->findChild<QListWidget *>()->item(0)->text().contains(u"Ladders"_s));
    QTest::keyClick(palette, Qt::Key_Escape);
}

void TstLadderEditor::aShippedOneIsCopiedWhenItIsChanged()
{
    const QByteArray shipped = storage::Resources::builtIn(u"ladders/fast.json"_s).value();
    openEditor();
    clickRow(u"ladders"_s, 2);
    QVERIFY(part<QLabel>(u"ladderState"_s)->text().startsWith(u"Shipped."_s));
    clickRow(u"rungs"_s, 1);
    QCOMPARE(part<QSpinBox>(u"rungRepeat"_s)->value(), 2);
    part<QSpinBox>(u"rungRepeat"_s)->setFocus();
    QTest::keyClick(part<QSpinBox>(u"rungRepeat"_s), Qt::Key_Up);
    QCOMPARE(rows(u"rungs"_s).at(1), u"2 fix ×3 · generate"_s);
    QCOMPARE(rows(u"ladders"_s).at(2), u"fast · not saved"_s);
    QVERIFY(!QFile::exists(own(u"fast"_s)));
    QTest::keyClick(m_editor, Qt::Key_S, Qt::ControlModifier);
    QCOMPARE(rows(u"ladders"_s).at(2), u"fast · your copy"_s);
    QCOMPARE(engine::readLadder(m_locations, u"fast"_s)->rungs.at(1).repeat, 3);
    QCOMPARE(bytes(own(u"fast"_s)), QByteArray(shipped).replace("\"repeat\": 2", "\"repeat\": 3"));
    QCOMPARE(storage::Resources::builtIn(u"ladders/fast.json"_s).value(), shipped);

    // Back to what was shipped: the copy goes.
    QTest::mouseClick(part<QToolButton>(u"shippedLadderButton"_s), Qt::LeftButton);
    QCOMPARE(rows(u"rungs"_s).at(1), u"2 fix ×2 · generate"_s);
    QTest::mouseClick(part<QPushButton>(u"saveLadderButton"_s), Qt::LeftButton);
    QVERIFY(!QFile::exists(own(u"fast"_s)));
    QCOMPARE(rows(u"ladders"_s).at(2), u"fast"_s);
}

void TstLadderEditor::whatIsWrongIsSaidAtItsField_data()
{
    QTest::addColumn<int>("rung");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("fault");
    QTest::newRow("role") << 0 << u"rungRoles"_s << u"generator, genius"_s << u"\"genius\" is not one of"_s;
    QTest::newRow("no number") << 0 << u"rungTemperature"_s << u"warm"_s << u"expected a number"_s;
    QTest::newRow("too hot") << 0 << u"rungTemperature"_s << u"3"_s << u"from 0 to 2"_s;
    QTest::newRow("mark") << 8 << u"rungPassMark"_s << u"11"_s << u"from 0 to 10"_s;
    QTest::newRow("deadline") << 10 << u"rungDeadlineHours"_s << u"0"_s << u"0.001"_s;
    QTest::newRow("rung's name") << 0 << u"rungId"_s << u"fix"_s << u""_s;
    QTest::newRow("no name") << 3 << u"rungId"_s << u" "_s << u"expected a name"_s;
    QTest::newRow("ladder's name") << -1 << u"ladderId"_s << u"../up"_s << u"letters, digits"_s;
    QTest::newRow("another's name") << -1 << u"ladderId"_s << u"fast"_s << u"another ladder"_s;
}

void TstLadderEditor::whatIsWrongIsSaidAtItsField()
{
    QFETCH(int, rung);
    QFETCH(QString, field);
    QFETCH(QString, typed);
    QFETCH(QString, fault);
    openEditor();
    const QJsonObject before = m_editor->document()->json();
    if (rung >= 0)
        clickRow(u"rungs"_s, rung);
    retype(field, typed);
    auto *said = part<QLabel>(field + u"Fault"_s);
    if (fault.isEmpty()) {
        // Of two of one name, the second is the one too many.
        QCOMPARE(m_editor->document()->faults().size(), 1);
        QCOMPARE(m_editor->document()->faults().first().rung, 1);
        QTest::mouseClick(part<QPushButton>(u"mendLadder"_s), Qt::LeftButton);
        QCOMPARE(m_editor->document()->current(), 1);
        fault = u"already the id of another rung"_s;
    }
    QVERIFY2(said->isVisible() && said->text().contains(fault), qPrintable(said->text()));
    QVERIFY(!part<QPushButton>(u"saveLadderButton"_s)->isEnabled());
    QVERIFY(part<QPushButton>(u"mendLadder"_s)->isVisible());
    QCOMPARE(part<QLabel>(u"previewStale"_s)->isVisible(), !m_editor->document()->faults().isEmpty());
    QTest::keyClick(m_editor, Qt::Key_S, Qt::ControlModifier);
    QVERIFY(!QFile::exists(own(u"never-surrender"_s)));
    // Typing is undone at a stroke or two: emptied and typed anew.
    for (int i = 0; i < 3 && m_editor->document()->json() != before; ++i)
        QTest::keyClick(m_editor, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(m_editor->document()->json(), before);
    QVERIFY(!part<QLabel>(u"previewStale"_s)->isVisible());
}

void TstLadderEditor::aRungOfItsOwnIsBuiltByKeyboard()
{
    openEditor();
    QTest::keyClick(m_editor, Qt::Key_N, Qt::ControlModifier);
    QTest::keyClicks(m_editor->focusWidget(), u"mine"_s);
    QTest::keyClick(m_editor, Qt::Key_Return, Qt::ControlModifier);
    QTest::keyClicks(m_editor->focusWidget(), u"ask"_s);
    auto *kind = part<QComboBox>(u"rungKind"_s);
    QVERIFY(kind->findData(int(RungKind::Collaborate)) < 0); // what is not built is not offered
    kind->setFocus();
    QVERIFY(!part<QLineEdit>(u"rungDeadlineHours"_s)->isVisible());
    while (kind->currentData().toInt() != int(RungKind::Human))
        QTest::keyClick(kind, Qt::Key_Down);
    QVERIFY(part<QLineEdit>(u"rungDeadlineHours"_s)->isVisible());
    QVERIFY(!part<QSpinBox>(u"rungRepeat"_s)->isVisible());
    retype(u"rungDeadlineHours"_s, u"48"_s);
    retype(u"rungRoles"_s, u"premium, reviewer"_s);
    QTest::mouseClick(part<QCheckBox>(u"everything"_s), Qt::LeftButton, {}, {6, 6});
    QTest::keyClick(m_editor, Qt::Key_S, Qt::ControlModifier);
    const auto read = engine::readLadder(m_locations, u"mine"_s);
    QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().message));
    QCOMPARE(read->rungs.size(), 2);
    const domain::Rung &asked = read->rungs.at(1);
    QCOMPARE(asked.id, u"ask"_s);
    QVERIFY(asked.kind == RungKind::Human);
    QCOMPARE(asked.deadlineHours, 48.0);
    QCOMPARE(asked.roles, (QStringList{u"premium"_s, u"reviewer"_s}));
    QVERIFY(asked.carries.contains(domain::Carry::Everything));
    QVERIFY(rows(u"ladders"_s).contains(u"mine · yours"_s));
    // And it can be chosen for a run at once.
    QVERIFY(m_window->findChild<StartArea *>()->findChild<QComboBox *>(u"ladder"_s)->findData(u"mine"_s) >= 0);
}

void TstLadderEditor::rungsAreMovedAndRemoved()
{
    openEditor();
    clickRow(u"ladders"_s, 2);
    QVERIFY(!part<QToolButton>(u"rungUpButton"_s)->isEnabled());
    part<QListWidget>(u"rungs"_s)->setFocus();
    QTest::keyClick(part<QListWidget>(u"rungs"_s), Qt::Key_Down, Qt::AltModifier);
    const auto ids = [this] {
        QStringList all;
        for (const QJsonValue &rung : m_editor->document()->rungs())
            all.append(rung[u"id"].toString());
        return all.join(u' ');
    };
    QCOMPARE(ids(), u"fix first reviewer stub"_s);
    QTest::mouseClick(part<QToolButton>(u"rungDownButton"_s), Qt::LeftButton);
    QCOMPARE(ids(), u"fix reviewer first stub"_s);
    QTest::mouseClick(part<QToolButton>(u"removeRungButton"_s), Qt::LeftButton);
    QCOMPARE(ids(), u"fix reviewer stub"_s);
    QCOMPARE(m_editor->document()->current(), 2);
    for (int i = 0; i < 3; ++i)
        QTest::keyClick(m_editor, Qt::Key_Delete, Qt::ControlModifier);
    QCOMPARE(ids(), u""_s);
    QVERIFY(part<QLabel>(u"rungsFault"_s)->text().contains(u"at least one rung"_s));
    for (int i = 0; i < 6; ++i)
        QTest::keyClick(m_editor, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(ids(), u"first fix reviewer stub"_s);
    QVERIFY(!part<QPushButton>(u"saveLadderButton"_s)->isEnabled());
}

void TstLadderEditor::aBrokenFileIsNamedAndLeftAlone()
{
    const QByteArray broken = R"({"id":"odd","rungs":[{"id":"a","kind":"generate","roles":["genius"]}]})";
    put(u"odd"_s, broken);
    openEditor();
    const auto row = rows(u"ladders"_s).indexOf(u"odd · broken"_s);
    QVERIFY(row >= 0);
    clickRow(u"ladders"_s, int(row));
    QVERIFY(!m_editor->document());
    const QString said = part<QLabel>(u"ladderBroken"_s)->text();
    QVERIFY2(said.startsWith(own(u"odd"_s) + u": rungs[0].roles: \"genius\""_s), qPrintable(said));
    QTest::keyClick(m_editor, Qt::Key_S, Qt::ControlModifier);
    QTest::keyClick(m_editor, Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(bytes(own(u"odd"_s)), broken);
    // Another may not take its place either.
    clickRow(u"ladders"_s, 0);
    retype(u"ladderId"_s, u"odd"_s);
    QVERIFY(part<QLabel>(u"ladderIdFault"_s)->text().contains(u"another ladder"_s));
    QCOMPARE(bytes(own(u"odd"_s)), broken);
}

void TstLadderEditor::aFileThatChangedMeanwhileIsLeftAlone()
{
    put(u"mine"_s,
        ladderText(
            {{u"id"_s, u"mine"_s}, {u"rungs"_s, QJsonArray{QJsonObject{{u"id"_s, u"a"_s}, {u"kind"_s, u"stub"_s}}}}}));
    openEditor();
    m_editor->choose(u"mine"_s);
    retype(u"ladderTitle"_s, u"Mine"_s);
    put(u"mine"_s, "somebody else's");
    QTest::keyClick(m_editor, Qt::Key_S, Qt::ControlModifier);
    QVERIFY(part<QLabel>(u"ladderState"_s)->text().contains(u"is not as it was"_s));
    QCOMPARE(bytes(own(u"mine"_s)), "somebody else's");
    QVERIFY(!m_editor->document()->undoStack().isClean());
}

void TstLadderEditor::anotherNameMovesTheFile()
{
    openEditor();
    clickRow(u"ladders"_s, 2);
    QTest::keyClick(m_editor, Qt::Key_D, Qt::ControlModifier);
    QCOMPARE(part<QLineEdit>(u"ladderId"_s)->text(), u"fast-2"_s);
    QTest::keyClick(m_editor, Qt::Key_S, Qt::ControlModifier);
    QVERIFY(QFile::exists(own(u"fast-2"_s)));
    retype(u"ladderId"_s, u"quick"_s);
    QTest::keyClick(m_editor, Qt::Key_S, Qt::ControlModifier);
    QVERIFY(!QFile::exists(own(u"fast-2"_s)));
    QCOMPARE(engine::readLadder(m_locations, u"quick"_s)->id, u"quick"_s);
    QCOMPARE(part<QListWidget>(u"ladders"_s)->currentItem()->text(), u"quick · yours"_s);
    QCOMPARE(engine::readLadder(m_locations, u"fast"_s)->rungs.size(), 4);
}

void TstLadderEditor::oneIsDeletedAfterAsking()
{
    put(u"mine"_s,
        ladderText(
            {{u"id"_s, u"mine"_s}, {u"rungs"_s, QJsonArray{QJsonObject{{u"id"_s, u"a"_s}, {u"kind"_s, u"stub"_s}}}}}));
    openEditor();
    QVERIFY(!part<QToolButton>(u"deleteLadderButton"_s)->isEnabled()); // a shipped one
    m_editor->choose(u"mine"_s);
    QTest::mouseClick(part<QToolButton>(u"deleteLadderButton"_s), Qt::LeftButton);
    press(u"Keep it"_s);
    QVERIFY(QFile::exists(own(u"mine"_s)));
    QTest::mouseClick(part<QToolButton>(u"deleteLadderButton"_s), Qt::LeftButton);
    press(u"Delete"_s);
    QVERIFY(!QFile::exists(own(u"mine"_s)));
    QVERIFY(!rows(u"ladders"_s).contains(u"mine · yours"_s));
    QCOMPARE(part<QLineEdit>(u"ladderId"_s)->text(), u"never-surrender"_s);
}

void TstLadderEditor::closingAsksInPlace()
{
    openEditor();
    retype(u"ladderTitle"_s, u"Other"_s);
    m_editor->close();
    QVERIFY(m_editor->isVisible());
    QCOMPARE(part<QLabel>(u"ladderQuestionText"_s)->text(), u"Not saved yet: never-surrender"_s);
    QVERIFY(!QApplication::activeModalWidget());
    press(u"Go on editing"_s);
    QVERIFY(!part<QWidget>(u"ladderQuestion"_s)->isVisible());
    QCOMPARE(part<QLineEdit>(u"ladderTitle"_s)->text(), u"Other"_s);
    m_editor->close();
    press(u"Discard and close"_s);
    QTRY_VERIFY(!m_editor);
    QVERIFY(!QFile::exists(own(u"never-surrender"_s)));

    openEditor();
    retype(u"ladderTitle"_s, u"Other"_s);
    QTest::keyClick(m_editor, Qt::Key_W, Qt::ControlModifier);
    press(u"Save and close"_s);
    QTRY_VERIFY(!m_editor);
    QCOMPARE(engine::readLadder(m_locations, u"never-surrender"_s)->title, u"Other"_s);
}

void TstLadderEditor::theMainWindowStaysWhileSomethingIsNotSaved()
{
    openEditor();
    retype(u"ladderTitle"_s, u"Other"_s);
    m_window->close();
    QVERIFY(m_window->isVisible() && m_editor->isVisible());
    QVERIFY(part<QWidget>(u"ladderQuestion"_s)->isVisible());
    press(u"Discard and close"_s);
    QTRY_VERIFY(!m_editor);
    m_window->close();
    QVERIFY(!m_window->isVisible());
}

void TstLadderEditor::everyFaultHasItsField()
{
    const QJsonObject ladder{
        {u"id"_s, u""_s},
        {u"tittle"_s, u"x"_s},
        {u"rungs"_s,
         QJsonArray{QJsonObject{{u"id"_s, u"a"_s}, {u"kind"_s, u"guess"_s}, {u"repeat"_s, 0}, {u"tempo"_s, 1}},
                    QJsonObject{{u"id"_s, u"a"_s}, {u"kind"_s, u"stub"_s}, {u"carries"_s, QJsonArray{u"all"_s}}}}}};
    QStringList places;
    for (const LadderFault &fault : faultsOf(ladder)) {
        QVERIFY(!fault.message.isEmpty());
        places.append(u"%1 %2"_s.arg(fault.rung).arg(fault.field));
    }
    places.sort();
    QCOMPARE(places,
             (QStringList{u"-1 id"_s, u"-1 tittle"_s, u"0 kind"_s, u"0 repeat"_s, u"0 tempo"_s, u"1 carries"_s}));
    QCOMPARE(faultsOf({{u"id"_s, u"a"_s}}).size(), 1);
    QCOMPARE(faultsOf({{u"id"_s, u"a"_s}}).first().field, u"rungs"_s);
}

void TstLadderEditor::shippedFilesAreWrittenAsTheyAre()
{
    for (const QString &id : {u"base-v2"_s, u"collaborative"_s, u"fast"_s, u"local-only"_s, u"never-surrender"_s}) {
        const QByteArray text = storage::Resources::builtIn(u"ladders/%1.json"_s.arg(id)).value();
        QCOMPARE(ladderText(domain::parseJsonObject(text, id).value()), text);
    }
}

void TstLadderEditor::thePreviewFollowsTheLadder()
{
    openEditor();
    clickRow(u"ladders"_s, 2);
    auto *view = part<LadderView>(u"ladderView"_s);
    const auto chips = [view](int rung) {
        QStringList texts;
        for (const Chip &chip : view->scene().rungs.at(rung).chips)
            texts.append(chip.text);
        return texts;
    };
    QCOMPARE(chips(1), (QStringList{u"2 ds"_s, u"3 ds"_s}));
    QCOMPARE(chips(2), QStringList{u"4 sonnet"_s});
    QCOMPARE(view->scene().rungs.at(1).note, u"free"_s);
    QCOMPARE(view->scene().rungs.at(2).note, u"at most $0.45"_s); // 100,000 × $3 + 10,000 × $15 a million
    QVERIFY(part<QLabel>(u"previewSums"_s)->text().startsWith(u"At most 4 tries, and no person is asked."_s));
    clickRow(u"rungs"_s, 0);
    retype(u"rungRoles"_s, u"reviewer"_s);
    QCOMPARE(chips(0), QStringList{u"1 sonnet"_s});
    // A try leads to its rung.
    const QRect third = view->shownRect(3);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, third.center());
    QCOMPARE(m_editor->document()->current(), 2);
    QCOMPARE(part<QLineEdit>(u"rungId"_s)->text(), u"reviewer"_s);
    QVERIFY(part<QLabel>(u"previewEvidence"_s)->text().contains(u"claude-sonnet-4 would be asked."_s));
    // Without models, roles stand for them; what cannot be read is named.
    retype(u"previewModels"_s, m_dir->filePath(u"none.json"_s));
    QCOMPARE(chips(2), QStringList{u"4 reviewer"_s});
    QVERIFY(part<QLabel>(u"previewModelsRowFault"_s)->text().contains(u"none.json"_s));
}

void TstLadderEditor::thePreviewCountsAndPrices()
{
    const domain::Ladder ladder = engine::readLadder(m_locations, u"never-surrender"_s).value();
    const UsualCalls usual{{u"generate"_s, {.input = 2000, .output = 1000, .calls = 7}},
                           {u"analyze"_s, {.input = 2000, .output = 100, .calls = 2}},
                           {u"rethink"_s, {.input = 2000, .output = 100, .calls = 2}}};
    const LadderPreview known = previewOf(ladder, models(true), usual);
    QStringList numbered;
    for (const RungScene &rung : known.scene.rungs) {
        for (const Chip &chip : rung.chips)
            numbered.append(chip.text);
    }
    QCOMPARE(numbered.join(u", "_s),
             u"phi4 thinks, 1 ds, 2 ds, 3 ds, 4 sonnet, 5 phi4, 6 ds, 7 ds, 8 sonnet, 9 phi4, 10 best so far, 11 ds, "
             "12 sonnet, 13 sonnet, 14 ds, 15 ds, a person, stub"_s);
    QCOMPARE(known.rungOfChip.size(), numbered.size());
    QCOMPARE(known.scene.rungs.at(2).note, u"~$0.02"_s); // 2,000 × $3 + 1,000 × $15 a million = $0.021
    QCOMPARE(known.scene.rungs.at(8).note, u"~$0.04"_s); // two of the three are the dear one
    QCOMPARE(known.scene.rungs.at(10).note, u"24 h"_s);
    QVERIFY2(known.sums.contains(u"At most 15 tries before a person is asked."_s), qPrintable(known.sums));
    // Reviewer, premium, best and two in the ensemble: 5 × $0.021, 5 × $0.45.
    QVERIFY2(known.sums.contains(u"about $0.11 a step, $2.25 at most"_s)
                 || known.sums.contains(u"about $0.10 a step, $2.25 at most"_s),
             qPrintable(known.sums));
    QVERIFY(previewOf(ladder, models(true), {}).sums.contains(u"$2.25 a step at most"_s));
    QVERIFY(previewOf(ladder, models(false), usual).sums.contains(u"not known"_s));
    QCOMPARE(previewOf(ladder, models(false), usual).scene.rungs.at(2).note, u"price unknown"_s);
    QVERIFY(previewOf(ladder, std::nullopt, usual).sums.contains(u"nobody plays the roles"_s));
    // What this version does not climb is not promised.
    const auto collaborative = engine::readLadder(m_locations, u"collaborative"_s).value();
    const RungScene first = previewOf(collaborative, models(true), usual).scene.rungs.first();
    QVERIFY(first.state == RungState::Skipped && first.chips.isEmpty());
}

void TstLadderEditor::looksAsDrawn()
{
    put(u"odd"_s, "{");
    openEditor();
    clickRow(u"rungs"_s, 2);
    QDir().mkpath(u"screenshots"_s);
    const auto shoot = [this](const QString &name) {
        for (const Scheme scheme : {Scheme::Dark, Scheme::Light}) {
            m_theme.setScheme(scheme);
            m_theme.applyTo(*qApp);
            QTest::qWait(50);
            const QString colours = scheme == Scheme::Dark ? u"dark"_s : u"light"_s;
            QVERIFY(m_editor->grab().save(u"screenshots/ladders-%1-%2.png"_s.arg(name, colours)));
        }
    };
    shoot(u"editor"_s);
    retype(u"rungRoles"_s, u"genius"_s);
    m_editor->close();
    shoot(u"fault"_s);
    press(u"Go on editing"_s);
    m_editor->choose(u"odd"_s);
    shoot(u"broken"_s);
    // Nothing to ask when the window goes.
    m_editor->choose(u"never-surrender"_s);
    QTest::keyClick(m_editor, Qt::Key_Z, Qt::ControlModifier);
    m_editor->document()->undoStack().undo();
}

QTEST_MAIN(TstLadderEditor)
#include "tst_laddereditor.moc"
