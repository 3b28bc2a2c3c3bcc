// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ladders/laddereditor.h"

#include "ui/ladders/ladderpreviewpane.h"
#include "ui/ladders/rungform.h"
#include "ui/plan/bindings.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QEvent>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>

#include <algorithm>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

LadderEditor::Open *LadderEditor::find(const QString &key) const
{
    const auto found = std::find_if(m_open.begin(), m_open.end(), [&key](const auto &one) { return one->key == key; });
    return found == m_open.end() ? nullptr : found->get();
}

const LadderFile *LadderEditor::fileOf(const QString &id) const
{
    const auto found =
        std::find_if(m_list.begin(), m_list.end(), [&id](const LadderFile &file) { return file.id == id; });
    return found == m_list.end() ? nullptr : &*found;
}

LadderDocument *LadderEditor::document() const
{
    const Open *open = chosen();
    return open ? open->document.get() : nullptr;
}

void LadderEditor::choose(const QString &id)
{
    for (int row = 0; row < m_ladders->count(); ++row) {
        if (m_ladders->item(row)->data(Qt::UserRole) == id)
            m_ladders->setCurrentRow(row);
    }
}

void LadderEditor::readFiles()
{
    m_list = m_files.list();
    fillLadders();
}

/// What a person opened stays as they see it; the rest is read when it is chosen.
void LadderEditor::open(const QString &id)
{
    m_chosen = id;
    if (!find(id)) {
        auto fresh = std::make_unique<Open>(Open{.key = id, .file = id, .before = m_files.bytes(id), .document = {}});
        if (const auto json = m_files.read(id))
            hold(std::move(fresh), *json);
    }
    m_said.clear();
    showChosen();
}

void LadderEditor::hold(std::unique_ptr<Open> open, const QJsonObject &ladder)
{
    open->document = std::make_unique<LadderDocument>(ladder);
    connect(open->document.get(), &LadderDocument::changed, this, &LadderEditor::documentChanged);
    connect(open->document.get(), &LadderDocument::currentChanged, this, &LadderEditor::showRung);
    // Whether it is saved shows only after the change.
    connect(&open->document->undoStack(), &QUndoStack::indexChanged, this, [this] {
        fillLadders();
        refreshFoot();
    });
    m_open.push_back(std::move(open));
}

void LadderEditor::add(const QJsonObject &ladder)
{
    QJsonObject json = ladder;
    const QString wanted = json[u"id"].toString();
    const auto taken = [this](const QString &id) {
        return fileOf(id)
            || std::any_of(m_open.begin(), m_open.end(), [&id](const auto &one) { return one->document->id() == id; });
    };
    QString id = wanted;
    for (int number = 2; taken(id); ++number)
        id = u"%1-%2"_s.arg(wanted).arg(number);
    auto fresh =
        std::make_unique<Open>(Open{.key = u"new/%1"_s.arg(++m_added), .file = {}, .before = {}, .document = {}});
    json.insert(u"id"_s, id);
    const QString key = fresh->key;
    hold(std::move(fresh), json);
    // There is nothing on disk: unsaved from the start.
    find(key)->document->undoStack().resetClean();
    fillLadders();
    choose(key);
    m_id->setFocus();
    static_cast<QLineEdit *>(m_id->editor())->selectAll();
}

void LadderEditor::fillLadders()
{
    const QSignalBlocker quiet(m_ladders);
    m_ladders->clear();
    const auto row = [this](const QString &key, const QString &text, const QString &tip, bool faulty) {
        auto *item = new QListWidgetItem(text, m_ladders);
        item->setData(Qt::UserRole, key);
        item->setToolTip(tip);
        item->setSizeHint({0, m_theme.rowHeight()});
        if (faulty)
            item->setForeground(m_theme.color(Role::Fail));
        if (key == m_chosen)
            m_ladders->setCurrentItem(item);
    };
    for (const LadderFile &file : m_list) {
        const Open *open = find(file.id);
        QString text = open ? open->document->id() : file.id;
        if (!open && !file.fault.isEmpty())
            text = tr("%1 · broken").arg(text);
        else if (file.own && file.shipped)
            text = tr("%1 · your copy").arg(text);
        else if (file.own)
            text = tr("%1 · yours").arg(text);
        if (open && isUnsaved(*open))
            text = tr("%1 · not saved").arg(text);
        row(file.id, text, file.fault.isEmpty() ? file.title : file.fault,
            open ? !open->document->faults().isEmpty() : !file.fault.isEmpty());
    }
    for (const auto &open : m_open) {
        if (open->file.isEmpty())
            row(open->key, tr("%1 · not saved").arg(open->document->id()), {}, !open->document->faults().isEmpty());
    }
}

void LadderEditor::showChosen()
{
    unask();
    LadderDocument *shown = document();
    m_form->setDocument(shown);
    m_pages->setCurrentIndex(shown ? 0 : 1);
    if (!shown) {
        const LadderFile *file = fileOf(m_chosen);
        const auto json = m_files.read(m_chosen);
        m_broken->setText(file && !json
                              ? tr("%1\n\nThe file is left as it is. Mend it in a text editor, or delete it: it is "
                                   "looked at again when you come back.")
                                    .arg(json.error().message)
                              : tr("Choose a ladder."));
        refreshFoot();
        return;
    }
    documentChanged();
}

