// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/marks.h"
#include "ui/theme/theme.h"

#include <QImage>
#include <QPainter>
#include <QTest>

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

QTEST_MAIN(TstTheme)
#include "tst_theme.moc"
