// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/results/xmlcursor.h"

#include "toolchain/results/resulttext.h"

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

namespace {

constexpr int kDeepest = 128;

bool isForbidden(uint c)
{
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0xFFFE || c == 0xFFFF || c > 0x10FFFF
        || (c >= 0xD800 && c < 0xE000);
}

/// Whether the reference that starts at \p at ("&#27;", "&#x1B;") means a character that XML forbids. \p length: its
/// own.
bool isForbiddenReference(QStringView text, qsizetype at, qsizetype *length)
{
    const auto end = text.sliced(at, std::min<qsizetype>(12, text.size() - at)).indexOf(u';');
    if (end < 3 || !text.sliced(at).startsWith(u"&#"))
        return false;
    *length = end + 1;
    QStringView digits = text.sliced(at + 2, end - 2);
    const bool hex = digits.startsWith(u'x');
    bool ok = false;
    const uint code = (hex ? digits.sliced(1) : digits).toUInt(&ok, hex ? 16 : 10);
    return ok && isForbidden(code);
}

/// \p text with what XML forbids replaced; line ends stay where they are.
QString mended(const QString &text)
{
    QString result;
    qsizetype copied = 0;
    const auto replace = [&](qsizetype at, qsizetype length) {
        result += QStringView(text).sliced(copied, at - copied);
        result += QChar(QChar::ReplacementCharacter);
        copied = at + length;
    };
    bool inData = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t c = text.at(i).unicode();
        qsizetype length = 0;
        if (c == u'<' && !inData)
            inData = QStringView(text).sliced(i).startsWith(u"<![CDATA[");
        else if (c == u']' && inData)
            inData = !QStringView(text).sliced(i).startsWith(u"]]>");
        else if (c == u'&' && !inData && isForbiddenReference(text, i, &length))
            replace(i, length);
        else if (QChar::isHighSurrogate(c) && i + 1 < text.size() && text.at(i + 1).isLowSurrogate())
            ++i;
        else if (isForbidden(c))
            replace(i, 1);
    }
    if (copied == 0)
        return text;
    result += QStringView(text).sliced(copied);
    return result;
}

} // namespace

XmlCursor::XmlCursor(const QByteArray &bytes, QString file)
    : m_file(std::move(file))
{
    Result<QString> text = decodeResultText(bytes, m_file);
    if (!text) {
        m_error = text.error();
        return;
    }
    qsizetype blank = 0;
    while (blank < text->size() && text->at(blank).isSpace())
        ++blank;
    m_linesBefore = QStringView(*text).left(blank).count(u'\n');
    text->remove(0, blank);
    if (text->isEmpty())
        m_error = domain::Error{ErrorKind::BadInput, u"%1:1: the file is empty; expected XML"_s.arg(m_file)};
    if (m_error)
        return;
    m_xml.addData(mended(*text));
}

QXmlStreamReader::TokenType XmlCursor::advance()
{
    if (m_error)
        return QXmlStreamReader::Invalid;
    const auto token = m_xml.readNext();
    if (token == QXmlStreamReader::StartElement) {
        m_open.append(m_xml.name().toString());
        if (m_open.size() > kDeepest)
            fault(u"elements nested deeper than %1"_s.arg(kDeepest));
    } else if (token == QXmlStreamReader::EndElement) {
        m_open.removeLast();
    } else if (token == QXmlStreamReader::DTD && !m_xml.entityDeclarations().isEmpty()) {
        fault(u"declares entities; expected none"_s);
    } else if (token == QXmlStreamReader::EntityReference) {
        fault(u"entity \"%1\" is not declared"_s.arg(m_xml.name().toString().left(100)));
    } else if (token == QXmlStreamReader::Invalid) {
        const bool cut = m_xml.error() == QXmlStreamReader::PrematureEndOfDocumentError;
        const QString missing = m_open.isEmpty() ? u"an element"_s : u"</%1>"_s.arg(m_open.constLast());
        fault(cut ? u"the file ends too early; expected %1"_s.arg(missing) : m_xml.errorString().simplified());
    }
    return m_error ? QXmlStreamReader::Invalid : token;
}

bool XmlCursor::enterRoot(std::initializer_list<QLatin1String> expected)
{
    auto token = advance();
    while (token != QXmlStreamReader::StartElement) {
        if (token == QXmlStreamReader::Invalid || token == QXmlStreamReader::EndDocument)
            return false;
        token = advance();
    }
    if (std::find(expected.begin(), expected.end(), name()) != expected.end())
        return true;
    fault(u"the file's element is <%1>; expected <%2>"_s.arg(name().toString().left(100), *expected.begin()));
    return false;
}

bool XmlCursor::nextChild()
{
    while (true) {
        const auto token = advance();
        if (token == QXmlStreamReader::StartElement)
            return true;
        if (token == QXmlStreamReader::Invalid || token == QXmlStreamReader::EndElement)
            return false;
    }
}

void XmlCursor::skip()
{
    const auto depth = m_open.size();
    while (!m_error && m_open.size() >= depth)
        advance();
}

QString XmlCursor::text()
{
    QString text;
    const auto depth = m_open.size();
    while (!m_error && m_open.size() >= depth) {
        if (advance() == QXmlStreamReader::Characters)
            text += m_xml.text();
    }
    return text;
}

bool XmlCursor::hasAttribute(QLatin1String name) const
{
    return m_xml.attributes().hasAttribute(name);
}

QString XmlCursor::attribute(QLatin1String name) const
{
    return m_xml.attributes().value(name).toString();
}

std::optional<int> XmlCursor::integer(QLatin1String name) const
{
    bool ok = false;
    const int value = m_xml.attributes().value(name).trimmed().toInt(&ok);
    return ok ? std::optional(value) : std::nullopt;
}

void XmlCursor::fault(const QString &message)
{
    if (!m_error)
        m_error = domain::Error{ErrorKind::BadInput, u"%1:%2: %3"_s.arg(m_file).arg(line()).arg(message)};
}

Result<void> XmlCursor::finish()
{
    while (!m_error && advance() != QXmlStreamReader::EndDocument) { }
    if (m_error)
        return domain::fail(*m_error);
    return {};
}

} // namespace stepladder::toolchain
