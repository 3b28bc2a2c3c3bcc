// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/control/attachments.h"
#include "ui/run/openrun.h"
#include "ui/theme/theme.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QTreeWidget;

namespace stepladder::ui {

/// What goes into the prompts of a step or of all: files and folders of the workspace and texts of one's own, each with
/// what it costs in tokens before it is attached. Files can be dropped on it.
class AttachDialog final : public QDialog
{
    Q_OBJECT

public:
    /// \p step is chosen first; empty: all steps.
    AttachDialog(OpenRun &run, const QString &step, const Theme &theme, QWidget *parent = nullptr);

    /// Adds files and folders to what is to be attached: read elsewhere, shown with their tokens.
    void offer(const QStringList &paths);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    QWidget *makeOffer();
    QWidget *makeAttached();
    QString chosenStep() const;
    void fillSteps(const QString &step);
    void showAttached();
    /// \p known of the paths could be read before.
    void read(qsizetype known);
    void showOffer();
    void attach();
    void detach();
    void say(const QString &trouble);

    OpenRun &m_run;
    const Theme &m_theme;
    QStringList m_paths; ///< to be attached
    engine::AttachedTexts m_texts; ///< what they hold
    bool m_sending = false; ///< not on disk yet
    int m_turn = 0;
    QComboBox *m_steps;
    QTreeWidget *m_attached = nullptr;
    QPushButton *m_detach = nullptr;
    QTreeWidget *m_offered = nullptr;
    QLineEdit *m_title = nullptr;
    QPlainTextEdit *m_text = nullptr;
    QLabel *m_cost = nullptr;
    QLabel *m_trouble = nullptr;
    QPushButton *m_attach = nullptr;
};

} // namespace stepladder::ui
