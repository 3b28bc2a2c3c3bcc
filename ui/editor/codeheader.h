// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/codesources.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QToolButton;

namespace stepladder::ui {

/// What an attempt is held against, as one chooses it.
struct CodeBase
{
    BaseKind kind = BaseKind::Nothing;
    qint64 attempt = 0; ///< startedSeq

    bool operator==(const CodeBase &) const = default;
};

/// "attempt 6 against attempt 4, +6 −4 … builds · 7 of 9 tests": the line above the code.
class CodeHeader final : public QWidget
{
    Q_OBJECT

public:
    struct Attempt
    {
        qint64 seq; ///< with which it started
        QString name;
        QString tip;
    };
    struct Base
    {
        CodeBase base;
        QString name;
    };

    explicit CodeHeader(const Theme &theme, QWidget *parent = nullptr);

    /// In the order shown, the last one made first. Nothing happens to a list that is as it was.
    void setAttempts(const QList<Attempt> &attempts, qint64 selected);
    void setBases(const QList<Base> &bases, const CodeBase &selected);
    void setCounts(int added, int removed);
    /// Nothing is compared.
    void hideCounts();
    void setFigures(const VerdictFigures &figures);
    void setInline(bool isInline);

Q_SIGNALS:
    void attemptChosen(qint64 seq);
    void baseChosen(const stepladder::ui::CodeBase &base);
    void inlineChosen(bool isInline);

private:
    CodeBase baseAt(int index) const;
    qint64 attemptAt(int index) const;

    QComboBox *m_attempts;
    QLabel *m_against;
    QComboBox *m_bases;
    QLabel *m_counts;
    QToolButton *m_mode;
    QLabel *m_figures;
};

} // namespace stepladder::ui
