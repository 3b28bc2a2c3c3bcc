// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guidance/guidancedigest.h"

#include "ui/guidance/difftext.h"
#include "ui/guidance/triedview.h"

#include <QGridLayout>
#include <QHeaderView>
#include <QJsonArray>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

namespace {

enum DigestColumn { Number, Rung, By, Builds, Errors, Tests, Score, Summary };

QLabel *paragraph(const QString &text, const QString &name)
{
    auto *label = new QLabel(text);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

QLabel *heading(const QString &text)
{
    auto *label = new QLabel(text);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    return label;
}

QString causeText(const QJsonObject &cause)
{
    QStringList lines = {cause[u"rootCause"].toString()};
    if (const QString approach = cause[u"correctApproach"].toString(); !approach.isEmpty())
        lines.append(GuidanceDigest::tr("Suggested: %1").arg(approach));
    for (const auto &action : cause[u"recommendedActions"].toArray())
        lines.append(u"· "_s + action.toString());
    return lines.join(u'\n');
}

} // namespace

GuidanceDigest::GuidanceDigest(const domain::Request &request, const Theme &theme, QWidget *parent)
    : QTabWidget(parent)
    , m_theme(theme)
{
    setObjectName(u"guidanceDigest"_s);
    setDocumentMode(true);
    const QJsonObject &details = request.details;
    addTab(why(details), tr("Why it fails"));
    addTab(attempts(details), tr("Attempts %1").arg(details[u"digest"].toArray().size()));
    m_best = new TriedView(theme);
    m_best->setObjectName(u"digestBest"_s);
    addTab(m_best, tr("Best attempt"));
    m_best->say(details[u"best"].toObject().isEmpty() ? tr("No attempt proposed any code.")
                                                      : tr("What was built and tested is being read."));
    connect(m_best, &TriedView::placeChosen, this, &GuidanceDigest::placeChosen);
}

void GuidanceDigest::showBest(const AttemptRecord &record, const QString &workspace)
{
    m_best->show(tr("Attempt %1 by %2: %3")
                     .arg(record.attempt.number)
                     .arg(record.attempt.model, record.verdict.summary.trimmed()),
                 record, workspace);
}

void GuidanceDigest::showTrial(const QString &sentence, const AttemptRecord &record, const QString &workspace)
{
    if (!m_trial) {
        m_trial = new TriedView(m_theme);
        m_trial->setObjectName(u"digestTrial"_s);
        connect(m_trial, &TriedView::placeChosen, this, &GuidanceDigest::placeChosen);
        addTab(m_trial, tr("Your code"));
    }
    m_trial->show(sentence, record, workspace);
    setCurrentWidget(m_trial);
}

QWidget *GuidanceDigest::why(const QJsonObject &details)
{
    auto *inside = new QWidget;
    auto *column = new QVBoxLayout(inside);
    column->setContentsMargins(m_theme.space(3), m_theme.space(3), m_theme.space(3), m_theme.space(3));
    column->setSpacing(m_theme.space(2));
    const auto add = [column](const QString &title, const QString &text, const QString &name) {
        if (text.trimmed().isEmpty())
            return;
        column->addWidget(heading(title));
        column->addWidget(paragraph(text, name));
    };
    addReasons(*column, details);
    add(tr("Root cause"), causeText(details[u"rootCause"].toObject()), u"digestCause"_s);
    addSimilar(*column, details);
    add(tr("What is wanted"), details[u"description"].toString(), u"digestWanted"_s);
    column->addStretch(1);
    auto *area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidget(inside);
    return area;
}

void GuidanceDigest::addReasons(QVBoxLayout &column, const QJsonObject &details)
{
    const QJsonArray reasons = details[u"reasons"].toArray();
    if (reasons.isEmpty())
        return;
    column.addWidget(heading(tr("Why the attempts failed")));
    auto *grid = new QGridLayout;
    grid->setColumnStretch(0, 1);
    const auto of = details[u"digest"].toArray().size();
    for (const auto &reason : reasons) {
        const int row = grid->rowCount();
        auto *text = paragraph(reason[u"text"].toString(), u"digestReason"_s);
        text->setToolTip(reason[u"kind"].toString());
        auto *count = new QLabel(tr("%1 of %2").arg(reason[u"count"].toInt()).arg(of));
        count->setObjectName(u"digestReasonCount"_s);
        count->setForegroundRole(QPalette::PlaceholderText);
        grid->addWidget(text, row, 0);
        grid->addWidget(count, row, 1, Qt::AlignRight | Qt::AlignTop);
    }
    column.addLayout(grid);
}

void GuidanceDigest::addSimilar(QVBoxLayout &column, const QJsonObject &details)
{
    const QJsonArray similar = details[u"similar"].toArray();
    if (similar.isEmpty())
        return;
    column.addWidget(heading(tr("Like failures before")));
    auto *grid = new QGridLayout;
    grid->setColumnStretch(0, 1);
    for (const auto &one : similar) {
        const int row = grid->rowCount();
        const QString worked = one[u"whatWorked"].toString().trimmed();
        grid->addWidget(paragraph(tr("%1, %2: %3")
                                      .arg(one[u"file"].toString(), one[u"date"].toString(),
                                           worked.isEmpty() ? tr("nothing worked") : worked),
                                  u"digestSimilar"_s),
                        row, 0);
        if (worked.isEmpty())
            continue;
        auto *use = new QPushButton(tr("Use It"));
        use->setObjectName(u"useSimilar"_s);
        use->setToolTip(tr("What helped there goes into your guidance, where you can change it."));
        use->setAccessibleDescription(worked);
        const QString words = one[u"words"].toString();
        connect(use, &QPushButton::clicked, this,
                [this, said = words.isEmpty() ? worked : words] { Q_EMIT wordsChosen(said); });
        grid->addWidget(use, row, 1, Qt::AlignTop);
    }
    column.addLayout(grid);
}

QWidget *GuidanceDigest::attempts(const QJsonObject &details)
{
    auto *tree = new QTreeWidget;
    tree->setObjectName(u"digestAttempts"_s);
    tree->setAccessibleName(tr("Attempts so far"));
    tree->setRootIsDecorated(false);
    tree->setUniformRowHeights(true);
    tree->setFrameShape(QFrame::NoFrame);
    tree->setHeaderLabels(
        {tr("No."), tr("Rung"), tr("By"), tr("Builds"), tr("Errors"), tr("Tests"), tr("Score"), tr("What came of it")});
    for (const auto &one : details[u"digest"].toArray()) {
        const int number = one[u"attempt"].toInt();
        const int passed = one[u"passed"].toInt();
        auto *row = new QTreeWidgetItem(tree);
        row->setText(Number, number > 0 ? QString::number(number) : tr("own code"));
        row->setText(Rung, one[u"rung"].toString());
        row->setText(By, one[u"model"].toString());
        row->setText(Builds, one[u"builds"].toBool() ? tr("yes") : tr("no"));
        row->setText(Errors, QString::number(one[u"errors"].toInt()));
        row->setText(Tests, u"%1 / %2"_s.arg(passed).arg(passed + one[u"failed"].toInt()));
        row->setText(Score, QString::number(one[u"score"].toDouble(), 'f', 1));
        row->setText(Summary, one[u"summary"].toString().simplified());
        row->setToolTip(Summary, row->text(Summary));
        row->setData(Number, Qt::UserRole, one[u"diff"].toString());
    }
    for (int column = Number; column < Summary; ++column)
        tree->resizeColumnToContents(column);
    auto *halves = new QSplitter(Qt::Vertical);
    halves->addWidget(tree);
    auto *below = new QWidget;
    auto *column = new QVBoxLayout(below);
    column->setContentsMargins(0, 0, 0, 0);
    halves->addWidget(below);
    connect(tree, &QTreeWidget::currentItemChanged, below, [this, column](QTreeWidgetItem *row) {
        while (QLayoutItem *old = column->takeAt(0)) {
            delete old->widget();
            delete old;
        }
        const QString diff = row ? row->data(Number, Qt::UserRole).toString() : QString();
        column->addWidget(diff.isEmpty() ? static_cast<QWidget *>(
                              paragraph(tr("There is no earlier candidate that it differs from."), u"digestNoChange"_s))
                                         : new DiffText(diff, m_theme));
    });
    if (tree->topLevelItemCount() > 0)
        tree->setCurrentItem(tree->topLevelItem(tree->topLevelItemCount() - 1));
    return halves;
}

} // namespace stepladder::ui
