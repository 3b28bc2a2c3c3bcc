// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace stepladder::ui {

class Theme;

/// One sentence across a run's page, with the mend as a button. Hidden until something is said.
class Banner final : public QWidget
{
    Q_OBJECT

public:
    Banner(const QString &name, const QString &mend, const Theme &theme, QWidget *parent = nullptr);

    /// Empty: hides it.
    void say(const QString &sentence);
    /// Whether a person can put it away.
    void setClosable(bool closable);

Q_SIGNALS:
    void mendAsked();

private:
    QLabel *m_text;
    QPushButton *m_close;
};

} // namespace stepladder::ui
