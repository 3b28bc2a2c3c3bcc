// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/entryfilter.h"
#include "journal/projection.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace stepladder::ui {

/// Which entries of the log are shown, and what is searched for.
class LogFilterBar final : public QWidget
{
    Q_OBJECT

public:
    explicit LogFilterBar(QWidget *parent = nullptr);

    /// Puts \p widget between the filters and the search.
    void addMiddle(QWidget *widget, int stretch = 0);

    /// What is chosen, "the selected step" being \p selected.
    journal::EntryFilter filter(const QString &selected) const;
    bool followsSelection() const;
    /// Whether everything that people read is shown.
    bool isDefault() const;
    void setSteps(const QList<journal::StepView> &steps);
    QString searchText() const;
    void setHits(const QString &text, bool any);
    void startSearch();
    void clearSearch();

Q_SIGNALS:
    void filterChanged();
    void searchChanged(const QString &text);
    void nextAsked();
    void previousAsked();
    void searchClosed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QComboBox *addCombo(const QString &objectName, const QString &name);
    QToolButton *addButton(const QString &objectName, const QString &text, const QString &tip);

    QComboBox *m_kind = nullptr;
    QComboBox *m_step = nullptr;
    QComboBox *m_role = nullptr;
    int m_middle = 0; ///< where addMiddle() puts the next
    QLineEdit *m_search = nullptr;
    QLabel *m_hits = nullptr;
    QToolButton *m_next = nullptr;
    QToolButton *m_previous = nullptr;
    QToolButton *m_clear = nullptr;
};

} // namespace stepladder::ui
