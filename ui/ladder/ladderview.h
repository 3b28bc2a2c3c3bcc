// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/ladder/ladderlayout.h"

#include <QAbstractScrollArea>

namespace stepladder::ui {

/// Draws a ladder and lets its chips be chosen by mouse and keyboard: arrows go among the chips, Enter chooses.
class LadderView final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit LadderView(const Theme &theme, QWidget *parent = nullptr);

    void setScene(const LadderScene &scene);
    const LadderScene &scene() const { return m_scene; }
    const LadderLayout &places() const { return m_layout; }
    /// Marks the attempt \p startedSeq as the chosen one; 0: none.
    void setChosen(qint64 startedSeq);
    qint64 chosen() const { return m_chosen; }
    /// Brings the rung stood on into sight.
    void showStood();

    /// Index in places().chips() of the chip with the keyboard; -1: none.
    int current() const { return m_current; }
    void setCurrent(int chip);
    const Chip &chip(int index) const;
    /// The chip as a screen reader says it.
    QString wordsOf(int index) const;
    /// Where the chip is seen, in the viewport.
    QRect shownRect(int index) const;
    void activate(int index);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// The attempt \p startedSeq was clicked, or Enter pressed on it.
    void chosenByUser(qint64 startedSeq);
    /// The chip with the keyboard changed: what is known of it in words, empty without one.
    void evidenceChanged(const QString &evidence);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    void relayout();
    void tell();
    int offset() const;
    int step(int from, int by) const;
    int onOtherRung(int from, int by) const;
    int indexOf(qint64 startedSeq) const;
    bool isLabel(int index) const;
    QFont titleFont() const;
    QFont noteFont() const;
    QFont chipFont() const;
    void paintRails(QPainter &painter) const;
    void paintRung(QPainter &painter, int index) const;
    void paintChip(QPainter &painter, int index) const;
    QString toolTipAt(const QPoint &point) const;

    const Theme &m_theme;
    LadderScene m_scene;
    LadderLayout m_layout;
    qint64 m_chosen = 0;
    int m_current = -1;
};

} // namespace stepladder::ui
