// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace stepladder::ui {

/// What is written is kept when nothing was typed for so long.
inline constexpr int kKeepDraftMs = 400;

/// What is typed for a request and not sent yet: kept in a file, so that neither a crash nor a second answer loses it.
class Draft
{
public:
    /// \p folder is made when something is kept.
    Draft(QString folder, const QString &request);

    bool exists() const;
    QString read() const; ///< empty without one
    QByteArray readBytes() const;
    bool keep(const QString &text) const; ///< an empty text removes it
    bool keepBytes(const QByteArray &bytes) const;
    void remove() const;

private:
    QString m_folder;
    QString m_file;
};

} // namespace stepladder::ui
