// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tests/places.h"
#include "ui/theme/theme.h"

#include <QTextBrowser>

namespace stepladder::ui {

/// Text of tools, as it is, in the code font: what of it names a line of the workspace can be gone to by mouse and by
/// Tab and Enter. Nothing else in it is a link, and nothing is loaded.
class LinkedText final : public QTextBrowser
{
    Q_OBJECT

public:
    explicit LinkedText(const Theme &theme, QWidget *parent = nullptr);

    /// \p heading is shown above, in bold; \p text may be long: what is over 64 KB is cut, which is said.
    void show(const QString &heading, const QString &text, const QString &workspace);
    const QList<Place> &places() const { return m_places; }

Q_SIGNALS:
    void placeChosen(const QString &file, int line);

protected:
    QVariant loadResource(int type, const QUrl &name) override;

private:
    void render();

    const Theme &m_theme;
    QString m_heading;
    QString m_text;
    QString m_workspace;
    QList<Place> m_places;
};

} // namespace stepladder::ui
