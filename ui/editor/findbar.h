// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;

namespace stepladder::ui {

/// The line under a text in which one says what to look for, or which line to go to.
class FindBar final : public QWidget
{
    Q_OBJECT

public:
    enum class Purpose { Find, Line };

    explicit FindBar(QWidget *parent = nullptr);

    /// Shows it with the keyboard in it.
    void open(Purpose purpose, const QString &text = {});
    QString text() const;
    bool isCaseSensitive() const;
    /// What came of it, in the bar: empty takes it away.
    void say(const QString &sentence);

Q_SIGNALS:
    void find(bool forward);
    /// The text changed: look from where one stands.
    void typed();
    void lineAsked(int line);
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void accept(bool forward);

    Purpose m_purpose = Purpose::Find;
    QLabel *m_label;
    QLineEdit *m_edit;
    QCheckBox *m_case;
    QWidget *m_previous;
    QWidget *m_next;
    QLabel *m_said;
};

} // namespace stepladder::ui
