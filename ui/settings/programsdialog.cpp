// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/programsdialog.h"

#include "ui/settings/programs.h"
#include "ui/settings/settings.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

ProgramsDialog::ProgramsDialog(storage::Locations locations, const Theme &theme, QWidget *parent)
    : QDialog(parent)
    , m_locations(std::move(locations))
    , m_editor(new QLineEdit(this))
    , m_terminal(new QLineEdit(this))
    , m_trouble(new QLabel(this))
{
    setObjectName(u"programsDialog"_s);
    setWindowTitle(tr("Editor and terminal"));
    const Settings settings(m_locations);
    m_editor->setObjectName(u"editorCommand"_s);
    m_editor->setText(settings.editor());
    m_editor->setPlaceholderText(foundEditor());
    m_terminal->setObjectName(u"terminalCommand"_s);
    m_terminal->setText(settings.terminal());
    m_terminal->setPlaceholderText(foundTerminal());
    auto *hint =
        new QLabel(tr("%f is the file, %l the line; %t in front runs an editor in the terminal. The terminal's "
                      "command is followed by what runs in it. Empty: what was found here."));
    hint->setWordWrap(true);
    m_trouble->setObjectName(u"programsTrouble"_s);
    m_trouble->setTextFormat(Qt::PlainText);
    m_trouble->setWordWrap(true);
    theme.setTextRole(*m_trouble, Role::Warn);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto *form = new QFormLayout(this);
    form->addRow(tr("&Editor"), m_editor);
    form->addRow(tr("&Terminal"), m_terminal);
    form->addRow(hint);
    form->addRow(m_trouble);
    form->addRow(buttons);
    resize(theme.space(140), sizeHint().height());
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(m_editor, &QLineEdit::textChanged, this, &ProgramsDialog::keep);
    connect(m_terminal, &QLineEdit::textChanged, this, &ProgramsDialog::keep);
    keep();
}

void ProgramsDialog::keep()
{
    Settings settings(m_locations);
    settings.setEditor(m_editor->text().trimmed());
    settings.setTerminal(m_terminal->text().trimmed());
    const auto editor = editorCall(settings.editorOrFound(), settings.terminalOrFound(), u"/file"_s, 1);
    const auto terminal = terminalCall(settings.terminalOrFound(), u"/"_s);
    m_trouble->setText(!editor ? editor.error().message : !terminal ? terminal.error().message : QString());
}

} // namespace stepladder::ui
