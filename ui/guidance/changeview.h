// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/guidance/draft.h"
#include "ui/theme/theme.h"

#include <QTimer>
#include <QWidget>

class QStackedLayout;

namespace stepladder::ui {

class CodeView;
class DiffView;

/// The change that a request is about: its recorded text, then a diff whose hunks can be chosen, or the file's new
/// content to be written. What is written is kept while it is typed, and is there again the next time.
class ChangeView final : public QWidget
{
    Q_OBJECT

public:
    ChangeView(const QString &diff, const QString &file, const Theme &theme, Draft draft, QWidget *parent = nullptr);
    ~ChangeView() override;

    /// What is asked about; kept code is shown in its place.
    void showChange(const QByteArray &before, const QByteArray &after);
    /// Whether there is something to choose from and to edit.
    bool isKnown() const { return m_diff != nullptr; }

    int hunks() const;
    int chosenHunks() const;
    QByteArray chosenText() const; ///< the old text with the chosen hunks

    bool isEditing() const;
    void setEditing(bool editing);
    QByteArray code() const; ///< as it is written
    /// Nothing can be changed any more; what was kept is forgotten.
    void close();

Q_SIGNALS:
    /// What is known, chosen or edited.
    void changed();
    /// Code was kept, or could not be.
    void kept(bool well);

private:
    bool keep() const;

    const QString m_file;
    const Theme &m_theme;
    const Draft m_draft;
    QStackedLayout *m_stack;
    DiffView *m_diff = nullptr;
    CodeView *m_code = nullptr;
    QByteArray m_after;
    QTimer m_keeping;
};

} // namespace stepladder::ui
