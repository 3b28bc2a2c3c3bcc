// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/locations.h"
#include "ui/ladders/ladderpreview.h"

#include <QWidget>

class QLabel;

namespace stepladder::ui {

class FormField;
class LadderView;
class Theme;

/// What a ladder would try, by whom and at what cost, while it is written.
class LadderPreviewPane final : public QWidget
{
    Q_OBJECT

public:
    LadderPreviewPane(storage::Locations locations, const Theme &theme, QWidget *parent = nullptr);

    /// \p stale: it is how the ladder was before something in it was wrong.
    void setLadder(const domain::Ladder &ladder, bool stale);
    /// Marks its first try.
    void setCurrent(int rung);
    const LadderPreview &preview() const { return m_preview; }

Q_SIGNALS:
    /// A try of that rung was clicked, or Enter pressed on it.
    void rungChosen(int rung);

private:
    void readModels(const QString &file);
    void askUsual();
    void refresh();

    const storage::Locations m_locations;
    FormField *m_modelsFile;
    LadderView *m_view;
    QLabel *m_stale;
    QLabel *m_evidence;
    QLabel *m_sums;
    domain::Ladder m_ladder;
    std::optional<domain::ModelsConfig> m_models;
    UsualCalls m_usual; ///< of the last runs
    LadderPreview m_preview;
    int m_current = -1;
};

} // namespace stepladder::ui
