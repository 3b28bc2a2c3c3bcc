// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tests/attemptpane.h"
#include "ui/tests/testsmodel.h"

class QComboBox;
class QLineEdit;
class QSplitter;
class QTreeView;

namespace stepladder::ui {

class LinkedText;
class TestsDelegate;

/// The tests of the selected attempt: what they came to, what they came to before, and why they failed.
class TestsPane final : public AttemptPane
{
    Q_OBJECT

public:
    TestsPane(OpenRun &run, const Theme &theme, QWidget *parent = nullptr);
    ~TestsPane() override;

    /// Opens the line where the current test stands or failed in the person's own editor.
    void openOutside();

Q_SIGNALS:
    void editorAsked(const QString &file, int line); ///< from 1; 0: none

protected:
    void load() override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Answer;
    class Past;
    QWidget *makePage();
    void take(const Answer &answer);
    void describe(const Answer &answer);
    void showDetails();
    void goTo(const QModelIndex &index);
    void copy();
    void showMenu(const QPoint &point);
    const TestNode *current() const;

    TestsModel m_model;
    TestsFilter m_filter;
    TestsDelegate *m_delegate;
    std::shared_ptr<Past> m_past; ///< what earlier attempts came to, read once

    QLineEdit *m_text = nullptr;
    QComboBox *m_show = nullptr;
    QLabel *m_state = nullptr;
    QSplitter *m_split = nullptr;
    QTreeView *m_view = nullptr;
    LinkedText *m_details = nullptr;
};

} // namespace stepladder::ui
