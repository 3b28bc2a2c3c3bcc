// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plan/bindings.h"

#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>

#include <algorithm>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

namespace {

template<typename Editor>
Editor *editorOf(const FormField *field)
{
    return field->editor()->findChild<Editor *>(QString(), Qt::FindDirectChildrenOnly)
        ? field->editor()->findChild<Editor *>(QString(), Qt::FindDirectChildrenOnly)
        : qobject_cast<Editor *>(field->editor());
}

/// Wheels turn pages, not values that nobody looks at.
class NoWheel final : public QObject
{
public:
    using QObject::QObject;
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() != QEvent::Wheel || static_cast<QWidget *>(watched)->hasFocus())
            return false;
        event->ignore();
        return true;
    }
};

QStringList tidied(const QStringList &parts)
{
    QStringList tidy;
    for (const QString &part : parts) {
        if (const QString text = part.trimmed(); !text.isEmpty() && !tidy.contains(text))
            tidy.append(text);
    }
    return tidy;
}

} // namespace

FormField *lineField(const QString &name, const QString &label, const Theme &theme,
                     const std::function<void(const QString &)> &took)
{
    auto *line = new QLineEdit;
    line->setObjectName(name);
    QObject::connect(line, &QLineEdit::textEdited, line, took);
    return new FormField(label, line, theme);
}

FormField *textField(const QString &name, const QString &label, int rows, const Theme &theme,
                     const std::function<void(const QString &)> &took)
{
    auto *text = new QPlainTextEdit;
    text->setObjectName(name);
    text->setTabChangesFocus(true);
    text->setUndoRedoEnabled(false);
    text->setFixedHeight(text->fontMetrics().lineSpacing() * rows + theme.space(4));
    text->setFrameShape(QFrame::StyledPanel);
    QObject::connect(text, &QPlainTextEdit::textChanged, text, [text, took] { took(text->toPlainText()); });
    return new FormField(label, text, theme);
}

FormField *numberField(const QString &name, const QString &label, int from, int to, const Theme &theme,
                       const std::function<void(int)> &took)
{
    auto *spin = new QSpinBox;
    spin->setObjectName(name);
    spin->setRange(from, to);
    spin->setFocusPolicy(Qt::StrongFocus);
    spin->installEventFilter(new NoWheel(spin));
    QObject::connect(spin, &QSpinBox::valueChanged, spin, took);
    return new FormField(label, spin, theme);
}

FormField *choiceField(const QString &name, const QString &label, const Theme &theme,
                       const std::function<void(const QVariant &)> &took)
{
    auto *combo = new QComboBox;
    combo->setObjectName(name);
    combo->setFocusPolicy(Qt::StrongFocus);
    combo->installEventFilter(new NoWheel(combo));
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo->setMinimumContentsLength(10);
    QObject::connect(combo, &QComboBox::currentIndexChanged, combo, [combo, took] { took(combo->currentData()); });
    return new FormField(label, combo, theme);
}

FormField *checkField(const QString &name, const QString &label, const Theme &theme,
                      const std::function<void(bool)> &took)
{
    auto *box = new QCheckBox(label);
    box->setObjectName(name);
    QObject::connect(box, &QCheckBox::toggled, box, took);
    return new FormField({}, box, theme);
}

FormField *pathField(const QString &name, const QString &label, bool folder, const QString &filter, const Theme &theme,
                     const std::function<void(const QString &)> &took)
{
    auto *both = new QWidget;
    both->setObjectName(name + u"Row"_s);
    auto *line = new QLineEdit;
    line->setObjectName(name);
    line->setAccessibleName(QString(label).remove(u'&'));
    line->setProperty("form", true);
    auto *look = new QPushButton(QCoreApplication::translate("stepladder::ui::Form", "Choose…"));
    look->setObjectName(name + u"Choose"_s);
    look->setAccessibleName(QCoreApplication::translate("stepladder::ui::Form", "Choose: %1").arg(label));
    auto *row = new QHBoxLayout(both);
    row->setContentsMargins({});
    row->setSpacing(theme.space());
    row->addWidget(line, 1);
    row->addWidget(look);
    both->setFocusProxy(line);
    QObject::connect(line, &QLineEdit::textEdited, line, took);
    QObject::connect(look, &QPushButton::clicked, line, [line, folder, filter, took, label] {
        auto *dialog = new QFileDialog(line->window(), label, line->text(), filter);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFile);
        QObject::connect(dialog, &QFileDialog::fileSelected, line, [line, took](const QString &chosen) {
            line->setText(chosen);
            took(chosen);
        });
        dialog->open();
    });
    return new FormField(label, both, theme);
}

void setText(FormField *field, const QString &text)
{
    if (auto *line = editorOf<QLineEdit>(field)) {
        if (line->text() != text)
            line->setText(text);
        return;
    }
    auto *edit = editorOf<QPlainTextEdit>(field);
    if (!edit || edit->toPlainText() == text)
        return;
    const QSignalBlocker quiet(edit);
    const int at = edit->textCursor().position();
    edit->setPlainText(text);
    QTextCursor cursor = edit->textCursor();
    cursor.setPosition(std::min(at, int(text.size())));
    edit->setTextCursor(cursor);
}

void setNumber(FormField *field, int value)
{
    auto *spin = editorOf<QSpinBox>(field);
    const QSignalBlocker quiet(spin);
    spin->setValue(value);
}

void setChecked(FormField *field, bool on)
{
    auto *box = editorOf<QCheckBox>(field);
    const QSignalBlocker quiet(box);
    box->setChecked(on);
}

void setChoice(FormField *field, const QVariant &value)
{
    auto *combo = editorOf<QComboBox>(field);
    const QSignalBlocker quiet(combo);
    int at = combo->findData(value);
    if (at < 0) {
        combo->addItem(value.toString(), value);
        at = combo->count() - 1;
    }
    combo->setCurrentIndex(at);
}

void setChoices(FormField *field, const QList<QPair<QString, QVariant>> &choices)
{
    auto *combo = editorOf<QComboBox>(field);
    bool same = combo->count() == choices.size();
    for (int i = 0; same && i < combo->count(); ++i)
        same = combo->itemText(i) == choices.at(i).first && combo->itemData(i) == choices.at(i).second;
    if (same)
        return;
    const QSignalBlocker quiet(combo);
    const QVariant chosen = combo->currentData();
    combo->clear();
    for (const auto &[text, data] : choices)
        combo->addItem(text, data);
    combo->setCurrentIndex(std::max(0, combo->findData(chosen)));
}

QStringList wordsOf(const QString &text)
{
    return tidied(text.split(u','));
}

QStringList linesOf(const QString &text)
{
    return tidied(text.split(u'\n'));
}

void setWords(FormField *field, const QStringList &values)
{
    if (wordsOf(editorOf<QLineEdit>(field)->text()) != values)
        setText(field, values.join(u", "_s));
}

void setLines(FormField *field, const QStringList &values)
{
    if (linesOf(editorOf<QPlainTextEdit>(field)->toPlainText()) != values)
        setText(field, values.join(u'\n'));
}

} // namespace stepladder::ui
