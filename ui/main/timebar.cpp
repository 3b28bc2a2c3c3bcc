// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main/timebar.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>

#include <limits>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

TimeBar::TimeBar(OpenRun &run, const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_run(run)
{
    setObjectName(u"timeBar"_s);
    m_slider = new QSlider(Qt::Horizontal);
    m_slider->setObjectName(u"timeSlider"_s);
    m_slider->setAccessibleName(tr("Moment of the run"));
    m_slider->setMinimum(1);
    m_label = new QLabel;
    m_label->setObjectName(u"timeLabel"_s);
    m_now = new QPushButton(tr("Now"));
    m_now->setObjectName(u"nowButton"_s);
    auto *back = new QPushButton(tr("‹ Attempt"));
    back->setAccessibleName(tr("To the attempt before"));
    auto *forth = new QPushButton(tr("Attempt ›"));
    forth->setAccessibleName(tr("To the next attempt"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(theme.space(2), theme.space(), theme.space(2), theme.space());
    row->setSpacing(theme.space(2));
    for (QWidget *widget :
         {static_cast<QWidget *>(back), static_cast<QWidget *>(m_slider), static_cast<QWidget *>(forth),
          static_cast<QWidget *>(m_label), static_cast<QWidget *>(m_now)})
        row->addWidget(widget, widget == m_slider ? 1 : 0);

    connect(m_slider, &QSlider::valueChanged, this, &TimeBar::moved);
    connect(back, &QPushButton::clicked, this, [this] { stepAttempts(-1); });
    connect(forth, &QPushButton::clicked, this, [this] { stepAttempts(+1); });
    connect(m_now, &QPushButton::clicked, this, &TimeBar::backToNow);
    connect(&run.feed(), &RunFeed::momentChanged, this, &TimeBar::refresh);
    connect(&run.feed(), &RunFeed::entriesAdded, this, &TimeBar::refresh);
    refresh();
}

void TimeBar::refresh()
{
    const RunFeed &feed = m_run.feed();
    const int last = int(std::min<qint64>(std::max<qint64>(1, feed.lastSeq()), std::numeric_limits<int>::max()));
    const QSignalBlocker quiet(m_slider);
    m_slider->setMaximum(last);
    m_slider->setPageStep(std::max(1, last / 50));
    if (!m_slider->isSliderDown())
        m_slider->setValue(feed.position() == 0 ? last : int(feed.position()));
    m_now->setEnabled(m_run.isScrubbed());
    const journal::RunView &view = m_run.moment().run;
    if (view.seq == 0)
        return;
    const QString time = QLocale().toString(QDateTime::fromMSecsSinceEpoch(view.updatedMs).time(), QLocale::LongFormat);
    m_label->setText(m_run.isScrubbed() ? tr("%1, entry %2 of %3").arg(time).arg(view.seq).arg(last)
                                        : tr("now, entry %1").arg(last));
}

void TimeBar::moved(int value)
{
    m_run.setPosition(value == m_slider->maximum() ? 0 : value);
}

void TimeBar::stepAttempts(int direction)
{
    // Attempts of the moment shown end at it; those after it are known to the run as it stands.
    m_run.feed().ask(
        this, [](journal::JournalReader &reader) { return reader.at(); },
        [this, direction](const domain::Result<journal::Moment> &now) {
            if (!now)
                return;
            const qint64 here = m_run.isScrubbed() ? m_run.feed().position() : now->run.seq + 1;
            qint64 target = direction > 0 ? 0 : 1;
            for (const journal::AttemptState &attempt : now->attempts) {
                if (direction > 0 && attempt.startedSeq > here) {
                    target = attempt.startedSeq;
                    break;
                }
                if (direction < 0 && attempt.startedSeq < here)
                    target = attempt.startedSeq;
            }
            m_run.setPosition(target);
        });
}

void TimeBar::backToNow()
{
    m_run.setPosition(0);
}

} // namespace stepladder::ui
