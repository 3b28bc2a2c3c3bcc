// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/closequestion.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("stepladder::ui::CloseQuestion", source);
}

} // namespace

CloseChoice askAboutRunning(QWidget *parent, const QStringList &runs, bool mayKeepRunning)
{
    QMessageBox box(parent);
    box.setObjectName(u"closeQuestion"_s);
    box.setWindowTitle(text(QT_TRANSLATE_NOOP("stepladder::ui::CloseQuestion", "Stepladder")));
    box.setIcon(QMessageBox::Question);
    box.setTextFormat(Qt::PlainText);
    box.setText(text(QT_TRANSLATE_NOOP("stepladder::ui::CloseQuestion", "Under way: %1")).arg(runs.join(u", "_s)));
    box.setInformativeText(text(QT_TRANSLATE_NOOP("stepladder::ui::CloseQuestion",
                                                  "Pausing lets what is in flight finish; nothing is lost and the run "
                                                  "can be resumed. Stopping ends it for good.")));
    QPushButton *keep = mayKeepRunning
        ? box.addButton(text(QT_TRANSLATE_NOOP("stepladder::ui::CloseQuestion", "Keep running in the background")),
                        QMessageBox::AcceptRole)
        : nullptr;
    QPushButton *pause =
        box.addButton(text(QT_TRANSLATE_NOOP("stepladder::ui::CloseQuestion", "Pause")), QMessageBox::AcceptRole);
    QPushButton *stop =
        box.addButton(text(QT_TRANSLATE_NOOP("stepladder::ui::CloseQuestion", "Stop")), QMessageBox::DestructiveRole);
    box.addButton(QMessageBox::Cancel);
    box.setDefaultButton(pause);
    box.exec();
    const auto *clicked = box.clickedButton();
    return clicked == pause       ? CloseChoice::Pause
        : clicked == stop         ? CloseChoice::Stop
        : keep && clicked == keep ? CloseChoice::KeepRunning
                                  : CloseChoice::Stay;
}

} // namespace stepladder::ui
