// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/guidance/answerpage.h"
#include "ui/guidance/ownwindow.h"
#include "ui/theme/theme.h"

#include <QPointer>
#include <QTimer>

#include <optional>

class QHBoxLayout;
class QLabel;
class QMenu;
class QPushButton;
class QVBoxLayout;

namespace stepladder::ui {

class AlikeBox;
class GuidanceDigest;
class GuidanceFields;
class OpenRun;
struct TrialRecord;

/// A step that no rung got through, put before a person: left the question, the time that is left and the answer that
/// is being written, right what was tried. It can stand in a window of its own.
class GuidancePage final : public AnswerPage
{
    Q_OBJECT

public:
    GuidancePage(domain::Request request, OpenRun &run, const Theme &theme, QWidget *parent = nullptr);
    ~GuidancePage() override;

    /// More time was given, or taken.
    void setDeadline(qint64 deadlineMs);
    void showRefusal(const QString &message) override;
    void showSent() override;
    bool lingers() override;

    GuidanceFields &fields() { return *m_fields; }
    /// Puts the page into a window of its own, or back.
    void setDetached(bool detached);
    bool isDetached() const { return m_window != nullptr; }

private:
    QWidget *answerHalf();
    void addHead(QVBoxLayout &column);
    void addButtons(QVBoxLayout &column);
    QPushButton *addButton(QHBoxLayout &row, const QString &text, const QString &name);
    QPushButton *addMenu(QHBoxLayout &row, const QString &text, const QString &name);
    void readEvidence();
    void tryTyped();
    void showTrial(const TrialRecord &trial);
    void sendTyped(bool asItIs);
    void send(const domain::Answer &answer);
    void showMode();
    void showTimeLeft();

    OpenRun &m_run;
    const Theme &m_theme;
    qint64 m_deadlineMs;
    std::optional<domain::Answer> m_sent = {}; ///< the last one
    bool m_taken = false; ///< a final answer of ours
    bool m_dismissed = false;
    QWidget *m_content = nullptr; ///< all of it, wherever it stands
    QLabel *m_elsewhere = nullptr; ///< stands in for it while it has a window of its own
    QPointer<OwnWindow> m_window;
    GuidanceFields *m_fields = nullptr;
    GuidanceDigest *m_digest = nullptr;
    QLabel *m_left = nullptr;
    QLabel *m_kept = nullptr;
    QLabel *m_message = nullptr;
    AlikeBox *m_alike = nullptr;
    QPushButton *m_detach = nullptr;
    QPushButton *m_close = nullptr; ///< of what is not open any more
    QPushButton *m_send = nullptr;
    QPushButton *m_try = nullptr;
    QPushButton *m_asItIs = nullptr;
    QList<QPushButton *> m_buttons;
    QTimer m_ticking;
};

} // namespace stepladder::ui
