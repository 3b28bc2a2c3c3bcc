// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/ladders/ladderdocument.h"
#include "ui/ladders/ladderfiles.h"

#include <QWidget>

#include <functional>
#include <memory>
#include <vector>

class QAction;
class QHBoxLayout;
class QLabel;
class QListWidget;
class QStackedWidget;

namespace stepladder::ui {

class FormField;
class LadderPreviewPane;
class RungForm;
class Theme;

/// The ladders that came with the program and the user's own, in a window: each rung, what is wrong with it where it is
/// wrong, and beside it what would be tried. What is shipped is never written to: a change is the user's own copy.
class LadderEditor final : public QWidget
{
    Q_OBJECT

public:
    LadderEditor(storage::Locations locations, const Theme &theme, QWidget *parent = nullptr);

    /// Null while the ladder chosen cannot be read.
    LadderDocument *document() const;
    void choose(const QString &id);
    /// Asks in place what becomes of changes that are not saved; true: there are none.
    bool mayClose();

Q_SIGNALS:
    /// A file was written or taken away.
    void laddersChanged();

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Open
    {
        QString key; ///< the list's: its file's name, or "new/…"
        QString file; ///< its name on disk; empty: it has none yet
        std::optional<QByteArray> before; ///< the user's own file as it was read
        std::unique_ptr<LadderDocument> document;
    };
    struct Choice
    {
        QString text;
        std::function<void()> work;
    };
    void makeActions();
    QWidget *makeLadders();
    QWidget *makeRungs();
    QWidget *makeEditor();
    QWidget *makeFoot();
    Open *find(const QString &key) const;
    Open *chosen() const { return find(m_chosen); }
    const LadderFile *fileOf(const QString &id) const;
    void open(const QString &id);
    void add(const QJsonObject &ladder);
    void hold(std::unique_ptr<Open> open, const QJsonObject &ladder);
    void readFiles();
    void fillLadders();
    void showChosen();
    void documentChanged();
    void fillRungs();
    void showRung();
    void refreshFoot();
    QString nameFault(const Open &open) const;
    bool isUnsaved(const Open &open) const { return !open.document->undoStack().isClean(); }
    QString standing() const;
    void goToFault();
    void save();
    bool saveOne(Open &open);
    bool saveAll();
    void copy();
    void backToShipped();
    void removeChosen();
    void ask(const QString &question, const QList<Choice> &choices);
    void unask();
    void say(const QString &sentence, bool isTrouble);
    QAction *action(const QString &name) const;

    const storage::Locations m_locations;
    const Theme &m_theme;
    const LadderFiles m_files;
    QList<LadderFile> m_list;
    std::vector<std::unique_ptr<Open>> m_open;
    int m_added = 0;
    QString m_chosen; ///< as the list names it
    QListWidget *m_ladders = nullptr;
    QListWidget *m_rungs = nullptr;
    QStackedWidget *m_pages = nullptr;
    QLabel *m_broken = nullptr;
    FormField *m_id = nullptr;
    FormField *m_title = nullptr;
    FormField *m_rungsField = nullptr;
    RungForm *m_form = nullptr;
    LadderPreviewPane *m_preview = nullptr;
    QWidget *m_question = nullptr;
    QLabel *m_questionText = nullptr;
    QHBoxLayout *m_questionButtons = nullptr;
    QLabel *m_state = nullptr;
    QString m_said; ///< of the last saving; until the next change
    bool m_isTrouble = false;
};

} // namespace stepladder::ui
