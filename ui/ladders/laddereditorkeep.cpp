// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ladders/laddereditor.h"
#include "ui/ladders/rungform.h"

#include <QCloseEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Result;

void LadderEditor::save()
{
    Open *open = chosen();
    if (!open || !saveOne(*open))
        return;
    m_chosen = open->key;
    readFiles();
    documentChanged();
    Q_EMIT laddersChanged();
}

bool LadderEditor::saveOne(Open &open)
{
    const QString id = open.document->id();
    if (!open.document->faults().isEmpty() || !nameFault(open).isEmpty()) {
        say(tr("%1 is not saved: something in it is to be mended.").arg(id), true);
        return false;
    }
    const bool moved = id != open.file;
    const auto shipped = m_files.readShipped(id);
    const bool asShipped = shipped && *shipped == open.document->json();
    const auto before = moved ? std::nullopt : open.before;
    const Result<void> done = asShipped ? m_files.remove(id, before) : m_files.write(id, open.document->json(), before);
    if (!done) {
        say(done.error().message, true);
        return false;
    }
    say(asShipped ? tr("The shipped one is used again.") : tr("Kept in %1").arg(m_files.pathOf(id)), false);
    if (moved && open.before) {
        if (const auto removed = m_files.remove(open.file, open.before); !removed)
            say(removed.error().message, true);
    }
    open.key = open.file = id;
    open.before = m_files.bytes(id);
    open.document->undoStack().setClean();
    return true;
}

bool LadderEditor::saveAll()
{
    bool all = true;
    for (const auto &open : m_open) {
        if (!isUnsaved(*open) || saveOne(*open))
            continue;
        m_chosen = open->key;
        all = false;
        break;
    }
    readFiles();
    Q_EMIT laddersChanged();
    if (!all)
        showChosen();
    return all;
}

void LadderEditor::copy()
{
    if (const LadderDocument *shown = document())
        add(shown->json());
}

/// Saved like any change: then there is no copy any more.
void LadderEditor::backToShipped()
{
    const Open *open = chosen();
    if (!open)
        return;
    if (const auto shipped = m_files.readShipped(open->file))
        open->document->replace(tr("As shipped"), *shipped);
}

void LadderEditor::removeChosen()
{
    const Open *open = chosen();
    const QString key = m_chosen;
    const QString file = open ? open->file : m_chosen;
    const auto before = open ? open->before : m_files.bytes(file);
    const QString what =
        file.isEmpty() ? tr("Discard %1?").arg(open->document->id()) : tr("Delete %1?").arg(m_files.pathOf(file));
    const auto work = [this, key, file, before] {
        if (!file.isEmpty()) {
            if (const auto removed = m_files.remove(file, before); !removed)
                return say(removed.error().message, true);
        }
        m_form->setDocument(nullptr);
        std::erase_if(m_open, [&key](const auto &one) { return one->key == key; });
        readFiles();
        const LadderFile *left = fileOf(file);
        m_chosen.clear();
        choose(left ? file : u"never-surrender"_s);
        Q_EMIT laddersChanged();
    };
    ask(what, {{file.isEmpty() ? tr("Discard") : tr("Delete"), work}, {tr("Keep it"), [] {}}});
}

void LadderEditor::ask(const QString &question, const QList<Choice> &choices)
{
    unask();
    m_questionText->setText(question);
    for (const Choice &choice : choices) {
        auto *button = new QPushButton(choice.text);
        m_questionButtons->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, work = choice.work] {
            unask();
            work();
        });
    }
    m_question->show();
    m_questionButtons->itemAt(m_questionButtons->count() - 1)->widget()->setFocus();
}

void LadderEditor::unask()
{
    m_question->hide();
    while (QLayoutItem *item = m_questionButtons->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // it may be the one that was clicked
        delete item;
    }
}

void LadderEditor::say(const QString &sentence, bool isTrouble)
{
    m_said = sentence;
    m_isTrouble = isTrouble;
    refreshFoot();
}

bool LadderEditor::mayClose()
{
    QStringList names;
    for (const auto &open : m_open) {
        if (isUnsaved(*open))
            names.append(open->document->id());
    }
    if (names.isEmpty())
        return true;
    const auto discard = [this] {
        m_form->setDocument(nullptr);
        m_open.clear();
        close();
    };
    ask(tr("Not saved yet: %1").arg(names.join(u", "_s)),
        {{tr("Save and close"),
          [this] {
              if (saveAll())
                  close();
          }},
         {tr("Discard and close"), discard},
         {tr("Go on editing"), [] {}}});
    show();
    raise();
    activateWindow();
    return false;
}

void LadderEditor::closeEvent(QCloseEvent *event)
{
    event->setAccepted(mayClose());
}

} // namespace stepladder::ui