void LadderEditor::documentChanged()
{
    LadderDocument *shown = document();
    if (!shown)
        return;
    if (sender() == shown)
        m_said.clear();
    setText(m_id, shown->id());
    setText(m_title, shown->json()[u"title"].toString());
    if (auto *title = static_cast<QLineEdit *>(m_title->editor()); !title->hasFocus())
        title->setCursorPosition(0);
    const QString fault = shown->faultAt(-1, u"id"_s);
    m_id->setFault(fault.isEmpty() ? nameFault(*chosen()) : fault);
    m_title->setFault(shown->faultAt(-1, u"title"_s));
    m_rungsField->setFault(shown->faultAt(-1, u"rungs"_s));
    fillRungs();
    m_preview->setLadder(shown->ladder(), !shown->faults().isEmpty());
    showRung();
    fillLadders();
    refreshFoot();
}

void LadderEditor::fillRungs()
{
    const LadderDocument *shown = document();
    if (!shown)
        return;
    const QSignalBlocker quiet(m_rungs);
    m_rungs->clear();
    const QJsonArray rungs = shown->rungs();
    for (int i = 0; i < int(rungs.size()); ++i) {
        const QString id = rungs.at(i)[u"id"].toString();
        const int repeat = rungs.at(i)[u"repeat"].toInt(1);
        QString text = tr("%1 %2").arg(i + 1).arg(id.isEmpty() ? tr("no name yet") : id);
        if (repeat > 1)
            text = tr("%1 ×%2").arg(text).arg(repeat);
        if (const QString kind = rungs.at(i)[u"kind"].toString(); kind != id)
            text = tr("%1 · %2").arg(text, kind);
        auto *item = new QListWidgetItem(text, m_rungs);
        item->setSizeHint({0, m_theme.rowHeight()});
        if (shown->hasFaults(i)) {
            item->setForeground(m_theme.color(Role::Fail));
            item->setData(Qt::AccessibleTextRole, tr("%1, to be mended").arg(text));
        }
    }
    m_rungs->setCurrentRow(shown->current());
}

void LadderEditor::showRung()
{
    const LadderDocument *shown = document();
    if (!shown)
        return;
    const QSignalBlocker quiet(m_rungs);
    m_rungs->setCurrentRow(shown->current());
    m_preview->setCurrent(shown->current());
    const int last = int(shown->rungs().size()) - 1;
    action(u"removeRung"_s)->setEnabled(shown->current() >= 0);
    action(u"rungUp"_s)->setEnabled(shown->current() > 0);
    action(u"rungDown"_s)->setEnabled(shown->current() >= 0 && shown->current() < last);
}

/// What keeps it from being a file, beside what the reader says.
QString LadderEditor::nameFault(const Open &open) const
{
    const QString id = open.document->id();
    if (const QString fault = LadderFiles::faultOfName(id); !fault.isEmpty())
        return fault;
    return id != open.file && fileOf(id) ? tr("is the name of another ladder") : QString();
}

QString LadderEditor::standing() const
{
    const Open *open = chosen();
    const LadderFile *file = open ? fileOf(open->file) : nullptr;
    if (!open)
        return {};
    const QString path = m_files.pathOf(open->document->id());
    if (!file)
        return tr("It will be kept in %1").arg(path);
    if (open->document->id() != open->file)
        return tr("It will be kept in %1, and no longer as %2").arg(path, open->file);
    if (file->own && file->shipped)
        return tr("Your copy, used in place of the shipped one: %1").arg(path);
    return file->own ? path : tr("Shipped. A change is kept as your own copy, used in its place: %1").arg(path);
}

void LadderEditor::refreshFoot()
{
    const Open *open = chosen();
    const auto faults = open ? open->document->faults().size() + (nameFault(*open).isEmpty() ? 0 : 1) : 0;
    const LadderFile *file = fileOf(open ? open->file : m_chosen);
    QString text = m_said.isEmpty() ? standing() : m_said;
    if (faults == 1)
        text = tr("One thing is to be mended before it can be saved");
    else if (faults > 1)
        text = tr("%n things are to be mended before it can be saved", nullptr, int(faults));
    m_state->setText(text);
    m_theme.setTextRole(*m_state, m_isTrouble && !m_said.isEmpty() ? Role::Fail : Role::Muted);
    findChild<QPushButton *>(u"mendLadder"_s)->setVisible(faults > 0);
    const bool maySave = open && faults == 0 && isUnsaved(*open);
    findChild<QPushButton *>(u"saveLadderButton"_s)->setEnabled(maySave);
    action(u"saveLadder"_s)->setEnabled(maySave);
    action(u"undoLadder"_s)->setEnabled(open && open->document->undoStack().canUndo());
    action(u"redoLadder"_s)->setEnabled(open && open->document->undoStack().canRedo());
    for (const QString &name : {u"copyLadder"_s, u"addRung"_s})
        action(name)->setEnabled(open != nullptr);
    action(u"shippedLadder"_s)->setEnabled(open && file && file->shipped);
    action(u"deleteLadder"_s)->setEnabled((file && file->own) || (open && open->file.isEmpty()));
}

void LadderEditor::goToFault()
{
    LadderDocument *shown = document();
    if (!shown || shown->faults().isEmpty())
        return m_id->setFocus();
    const LadderFault fault = shown->faults().first();
    if (fault.rung < 0)
        return (fault.field == u"id"_s ? m_id : fault.field == u"title"_s ? m_title : m_rungsField)->setFocus();
    shown->setCurrent(fault.rung);
    if (FormField *field = m_form->field(fault.field))
        field->setFocus();
}

/// Files may have been changed in another program meanwhile.
void LadderEditor::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::ActivationChange || !isActiveWindow())
        return;
    const QList<LadderFile> list = m_files.list();
    if (list == m_list)
        return;
    m_list = list;
    fillLadders();
    if (!document())
        open(m_chosen);
}

} // namespace stepladder::ui
