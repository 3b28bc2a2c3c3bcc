// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "guidance/knowledgefrontmatter.h"

#include "domain/shown.h"

#include <QRegularExpression>

namespace stepladder::guidance {

using namespace Qt::StringLiterals;
using domain::shown;

namespace {

using Text = tl::expected<QString, QString>;
using Texts = tl::expected<QStringList, QString>;

/// Takes a quoted text off the front of \p rest.
Text takeQuoted(QString &rest)
{
    const QChar quote = rest.front();
    QString text;
    for (qsizetype i = 1; i < rest.size(); ++i) {
        const QChar c = rest.at(i);
        const QChar next = i + 1 < rest.size() ? rest.at(i + 1) : QChar();
        if (c == quote && quote == u'\'' && next == u'\'') {
            text += c;
            ++i;
        } else if (c == quote) {
            rest = rest.mid(i + 1).trimmed();
            return text;
        } else if (c == u'\\' && quote == u'"') {
            static const QString escapes = u"\"\\/nt"_s;
            static const QString meant = u"\"\\/\n\t"_s;
            const auto at = next.isNull() ? -1 : escapes.indexOf(next);
            if (at < 0)
                return tl::unexpected(u"expected \\\", \\\\, \\/, \\n or \\t behind a backslash in double quotes"_s);
            text += meant.at(at);
            ++i;
        } else {
            text += c;
        }
    }
    return tl::unexpected(u"expected the closing %1"_s.arg(quote));
}

bool isQuoted(const QString &text)
{
    return text.startsWith(u'\'') || text.startsWith(u'"');
}

Text readText(QString text)
{
    if (!isQuoted(text)) {
        static const QString special = u"[]{}&*!|>%@`#,"_s;
        if (!text.isEmpty() && special.contains(text.front()))
            return tl::unexpected(u"expected %1 in quotes"_s.arg(shown(text)));
        return text;
    }
    const Text taken = takeQuoted(text);
    if (taken && !text.isEmpty())
        return tl::unexpected(u"expected nothing behind the closing quote, found %1"_s.arg(shown(text)));
    return taken;
}

/// "[a, 'b, c', d]"
Texts readFlowList(const QString &text)
{
    const auto fault = tl::unexpected(u"expected a list as in [a, b] on one line, found %1"_s.arg(shown(text)));
    QStringList items;
    QString rest = text.mid(1).trimmed();
    while (!rest.startsWith(u']')) {
        if (rest.isEmpty())
            return fault;
        QString item;
        if (isQuoted(rest)) {
            const Text taken = takeQuoted(rest);
            if (!taken)
                return tl::unexpected(taken.error());
            item = *taken;
        } else {
            static const QRegularExpression end(u"[,\\]]"_s);
            const auto at = rest.indexOf(end);
            item = rest.left(at).trimmed();
            rest = at < 0 ? QString() : rest.mid(at);
        }
        if (item.isEmpty())
            return fault;
        items.append(item);
        if (rest.startsWith(u','))
            rest = rest.mid(1).trimmed();
        else if (!rest.startsWith(u']'))
            return fault;
    }
    return rest.size() == 1 ? Texts(items) : Texts(fault);
}

class FrontMatterReader
{
public:
    explicit FrontMatterReader(const QStringList &lines)
        : m_lines(lines)
    {
    }

    tl::expected<FrontMatter, LineFault> read()
    {
        if (m_lines.isEmpty() || m_lines.first().trimmed() != u"---")
            return tl::unexpected(LineFault{1, u"expected the front matter, a line of ---"_s});
        for (m_at = 1; m_at < m_lines.size(); ++m_at) {
            const QString line = m_lines.at(m_at);
            if (line.trimmed() == u"---") {
                m_read.end = int(m_at) + 1;
                return m_read;
            }
            if (line.trimmed().isEmpty() || line.startsWith(u'#'))
                continue;
            if (const QString wrong = take(line); !wrong.isEmpty())
                return tl::unexpected(LineFault{int(m_at) + 1, wrong});
        }
        return tl::unexpected(LineFault{1, u"expected a second line of ---, which ends the front matter"_s});
    }

private:
    QString take(const QString &line)
    {
        static const QRegularExpression item(u"^\\s*-\\s+(\\S.*)$"_s);
        static const QRegularExpression field(u"^([A-Za-z][\\w-]*):(?:\\s+(.*))?$"_s);
        if (const auto match = item.match(line); match.hasMatch())
            return takeItem(match.captured(1).trimmed());
        const auto match = field.match(line);
        if (!match.hasMatch())
            return u"expected \"key: text\", \"key: [a, b]\" or \"- text\", found %1"_s.arg(shown(line));
        m_key = match.captured(1);
        if (m_read.fields.contains(m_key))
            return u"%1: is there twice"_s.arg(m_key);
        return takeField(match.captured(2).trimmed());
    }

    QString takeItem(const QString &text)
    {
        FrontMatterField *field = m_read.fields.contains(m_key) ? &m_read.fields[m_key] : nullptr;
        if (!field || !m_open)
            return u"expected \"key:\" before \"- text\""_s;
        const Text value = readText(text);
        if (!value)
            return u"%1: %2"_s.arg(m_key, value.error());
        field->values.append(*value);
        field->isList = true;
        return {};
    }

    QString takeField(const QString &text)
    {
        FrontMatterField field{.line = int(m_at) + 1};
        m_open = text.isEmpty();
        if (text.startsWith(u'[')) {
            const Texts values = readFlowList(text);
            if (!values)
                return u"%1: %2"_s.arg(m_key, values.error());
            field.values = *values;
            field.isList = true;
        } else if (!text.isEmpty()) {
            const Text value = readText(text);
            if (!value)
                return u"%1: %2"_s.arg(m_key, value.error());
            field.values = {*value};
        }
        m_read.fields.insert(m_key, field);
        return {};
    }

    const QStringList &m_lines;
    qsizetype m_at = 0;
    QString m_key;
    bool m_open = false; ///< the last key had no value in its line
    FrontMatter m_read;
};

} // namespace

tl::expected<FrontMatter, LineFault> readFrontMatter(const QStringList &lines)
{
    return FrontMatterReader(lines).read();
}

QString frontMatterText(const QString &text)
{
    // YAML takes more than we do for syntax; what begins with a letter and has none of its signs is plain to both.
    static const QRegularExpression plain(u"^[\\p{L}][^\\n:#'\"\\[\\]{},&*!|>%@`\\\\]*(?<!\\s)$"_s,
                                          QRegularExpression::UseUnicodePropertiesOption);
    static const QRegularExpression word(u"^(?:true|false|null|yes|no|on|off|y|n)$"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    if (plain.match(text).hasMatch() && !word.match(text).hasMatch())
        return text;
    return u'\'' + QString(text).replace(u'\'', u"''"_s) + u'\'';
}

} // namespace stepladder::guidance
