// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/marks.h"
#include "ui/theme/theme.h"

#include <QDockWidget>
#include <QImage>
#include <QLabel>
#include <QListWidget>
#include <QMainWindow>
#include <QPainter>
#include <QPushButton>
#include <QTest>
#include <QTreeView>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::ui;

namespace {

/// Relative luminance and contrast as WCAG 2.1 defines them.
double luminance(const QColor &color)
{
    const auto channel = [](double c) { return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * channel(color.redF()) + 0.7152 * channel(color.greenF()) + 0.0722 * channel(color.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double x = luminance(a);
    const double y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

} // namespace

class TstTheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s)); }
    void textsCanBeReadOnPaneAndSelection_data();
    void textsCanBeReadOnPaneAndSelection();
    void marksDifferInShape();
    void theSystemsChoiceIsFollowed();
    void theSystemsChoiceOutlastsAThemeThatWasApplied();
    void labelsKeptLightColoursAfterSwitching();
    void switchingPolishesNothingAnew();
    void panesHaveNoFrameAndFieldsHaveOne();
};

void TstTheme::textsCanBeReadOnPaneAndSelection_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<int>("role");
    for (const bool dark : {false, true}) {
        for (const Role role :
             {Role::Text, Role::Muted, Role::Accent, Role::Ok, Role::Fail, Role::Warn, Role::Waiting, Role::Stub})
            QTest::addRow("%s %d", dark ? "dark" : "light", int(role)) << dark << int(role);
    }
}

void TstTheme::textsCanBeReadOnPaneAndSelection()
{
    QFETCH(bool, dark);
    QFETCH(int, role);
    const Theme theme(dark ? Scheme::Dark : Scheme::Light);
    for (const Role ground : {Role::Window, Role::Pane, Role::Selection})
        QVERIFY2(contrast(theme.color(Role(role)), theme.color(ground)) >= 4.5, qPrintable(theme.color(ground).name()));
}

void TstTheme::marksDifferInShape()
{
    const Theme theme(Scheme::Light);
    QList<QImage> shapes;
    for (int mark = 0; mark <= int(Mark::Skipped); ++mark) {
        QImage image(32, 32, QImage::Format_ARGB32);
        image.fill(theme.color(Role::Pane));
        QPainter painter(&image);
        paintMark(painter, QRectF(2, 2, 28, 28), Mark(mark), theme);
        painter.end();
        // Shape alone, for eyes that do not tell the colours apart.
        const QImage grey = image.convertToFormat(QImage::Format_Mono, Qt::ThresholdDither);
        for (const QImage &other : shapes)
            QVERIFY2(grey != other, qPrintable(QString::number(mark)));
        shapes.append(grey);
    }
}

void TstTheme::theSystemsChoiceIsFollowed()
{
    QApplication::setPalette(Theme(Scheme::Dark).palette());
    QVERIFY(Theme(Scheme::System).isDark());
    QApplication::setPalette(Theme(Scheme::Light).palette());
    QVERIFY(!Theme(Scheme::System).isDark());
}

void TstTheme::theSystemsChoiceOutlastsAThemeThatWasApplied()
{
    QApplication::setPalette(Theme(Scheme::Light).palette());
    Theme theme(Scheme::Dark);
    theme.applyTo(*qApp);
    theme.setScheme(Scheme::System);
    QVERIFY(!theme.isDark());
}

/// The plan editor's state line and the button of what waits were dark on dark until something else changed them.
void TstTheme::labelsKeptLightColoursAfterSwitching()
{
    Theme theme(Scheme::Light);
    theme.applyTo(*qApp);
    QWidget window;
    QLabel state(u"ready"_s, &window);
    QPushButton waiting(u"1 waiting for you"_s, &window);
    QLabel plain(u"plain"_s, &window);
    theme.setTextRole(state, Role::Muted);
    theme.setTextRole(waiting, Role::Waiting);
    window.show();
    for (const Scheme scheme : {Scheme::Dark, Scheme::Light, Scheme::Dark}) {
        theme.setScheme(scheme);
        theme.applyTo(*qApp);
        QCoreApplication::processEvents(); // Qt tells widgets by an event
        QCOMPARE(state.palette().color(QPalette::WindowText), theme.color(Role::Muted));
        QCOMPARE(state.palette().color(QPalette::Window), theme.color(Role::Window));
        QCOMPARE(waiting.palette().color(QPalette::ButtonText), theme.color(Role::Waiting));
        QCOMPARE(waiting.palette().color(QPalette::Button), theme.color(Role::Pane));
        QCOMPARE(plain.palette().color(QPalette::WindowText), theme.color(Role::Text));
    }
    theme.setTextRole(state, Role::Fail);
    QCOMPARE(state.palette().color(QPalette::WindowText), theme.color(Role::Fail));
}

/// A style sheet for all of them had every widget polished and laid out anew: half a second with a run open.
void TstTheme::switchingPolishesNothingAnew()
{
    struct Counter final : QObject
    {
        int polished = 0;
        int painted = 0;
        bool eventFilter(QObject *watched, QEvent *event) override
        {
            polished += event->type() == QEvent::StyleChange;
            painted += event->type() == QEvent::PaletteChange;
            return QObject::eventFilter(watched, event);
        }
    };
    Theme theme(Scheme::Light);
    theme.applyTo(*qApp);
    QMainWindow window;
    window.setCentralWidget(new QTreeView);
    auto *dock = new QDockWidget(u"Plan"_s);
    dock->setWidget(new QListView);
    window.addDockWidget(Qt::LeftDockWidgetArea, dock);
    window.show();
    QCoreApplication::processEvents();
    Counter counter;
    qApp->installEventFilter(&counter);
    theme.setScheme(Scheme::Dark);
    theme.applyTo(*qApp);
    QCoreApplication::processEvents();
    QCOMPARE(counter.polished, 0);
    QVERIFY(counter.painted > 0);
}

void TstTheme::panesHaveNoFrameAndFieldsHaveOne()
{
    const Theme theme(Scheme::Light);
    Theme(Scheme::Light).applyTo(*qApp);
    QTreeView tree;
    QListWidget field;
    field.setProperty("form", true);
    for (QWidget *area : {static_cast<QWidget *>(&tree), static_cast<QWidget *>(&field)})
        area->ensurePolished();
    QCOMPARE(tree.frameWidth(), 0);
    QCOMPARE(field.frameWidth(), 1 + theme.space() / 2);
}

QTEST_MAIN(TstTheme)
#include "tst_theme.moc"
