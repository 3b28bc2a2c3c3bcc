// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

namespace stepladder::ui {

/// Fusion with flat panes: one-pixel lines, no boxes in boxes. What Fusion draws round docks, tabs, views and bars is
/// drawn here, in the colours of the palette alone, so that another palette is another look at once. Fields that say
/// `form` (a property) have an outline that is seen on a dark ground too.
class FlatStyle final : public QProxyStyle
{
    Q_OBJECT

public:
    FlatStyle();

    using QProxyStyle::polish;
    void polish(QWidget *widget) override;
    int pixelMetric(PixelMetric metric, const QStyleOption *option = nullptr,
                    const QWidget *widget = nullptr) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                           const QWidget *widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;

    static constexpr int kFontHeight = 16; ///< of the system font on a screen of 100 %
    /// 4 px at 100 %, scaled with the system font.
    static int gap();
};

} // namespace stepladder::ui
