// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QXmlStreamReader>

#include <initializer_list>
#include <optional>

namespace stepladder::toolchain {

/// Walks one XML document from outside, front to back. The first fault ends the walk: nextChild() is false from then
/// on, and finish() says what it was and in which line. Refused: entity declarations, nesting deeper than 128, anything
/// cut. Mended, because reporters write them: characters that XML forbids (as U+FFFD), blank lines before the
/// declaration.
class XmlCursor
{
public:
    XmlCursor(const QByteArray &bytes, QString file);

    /// Steps into the document's element. False on a fault: one of another name than \p expected is one.
    bool enterRoot(std::initializer_list<QLatin1String> expected);
    /// Steps into the next child of the current element; false at its end, which leaves it, and on a fault.
    bool nextChild();
    /// Leaves the current element, whatever is in it.
    void skip();
    /// All text within the current element, which is left.
    QString text();

    QStringView name() const { return m_xml.name(); }
    bool hasAttribute(QLatin1String name) const;
    QString attribute(QLatin1String name) const;
    /// nullopt where it is absent or no number.
    std::optional<int> integer(QLatin1String name) const;

    bool failed() const { return m_error.has_value(); }
    /// Says what is wrong at the current line.
    void fault(const QString &message);
    /// Reads to the end of the document. BadInput with the first fault.
    domain::Result<void> finish();

private:
    QXmlStreamReader::TokenType advance();
    qint64 line() const { return m_xml.lineNumber() + m_linesBefore; }

    QXmlStreamReader m_xml;
    QString m_file;
    QStringList m_open; ///< names of the elements stepped into
    qint64 m_linesBefore = 0;
    std::optional<domain::Error> m_error;
};

} // namespace stepladder::toolchain
