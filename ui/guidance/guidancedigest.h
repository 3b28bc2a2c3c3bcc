// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/request.h"
#include "ui/tests/attemptrecord.h"
#include "ui/theme/theme.h"

#include <QTabWidget>

class QVBoxLayout;

namespace stepladder::ui {

class TriedView;

/// What a request for help rests on: why the attempts failed, what an analysis makes of it and what helped before; each
/// attempt with its change; what building and testing the best one said.
class GuidanceDigest final : public QTabWidget
{
    Q_OBJECT

public:
    GuidanceDigest(const domain::Request &request, const Theme &theme, QWidget *parent = nullptr);

    /// What the journal holds of the best attempt.
    void showBest(const AttemptRecord &record, const QString &workspace);
    /// What building and testing a person's own code said, or that it is under way: in a tab of its own, in front.
    void showTrial(const QString &sentence, const AttemptRecord &record, const QString &workspace);

Q_SIGNALS:
    /// What helped with a like failure is to be said again.
    void wordsChosen(const QString &words);
    /// A line of the best attempt.
    void placeChosen(const QString &file, int line);

private:
    QWidget *why(const QJsonObject &details);
    QWidget *attempts(const QJsonObject &details);
    void addReasons(QVBoxLayout &column, const QJsonObject &details);
    void addSimilar(QVBoxLayout &column, const QJsonObject &details);

    const Theme &m_theme;
    TriedView *m_best = nullptr;
    TriedView *m_trial = nullptr; ///< null until something is tried
};

} // namespace stepladder::ui
