// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/request.h"
#include "ui/editor/codemarks.h"
#include "ui/guidance/draft.h"

#include <QTimer>
#include <QWidget>

class QButtonGroup;
class QPushButton;
class QStackedWidget;

namespace stepladder::ui {

class CodeView;
class ReplyEdit;

/// What a person writes for a step that no rung got through: guidance, an example, or the file itself, words with
/// either. It is kept in files while it is typed, until it was sent.
class GuidanceFields final : public QWidget
{
    Q_OBJECT

public:
    enum class Mode { Guidance, Example, Code };

    /// Drafts lie in \p drafts.
    GuidanceFields(const domain::Request &request, const Theme &theme, const QString &drafts,
                   QWidget *parent = nullptr);
    ~GuidanceFields() override;

    Mode mode() const;
    void setMode(Mode mode);
    /// Guidance, an example or code as it is typed; unchecked.
    domain::Answer answer() const;
    QByteArray code() const;

    /// What one's own code begins with and what was said of its lines; nothing typed is replaced.
    void setStart(const QByteArray &code, const QList<CodeRemark> &remarks, const QList<int> &missedLines);
    /// What building and testing the code as it stands said of its lines.
    void setRemarks(const QList<CodeRemark> &remarks);
    void goToLine(int line);
    /// Puts \p words below those that are typed.
    void addWords(const QString &words);
    /// Takes the text of a file as example or code. What is none is refused, and what was typed stays.
    void readFile(const QString &path);
    /// Takes what another chat said: its code for the file as one's own, its words as guidance.
    void takeReply(const QString &reply);

    bool isEmpty() const; ///< nothing was typed
    void keep();
    void removeDrafts();

Q_SIGNALS:
    void modeChanged();
    /// Why something was not taken, or where it was put.
    void said(const QString &sentence);
    void kept(bool onDisk);

private:
    QWidget *modes();
    QWidget *fields();
    ReplyEdit *field(const QString &name, const QString &said, const QString &kept);
    void takePaste(const QString &text);
    bool takeCode(const QString &reply);
    void replaceCode(const QString &code);
    void showMode();
    void chooseFile();

    const domain::Request m_request;
    const Theme &m_theme;
    const QString m_file;
    const Draft m_wordsDraft;
    const Draft m_exampleDraft;
    const Draft m_codeDraft;
    QByteArray m_start; ///< of one's own code
    QButtonGroup *m_mode = nullptr;
    QStackedWidget *m_contents = nullptr;
    ReplyEdit *m_words = nullptr;
    ReplyEdit *m_example = nullptr;
    CodeView *m_code = nullptr;
    QPushButton *m_fromFile = nullptr;
    QTimer m_keeping;
};

} // namespace stepladder::ui
