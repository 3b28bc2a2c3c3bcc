// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/codeheader.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSignalBlocker>
#include <QToolButton>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

namespace {

enum ItemRole { KindRole = Qt::UserRole, AttemptRole };

} // namespace

CodeHeader::CodeHeader(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_attempts(new QComboBox(this))
    , m_against(new QLabel(tr("against"), this))
    , m_bases(new QComboBox(this))
    , m_counts(new QLabel(this))
    , m_mode(new QToolButton(this))
    , m_figures(new QLabel(this))
{
    m_attempts->setObjectName(u"attempts"_s);
    m_attempts->setAccessibleName(tr("Attempt shown"));
    m_bases->setObjectName(u"bases"_s);
    m_bases->setAccessibleName(tr("Compared with"));
    for (QComboBox *box : {m_attempts, m_bases})
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_counts->setObjectName(u"counts"_s);
    m_counts->setTextFormat(Qt::PlainText);
    m_mode->setObjectName(u"inline"_s);
    m_mode->setText(tr("Inline"));
    m_mode->setToolTip(tr("Show both versions in one text"));
    m_mode->setCheckable(true);
    m_mode->setAutoRaise(true);
    m_figures->setObjectName(u"figures"_s);
    m_figures->setTextFormat(Qt::PlainText);
    for (QLabel *label : {m_against, m_figures})
        label->setForegroundRole(QPalette::PlaceholderText);

    auto *row = new QHBoxLayout(this);
    const int gap = theme.space();
    row->setContentsMargins(2 * gap, gap, 2 * gap, gap);
    row->setSpacing(2 * gap);
    row->addWidget(m_attempts);
    row->addWidget(m_against);
    row->addWidget(m_bases);
    row->addWidget(m_counts);
    row->addWidget(m_mode);
    row->addStretch(1);
    row->addWidget(m_figures);

    connect(m_attempts, &QComboBox::activated, this, [this](int index) { Q_EMIT attemptChosen(attemptAt(index)); });
    connect(m_bases, &QComboBox::activated, this, [this](int index) { Q_EMIT baseChosen(baseAt(index)); });
    connect(m_mode, &QToolButton::toggled, this, &CodeHeader::inlineChosen);
}

qint64 CodeHeader::attemptAt(int index) const
{
    return m_attempts->itemData(index, AttemptRole).toLongLong();
}

CodeBase CodeHeader::baseAt(int index) const
{
    return {BaseKind(m_bases->itemData(index, KindRole).toInt()), m_bases->itemData(index, AttemptRole).toLongLong()};
}

void CodeHeader::setAttempts(const QList<Attempt> &attempts, qint64 selected)
{
    const QSignalBlocker quiet(m_attempts);
    bool same = m_attempts->count() == attempts.size();
    for (int i = 0; same && i < m_attempts->count(); ++i)
        same = attemptAt(i) == attempts.at(i).seq;
    if (!same) {
        m_attempts->clear();
        for (const Attempt &attempt : attempts) {
            const int index = m_attempts->count();
            m_attempts->addItem(attempt.name);
            m_attempts->setItemData(index, attempt.seq, AttemptRole);
            m_attempts->setItemData(index, attempt.tip, Qt::ToolTipRole);
        }
    }
    m_attempts->setCurrentIndex(m_attempts->findData(selected, AttemptRole));
    for (QWidget *part :
         {static_cast<QWidget *>(m_attempts), static_cast<QWidget *>(m_against), static_cast<QWidget *>(m_bases)})
        part->setVisible(!attempts.isEmpty());
}

void CodeHeader::setBases(const QList<Base> &bases, const CodeBase &selected)
{
    const QSignalBlocker quiet(m_bases);
    bool same = m_bases->count() == bases.size();
    for (int i = 0; same && i < m_bases->count(); ++i)
        same = baseAt(i) == bases.at(i).base;
    if (!same) {
        m_bases->clear();
        for (const Base &base : bases) {
            m_bases->addItem(base.name, int(base.base.kind));
            m_bases->setItemData(m_bases->count() - 1, base.base.attempt, AttemptRole);
        }
    }
    for (int i = 0; i < m_bases->count(); ++i) {
        if (baseAt(i) == selected)
            m_bases->setCurrentIndex(i);
    }
}

void CodeHeader::setCounts(int added, int removed)
{
    m_counts->setText(added + removed == 0 ? tr("no difference") : tr("+%1 −%2").arg(added).arg(removed));
    m_counts->show();
    m_mode->show();
}

void CodeHeader::hideCounts()
{
    m_counts->hide();
    m_mode->hide();
}

void CodeHeader::setFigures(const VerdictFigures &figures)
{
    if (!figures.judged) {
        m_figures->clear();
        return;
    }
    QStringList parts;
    if (figures.builds)
        parts.append(tr("builds"));
    else
        parts.append(figures.errors == 1      ? tr("1 error")
                         : figures.errors > 1 ? tr("%1 errors").arg(figures.errors)
                                              : tr("does not build"));
    if (figures.testsTotal > 0)
        parts.append(tr("%1 of %2 tests").arg(figures.testsPassed).arg(figures.testsTotal));
    if (figures.coverage)
        parts.append(tr("coverage %1 %").arg(QLocale().toString(*figures.coverage, 'f', 0)));
    parts.append(tr("score %1").arg(QLocale().toString(figures.score, 'f', 1)));
    m_figures->setText(parts.join(u" · "_s));
}

void CodeHeader::setInline(bool isInline)
{
    m_mode->setChecked(isInline);
}

} // namespace stepladder::ui
