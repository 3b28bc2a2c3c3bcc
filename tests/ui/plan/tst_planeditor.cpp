// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "samplejournal.h"

#include "models/modelsfile.h"
#include "models/providers/discovery.h"
#include "ui/plan/dependencylist.h"
#include "ui/plan/formfield.h"
#include "ui/plan/planeditor.h"
#include "ui/plan/planstepsmodel.h"
#include "ui/theme/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;
using domain::Plan;
using domain::Step;

class TstPlanEditor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whatIsTypedIsThePlanAndCanBeUndone();
    void stepsAreAddedMovedAndRemovedByKeyboard();
    void aStepIsMovedByDragging();
    void theStepsModelFollowsAnything();
    void aMistakeIsSaidAtItsField_data();
    void aMistakeIsSaidAtItsField();
    void theFirstMistakeIsShownOnDemand();
    void anotherNameIsFollowedByDependents();
    void dependenciesAreTicked();
    void onlyAPlanWithoutMistakesIsApproved();
    void whatCannotBeStartedIsSaidInPlace();
    void aFileIsOpenedAndSaved();
    void aFileThatIsNoPlanChangesNothing();
    void nothingTypedIsLost();
    void aDraftSaysWhatIsWrongWithItsFile();
    void theLadderSaysWhatItTries();
    void theStateLineKeptLightColoursAfterSwitching();
    void looksAsDrawn_data();
    void looksAsDrawn();

private:
    PlanDraft shop() const;
    std::unique_ptr<PlanEditor> editor(const PlanDraft &draft, const QString &id = {});
    template<typename T>
    T *part(PlanEditor &editor, const QString &name) const
    {
        T *found = editor.findChild<T *>(name);
        Q_ASSERT(found);
        return found;
    }
    /// As a person does: the whole text goes and another is typed.
    template<typename T>
    void retype(T *field, const QString &text) const
    {
        field->setFocus();
        QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(field, Qt::Key_Delete);
        for (const QChar c : text) {
            if (c == u'\n')
                QTest::keyClick(field, Qt::Key_Return);
            else
                QTest::keyClicks(field, c);
        }
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    storage::Locations m_locations;
    Theme m_theme{Scheme::Light};
};

void TstPlanEditor::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_locations = storage::Locations::under(m_dir->filePath(u"home"_s));
    QVERIFY(models::writeNewModelsFile(
                models::configFor({domain::EndpointKind::Ollama, u"http://127.0.0.1:11434"_s, {u"phi4"_s, u"coder"_s}},
                                  u"phi4"_s, u"coder"_s),
                models::usualModelsFile(m_locations))
                .has_value());
}

PlanDraft TstPlanEditor::shop() const
{
    return {.plan = tests::SampleJournal::shop(),
            .workspace = m_dir->path(),
            .modelsFile = models::usualModelsFile(m_locations)};
}

std::unique_ptr<PlanEditor> TstPlanEditor::editor(const PlanDraft &draft, const QString &id)
{
    auto made = std::make_unique<PlanEditor>(m_locations, m_theme, draft, id);
    made->resize(1400, 900);
    made->show();
    QApplication::setActiveWindow(made.get());
    return made;
}

