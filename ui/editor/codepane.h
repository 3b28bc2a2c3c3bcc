// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/codeheader.h"
#include "ui/run/openrun.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace stepladder::ui {

class CodeView;
class DiffView;

/// The code of the selected attempt, against an earlier one, the accepted version, the disk or nothing; and any other
/// file of the workspace that somebody points at.
class CodePane final : public QWidget
{
    Q_OBJECT

public:
    CodePane(OpenRun &run, const Theme &theme, QWidget *parent = nullptr);
    ~CodePane() override;

    /// What a tab says: the name of the file.
    QString title() const { return m_title; }
    DiffView *diffView() const { return m_diff; }
    CodeView *codeView() const { return m_code; }

    void openFind();
    void openGoToLine();
    void goToChange(bool forward);
    void setInline(bool isInline);
    /// Opens what is shown, at the line one stands on, in the person's own editor.
    void openOutside();

Q_SIGNALS:
    void titleChanged(const QString &title);
    /// The person's own editor is wanted at \p line (from 1; 0: none) of \p file.
    void editorAsked(const QString &file, int line);

private:
    /// What was asked for last: asked again only when it changes.
    struct Asked
    {
        QString step;
        qint64 attempt = 0;
        qint64 verdict = 0;
        QString state;
        CodeBase base;
        int change = 0;
        qint64 position = 0;

        bool operator==(const Asked &) const = default;
    };

    void refresh();
    void fillAttempts(const QString &step);
    void fillBases(const journal::AttemptState &attempt);
    CodeBase chosenBase(const journal::AttemptState &attempt) const;
    void ask(const journal::AttemptState &attempt, const CodeBase &base);
    void take(const CodeAnswer &answer);
    void showPlace(const QString &file, int line);
    void leavePlace();
    void showOther(const QString &file, int line, const domain::Result<QByteArray> &bytes, bool fromDisk);
    void showSentence(const QString &sentence);
    void showCounts();
    void setTitle(const QString &file);
    void addMenus();
    qint64 endOf(const journal::AttemptState &attempt) const;
    static bool mayHaveCode(const journal::AttemptState &attempt);

    OpenRun &m_run;
    const Theme &m_theme;
    CodeHeader *m_header;
    QWidget *m_placeRow = nullptr;
    QLabel *m_place = nullptr;
    QPushButton *m_back = nullptr;
    QStackedWidget *m_stack = nullptr;
    QLabel *m_sentence = nullptr;
    DiffView *m_diff = nullptr;
    CodeView *m_code = nullptr;

    QString m_title;
    std::optional<CodeBase> m_wanted; ///< by the person, for this step; nothing: the attempt before
    QString m_wantedStep;
    std::optional<Asked> m_asked;
    std::optional<CodeAnswer> m_shown;
    quint64 m_generation = 0;
    int m_change = 0; ///< counts entries that bring code
    QString m_placeFile; ///< another file that is shown; empty: none
    int m_goTo = 0; ///< a line of the attempt's file, when it is there
};

} // namespace stepladder::ui
