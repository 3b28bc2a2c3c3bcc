// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tests/problemsmodel.h"
#include "ui/tests/testsmodel.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QTreeView;

namespace stepladder::ui {

class LinkedText;
class TestsDelegate;

/// What came of building and testing some code: one sentence, what is wrong, each test, and why it failed.
class TriedView final : public QWidget
{
    Q_OBJECT

public:
    explicit TriedView(const Theme &theme, QWidget *parent = nullptr);
    ~TriedView() override;

    /// \p sentence above what \p record holds; \p workspace is what stacks' paths are below.
    void show(const QString &sentence, const AttemptRecord &record, const QString &workspace);
    /// The sentence alone.
    void say(const QString &sentence);

Q_SIGNALS:
    void placeChosen(const QString &file, int line);

private:
    QTreeView *problems();
    QTreeView *tests();
    void showProblem(const QModelIndex &row);
    void showTest(const QModelIndex &row);
    void showDetails(const QString &heading, const QString &text);

    const Theme &m_theme;
    ProblemsModel m_problems;
    ProblemsFilter m_problemsFilter;
    TestsModel m_tests;
    TestsFilter m_testsFilter;
    TestsDelegate *m_testsDelegate = nullptr;
    QLabel *m_sentence = nullptr;
    QTreeView *m_problemsView = nullptr;
    QTreeView *m_testsView = nullptr;
    LinkedText *m_details = nullptr;
    QString m_workspace;
};

} // namespace stepladder::ui