void TstPlanEditor::whatIsTypedIsThePlanAndCanBeUndone()
{
    const PlanDraft before = shop();
    const auto page = editor(before);
    PlanDocument &document = page->document();
    auto *title = part<QLineEdit>(*page, u"title"_s);
    retype(title, u"Purchases"_s);
    QCOMPARE(document.plan().steps.first().title, u"Purchases"_s);
    auto *description = part<QPlainTextEdit>(*page, u"description"_s);
    retype(description, u"one\n\ntwo"_s);
    QCOMPARE(document.plan().steps.first().description, u"one\n\ntwo"_s);
    auto *surface = part<QPlainTextEdit>(*page, u"surface"_s);
    retype(surface, u"A Do();\n\n B Undo();\n"_s);
    QCOMPARE(document.plan().steps.first().surface, (QStringList{u"A Do();"_s, u"B Undo();"_s}));
    // What was typed stands as it was typed.
    QCOMPARE(surface->toPlainText(), u"A Do();\n\n B Undo();\n"_s);
    part<QSpinBox>(*page, u"complexity"_s)->setValue(8);
    part<QCheckBox>(*page, u"edgeCases"_s)->click();
    QVERIFY(!document.plan().options.includeEdgeCases);
    // Undo is the form's, in a field too; what was typed in one go is one thing.
    for (int i = 0; i < 5; ++i)
        QTest::keyClick(surface, Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(document.draft() == before);
    QCOMPARE(title->text(), u"The order and its lines"_s);
    QCOMPARE(surface->toPlainText(), QString());
    QVERIFY(!document.undoStack().canUndo());
    QTest::keyClick(surface, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(document.plan().steps.first().title, u"Purchases"_s);
}

void TstPlanEditor::stepsAreAddedMovedAndRemovedByKeyboard()
{
    const auto page = editor(shop());
    PlanDocument &document = page->document();
    auto *steps = part<QListView>(*page, u"planSteps"_s);
    steps->setFocus();
    QTest::keyClick(steps, Qt::Key_Down);
    QCOMPARE(document.current(), 1);
    QCOMPARE(part<QLineEdit>(*page, u"file"_s)->text(), u"src/Shop/IOrderStore.cs"_s);
    QTest::keyClick(steps, Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(document.plan().steps.at(2).id, u"IOrderStore"_s);
    QCOMPARE(document.current(), 2);
    QCOMPARE(steps->currentIndex().row(), 2);
    QTest::keyClick(steps, Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(document.current(), 1);
    QTest::keyClick(steps, Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(document.plan().steps.size(), 10);
    QCOMPARE(document.current(), 2);
    // One writes on at once.
    QCOMPARE(QApplication::focusWidget()->objectName(), u"file"_s);
    QTest::keyClicks(QApplication::focusWidget(), u"a.cs"_s);
    QCOMPARE(document.currentStep()->file, u"a.cs"_s);
    steps->setFocus();
    QTest::keyClick(steps, Qt::Key_Delete, Qt::ControlModifier);
    QCOMPARE(document.plan().steps.size(), 9);
    // A step that goes is no longer mentioned; undone, it is again.
    document.setCurrent(0);
    QTest::keyClick(steps, Qt::Key_Delete, Qt::ControlModifier);
    QVERIFY(document.plan().steps.first().dependsOn.isEmpty());
    QTest::keyClick(steps, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(document.plan().steps.at(1).dependsOn, QStringList{u"Order"_s});
    while (!document.plan().steps.isEmpty())
        QTest::keyClick(steps, Qt::Key_Delete, Qt::ControlModifier);
    QCOMPARE(document.current(), -1);
    QVERIFY(!part<QWidget>(*page, u"stepForm"_s)->isEnabled());
    QTest::keyClick(steps, Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(document.current(), 0);
}

void TstPlanEditor::aStepIsMovedByDragging()
{
    const auto page = editor(shop());
    auto *steps = part<QListView>(*page, u"planSteps"_s);
    QAbstractItemModel *model = steps->model();
    // What a view does with a drop on its own rows.
    QVERIFY(model->moveRow({}, 0, {}, 3));
    QCOMPARE(page->document().plan().steps.at(2).id, u"Order"_s);
    QVERIFY(!model->moveRow({}, 0, {}, 1));
    QVERIFY(!model->moveRow({}, 0, {}, 99));
    QCOMPARE(steps->dragDropMode(), QAbstractItemView::InternalMove);
    QVERIFY(model->flags(model->index(0, 0)).testFlag(Qt::ItemIsDragEnabled));
}

void TstPlanEditor::theStepsModelFollowsAnything()
{
    PlanDocument document(shop());
    PlanStepsModel model(document);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QRandomGenerator random(7);
    const auto check = [&] {
        const auto &steps = document.plan().steps;
        QCOMPARE(model.rowCount(), int(steps.size()));
        for (int row = 0; row < steps.size(); ++row) {
            const QString name = steps.at(row).file.section(u'/', -1);
            QCOMPARE(model.index(row).data().toString(), name.isEmpty() ? u"no file yet"_s : name);
        }
        QVERIFY(!model.index(int(steps.size())).isValid());
    };
    for (int i = 0; i < 400; ++i) {
        const int count = int(document.plan().steps.size());
        switch (random.bounded(7)) {
        case 0:
            document.addStep();
            break;
        case 1:
            document.removeStep(count > 3 ? random.bounded(count) : -1);
            break;
        case 2:
            document.moveStep(random.bounded(count + 2) - 1, random.bounded(count + 3) - 1);
            break;
        case 3:
            document.setCurrent(random.bounded(count));
            break;
        case 4:
            document.changeStep(u"x"_s, {}, [i](Step &step) { step.file = u"f%1.cs"_s.arg(i); });
            break;
        case 5:
            document.undoStack().undo();
            break;
        default:
            document.undoStack().redo();
        }
        check();
        QVERIFY(document.current() < document.plan().steps.size());
    }
    QVERIFY(resets.isEmpty());
}

void TstPlanEditor::aMistakeIsSaidAtItsField_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("said");
    QTest::addRow("file outside") << u"file"_s << u"../x.cs"_s << u"leaves the workspace"_s;
    QTest::addRow("file taken") << u"file"_s << u"src/Shop/Money.cs"_s << u"already the file of step \"Money\""_s;
    QTest::addRow("no description") << u"description"_s << QString() << u"is empty"_s;
    QTest::addRow("name") << u"id"_s << u"a b"_s << u"is no id"_s;
    QTest::addRow("tests") << u"tests"_s << u"/etc/passwd"_s << u"is absolute"_s;
    QTest::addRow("task") << u"task"_s << u" "_s << u"is empty"_s;
    QTest::addRow("project") << u"projectName"_s << u"a/b"_s << u"cannot name a folder"_s;
    QTest::addRow("workspace") << u"workspace"_s << u"/nowhere"_s << u"is no folder"_s;
    QTest::addRow("models") << u"modelsFile"_s << u"/nowhere.json"_s << u"nowhere.json"_s;
    QTest::addRow("budget") << u"budget"_s << u"2,50"_s << u"expected dollars"_s;
    QTest::addRow("paid calls") << u"paidCalls"_s << u"many"_s << u"is no number"_s;
}

void TstPlanEditor::aMistakeIsSaidAtItsField()
{
    QFETCH(QString, field);
    QFETCH(QString, typed);
    QFETCH(QString, said);
    const auto page = editor(shop());
    QVERIFY2(page->document().faults().isEmpty(), "the shop's plan is right");
    page->document().setCurrent(3);
    auto *options = part<QTabWidget>(*page, u"planOptions"_s);
    for (int tab = 0; tab < options->count(); ++tab) {
        options->setCurrentIndex(tab);
        auto *editor = page->findChild<QWidget *>(field);
        if (!editor->isVisible())
            continue;
        if (auto *line = qobject_cast<QLineEdit *>(editor))
            retype(line, typed);
        else
            retype(qobject_cast<QPlainTextEdit *>(editor), typed);
        break;
    }
    FormField *shown = nullptr;
    for (QWidget *parent = page->findChild<QWidget *>(field); parent && !shown; parent = parent->parentWidget())
        shown = qobject_cast<FormField *>(parent);
    QVERIFY2(shown->fault().contains(said), qPrintable(shown->fault()));
    QCOMPARE(page->document().faults().size(), 1);
    QVERIFY(!part<QPushButton>(*page, u"approve"_s)->isEnabled());
    const bool ofStep = page->document().faults().first().step == 3;
    QCOMPARE(part<QListView>(*page, u"planSteps"_s)->model()->index(3, 0).data(PlanStepsModel::FaultyRole).toBool(),
             ofStep);
    page->document().undoStack().undo();
    QVERIFY(shown->fault().isEmpty());
}

void TstPlanEditor::theFirstMistakeIsShownOnDemand()
{
    PlanDraft draft = shop();
    draft.plan.steps[6].file = u"/abs"_s;
    draft.budget = u"x"_s;
    const auto page = editor(draft);
    auto *mend = part<QPushButton>(*page, u"mend"_s);
    QTest::mouseClick(mend, Qt::LeftButton);
    QCOMPARE(page->document().current(), 6);
    QCOMPARE(QApplication::focusWidget()->objectName(), u"file"_s);
    retype(part<QLineEdit>(*page, u"file"_s), u"good.cs"_s);
    QTest::mouseClick(mend, Qt::LeftButton);
    QCOMPARE(QApplication::focusWidget()->objectName(), u"budget"_s);
    retype(part<QLineEdit>(*page, u"budget"_s), u"2.50"_s);
    QVERIFY(!mend->isVisible());
    // A plan without steps says where they are added.
    const auto empty = editor(PlanDraft{});
    QTest::mouseClick(part<QPushButton>(*empty, u"mend"_s), Qt::LeftButton);
    QVERIFY(QApplication::focusWidget() != nullptr);
}

void TstPlanEditor::anotherNameIsFollowedByDependents()
{
    const auto page = editor(shop());
    retype(part<QLineEdit>(*page, u"id"_s), u"Purchase"_s);
    QCOMPARE(page->document().plan().steps.at(1).dependsOn, QStringList{u"Purchase"_s});
    QCOMPARE(page->document().plan().steps.at(3).dependsOn, QStringList{u"Purchase"_s});
    QVERIFY(page->document().faults().isEmpty());
}

void TstPlanEditor::dependenciesAreTicked()
{
    const auto page = editor(shop());
    PlanDocument &document = page->document();
    auto *list = part<DependencyList>(*page, u"dependsOn"_s);
    document.setCurrent(2);
    QCOMPARE(list->count(), 8);
    list->setFocus();
    list->setCurrentRow(0);
    QTest::keyClick(list, Qt::Key_Space);
    QCOMPARE(document.currentStep()->dependsOn, QStringList{u"Order"_s});
    QTest::keyClick(list, Qt::Key_Space);
    QVERIFY(document.currentStep()->dependsOn.isEmpty());
    // A cycle is said where it was made.
    list->setCurrentRow(7);
    document.setCurrent(7);
    document.changeStep(u"x"_s, {}, [](Step &step) { step.dependsOn = {u"OrderEndpoints"_s, u"gone"_s}; });
    QCOMPARE(list->count(), 9);
    QCOMPARE(list->item(8)->text(), u"gone (no such step)"_s);
    list->setCurrentRow(8);
    QTest::keyClick(list, Qt::Key_Space);
    QCOMPARE(list->count(), 8);
    QVERIFY2(document.faultAt(7, u"dependsOn"_s).contains(u"cycle"_s), qPrintable(document.faultAt(7, u"dependsOn"_s)));
}

void TstPlanEditor::onlyAPlanWithoutMistakesIsApproved()
{
    PlanDraft draft = shop();
    draft.noHuman = true;
    draft.paidCalls = u"12"_s;
    const auto page = editor(draft);
    std::optional<engine::StartRequest> request;
    connect(page.get(), &PlanEditor::approved, this, [&](const engine::StartRequest &asked) { request = asked; });
    part<QTabWidget>(*page, u"planOptions"_s)->setCurrentIndex(1);
    retype(part<QLineEdit>(*page, u"budget"_s), u"2.5"_s);
    auto *mode = part<QComboBox>(*page, u"mode"_s);
    mode->setFocus();
    QTest::keyClick(mode, Qt::Key_Up);
    part<QCheckBox>(*page, u"expert"_s)->click();
    auto *approve = part<QPushButton>(*page, u"approve"_s);
    QVERIFY(approve->isEnabled());
    approve->setFocus();
    QTest::keyClick(approve, Qt::Key_Space);
    QVERIFY(request.has_value());
    QVERIFY(request->plan == draft.plan);
    QCOMPARE(request->budget.value_or(0), 2'500'000);
    QCOMPARE(request->paidCalls.value_or(0), 12);
    QVERIFY(!request->perStep);
    QVERIFY(request->mode == domain::Mode::Supervised);
    QVERIFY(request->noExpert && request->noHuman && !request->noEnsemble);
    QCOMPARE(request->models.playerOf(u"thinker"_s)->name, u"phi4"_s);
    QCOMPARE(request->ladder, u"never-surrender"_s);
    page->setBusy(true);
    QVERIFY(!approve->isEnabled());
}

void TstPlanEditor::whatCannotBeStartedIsSaidInPlace()
{
    const auto page = editor(shop());
    page->setBusy(true);
    page->showError({domain::ErrorKind::MissingTool, u"bwrap is not installed: apt install bubblewrap"_s});
    QCOMPARE(part<QLabel>(*page, u"planState"_s)->text(), u"bwrap is not installed: apt install bubblewrap"_s);
    QVERIFY(part<QPushButton>(*page, u"approve"_s)->isEnabled());
}

void TstPlanEditor::aFileIsOpenedAndSaved()
{
    const QString file = m_dir->filePath(u"plan.json"_s);
    {
        const auto page = editor(shop());
        page->saveFile(file);
        QCOMPARE(page->document().draft().planFile, file);
    }
    QFile written(file);
    QVERIFY(written.open(QIODevice::ReadOnly));
    const auto plan = domain::readPlan(written.readAll(), file);
    QVERIFY(plan.has_value());
    QVERIFY(*plan == shop().plan);
    const auto page = editor(PlanDraft{});
    page->openFile(file);
    QVERIFY(page->document().plan() == shop().plan);
    QCOMPARE(page->document().current(), 0);
    QCOMPARE(page->title(), u"Plan · Shop"_s);
}

void TstPlanEditor::aFileThatIsNoPlanChangesNothing()
{
    const QString file = m_dir->filePath(u"plan.json"_s);
    const auto put = [&file](const QByteArray &text) {
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(text);
    };
    const auto page = editor(shop());
    auto *state = part<QLabel>(*page, u"planState"_s);
    for (const QByteArray &text : {QByteArray("{"), QByteArray(R"({"task":"t","steps":[],"colour":1})")}) {
        put(text);
        page->openFile(file);
        QVERIFY2(state->text().startsWith(file), qPrintable(state->text()));
        QVERIFY(!state->text().contains(u'\n'));
        QVERIFY(page->document().plan() == shop().plan);
    }
    page->openFile(m_dir->filePath(u"none.json"_s));
    QVERIFY(state->text().contains(u"none.json"_s));
    // One whose form is right opens, and says at its fields what is wrong.
    put(R"({"task":"","language":"csharp","projectName":"","steps":[]})");
    page->openFile(file);
    QCOMPARE(page->document().faultAt(-1, u"task"_s).isEmpty(), false);
    QTest::keyClick(page.get(), Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(page->document().plan() == shop().plan);
}

void TstPlanEditor::nothingTypedIsLost()
{
    PlanDraft draft = shop();
    const QString id = DraftStore::newId();
    {
        const auto page = editor(draft, id);
        retype(part<QLineEdit>(*page, u"file"_s), u"../half-typed"_s);
        draft = page->document().draft();
    } // closed before the clock that writes drafts rang
    DraftStore store(m_locations);
    const QList<DraftStore::Item> items = store.list();
    QCOMPARE(items.size(), 1);
    QCOMPARE(items.first().id, id);
    QCOMPARE(items.first().steps, 9);
    const auto kept = store.read(id);
    QVERIFY2(kept.has_value(), qPrintable(kept ? QString() : kept.error().message));
    QVERIFY(*kept == draft);
    {
        const auto page = editor(*kept, id);
        QCOMPARE(part<QLineEdit>(*page, u"file"_s)->text(), u"../half-typed"_s);
        page->forgetDraft();
        retype(part<QLineEdit>(*page, u"file"_s), u"later"_s);
    }
    QVERIFY(store.list().isEmpty());
    // While one writes, it is kept after a moment's rest.
    const auto page = editor(shop(), id);
    retype(part<QLineEdit>(*page, u"title"_s), u"x"_s);
    QTRY_COMPARE(store.list().size(), 1);
}

void TstPlanEditor::aDraftSaysWhatIsWrongWithItsFile()
{
    DraftStore store(m_locations);
    QVERIFY(!store.read(u"none"_s));
    PlanDraft draft = shop();
    draft.mode = domain::Mode::Autonomous;
    draft.parallel = 7;
    draft.noTests = true;
    const auto again = draftFromJson(toJson(draft), u"draft"_s);
    QVERIFY(again.has_value());
    QVERIFY(*again == draft);
    QJsonObject json = toJson(draft);
    json.insert(u"parallel"_s, u"many"_s);
    const auto wrong = draftFromJson(json, u"draft"_s);
    QVERIFY(!wrong);
    QVERIFY2(wrong.error().message.contains(u"parallel"_s), qPrintable(wrong.error().message));
}

void TstPlanEditor::theLadderSaysWhatItTries()
{
    const auto page = editor(shop());
    auto *hint = part<QLabel>(*page, u"ladderHint"_s);
    QVERIFY2(hint->text().startsWith(u"Tries first, fix ×2, reviewer"_s), qPrintable(hint->text()));
    QVERIFY(hint->text().contains(u"ensemble"_s));
    part<QCheckBox>(*page, u"ensemble"_s)->click();
    QVERIFY(!hint->text().contains(u"ensemble"_s));
    auto *ladder = part<QComboBox>(*page, u"ladder"_s);
    ladder->setCurrentIndex(ladder->findData(u"fast"_s));
    QVERIFY(!hint->text().contains(u"rethink"_s));
    QCOMPARE(part<QLabel>(*page, u"modelsFileRowHint"_s)->text(), u"phi4 thinks, coder writes, 1 judge"_s);
}

void TstPlanEditor::theStateLineKeptLightColoursAfterSwitching()
{
    m_theme.applyTo(*qApp);
    const auto page = editor(shop());
    const auto *state = part<QLabel>(*page, u"planState"_s);
    m_theme.setScheme(Scheme::Dark);
    m_theme.applyTo(*qApp);
    QCOMPARE(state->palette().color(QPalette::WindowText), m_theme.color(Role::Muted));
    m_theme.setScheme(Scheme::Light);
    m_theme.applyTo(*qApp);
    QCOMPARE(state->palette().color(QPalette::WindowText), m_theme.color(Role::Muted));
}

void TstPlanEditor::looksAsDrawn_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addRow("light") << false;
    QTest::addRow("dark") << true;
}

void TstPlanEditor::looksAsDrawn()
{
    QFETCH(bool, dark);
    m_theme.setScheme(dark ? Scheme::Dark : Scheme::Light);
    m_theme.applyTo(*qApp);
    PlanDraft draft = shop();
    draft.plan.steps[4].file = u"/OrderStore.cs"_s;
    draft.plan.steps[4].surface = {u"Task<Order?> FindAsync(Guid id, CancellationToken ct)"_s};
    draft.plan.steps[4].requiredPatterns = {u"cancellation_token"_s};
    draft.budget = u"5"_s;
    const auto page = editor(draft);
    page->document().setCurrent(4);
    part<QTabWidget>(*page, u"planOptions"_s)->setCurrentIndex(dark ? 0 : 1);
    QTest::qWait(50); // scroll bars settle
    QVERIFY(page->grab().toImage().save(
        u"%1/planeditor-%2-%3.png"_s.arg(QDir::currentPath(), QString::fromLatin1(QTest::currentDataTag()))
            .arg(qRound(page->devicePixelRatioF() * 100))));
    // Every field has a name for those who do not see it.
    for (QWidget *field : page->findChildren<QWidget *>()) {
        if (field->focusPolicy() == Qt::NoFocus || field->inherits("QScrollArea") || field->inherits("QTabBar")
            || field->inherits("QComboBoxListView") || field->objectName().startsWith(u"qt_"_s))
            continue;
        auto *button = qobject_cast<QAbstractButton *>(field);
        QVERIFY2(
            !field->accessibleName().isEmpty() || (button && !button->text().isEmpty())
                || field->objectName() == u"planOptions"_s || field->inherits("QTabWidget"),
            qPrintable(u"%1 %2"_s.arg(QString::fromLatin1(field->metaObject()->className()), field->objectName())));
    }
}

QTEST_MAIN(TstPlanEditor)
#include "tst_planeditor.moc"
