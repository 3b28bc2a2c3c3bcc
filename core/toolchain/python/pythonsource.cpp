// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/python/pythonsource.h"

#include "toolchain/source/sourcemask.h"
#include "toolchain/source/stubs.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;

namespace {

const Lexis &pythonLexis()
{
    static const Lexis lexis{
        .lineComments = {u"#"_s},
        .blockComments = {},
        .strings = {{u"\"\"\""_s, u"\"\"\""_s}, {u"'''"_s, u"'''"_s}, {u"\""_s, u"\""_s}, {u"'"_s, u"'"_s}}};
    return lexis;
}

/// A statement that may span lines.
struct Statement
{
    int indent = 0;
    QString text; ///< without indentation and comments at its end
    QString masked; ///< the same with texts blanked
};

QList<Statement> statementsOf(const QString &source)
{
    const QString masked = maskSource(pythonLexis(), source);
    QList<Statement> statements;
    for (qsizetype at = 0; at < masked.size();) {
        qsizetype start = at;
        while (start < masked.size() && (masked[start] == u' ' || masked[start] == u'\t'))
            ++start;
        qsizetype end = start;
        int depth = 0;
        bool inText = false;
        for (; end < masked.size(); ++end) {
            const QChar c = masked[end];
            if (c == u'(' || c == u'[' || c == u'{')
                ++depth;
            else if (c == u')' || c == u']' || c == u'}')
                --depth;
            else if (c == u'"' || c == u'\'')
                inText = !inText; // marks come in pairs, those of long texts three by three
            else if (c == u'\n' && depth <= 0 && !inText && masked[std::max<qsizetype>(end - 1, 0)] != u'\\')
                break;
        }
        const QString code = masked.mid(start, end - start);
        if (!code.trimmed().isEmpty()) {
            const QString kept = code.trimmed();
            statements.append({.indent = int(start - at), .text = source.mid(start, kept.size()), .masked = kept});
        }
        at = end + 1;
    }
    return statements;
}

const QRegularExpression &definition()
{
    static const QRegularExpression expression(u"^(?:async\\s+)?(def|class)\\s+(\\w+)"_s);
    return expression;
}

bool isPublic(const QString &name)
{
    return !name.startsWith(u'_') || (name.startsWith(u"__"_s) && name.endsWith(u"__"_s));
}

/// The head of a definition up to its colon (what stands behind it on the same line is body).
QString headOf(const Statement &statement)
{
    int depth = 0;
    for (qsizetype i = 0; i < statement.masked.size(); ++i) {
        const QChar c = statement.masked[i];
        if (c == u'(' || c == u'[' || c == u'{')
            ++depth;
        else if (c == u')' || c == u']' || c == u'}')
            --depth;
        else if (c == u':' && depth == 0)
            return statement.text.left(i);
    }
    return statement.text;
}

/// What is kept of a module: definitions, plain values, and the names they use when the module is loaded.
class StubWriter
{
public:
    explicit StubWriter(QString marker)
        : m_marker(std::move(marker))
    {
    }

    QString write(const QList<Statement> &statements, const QStringList &surface, const QString &source)
    {
        m_statements = statements;
        QString body;
        // What is kept may need what would not be: a type variable, a private base, a default value.
        for (qsizetype needed = -1; needed < m_needed.size();) {
            needed = m_needed.size();
            body.clear();
            for (qsizetype i = 0; i < statements.size();)
                i = writeStatement(i, 0, {}, body);
            note(body);
        }
        for (const QString &line : surface)
            body += fromSurface(line, source + body);
        return imports(body) + body;
    }

private:
    qsizetype blockEnd(qsizetype i) const
    {
        qsizetype end = i + 1;
        while (end < m_statements.size() && m_statements[end].indent > m_statements[i].indent)
            ++end;
        return end;
    }

    /// The names of the module that \p body uses.
    void note(const QString &body)
    {
        QSet<QString> own;
        for (const Statement &statement : m_statements) {
            if (statement.indent > 0)
                continue;
            if (const auto defined = definition().match(statement.masked); defined.hasMatch())
                own.insert(defined.captured(2));
            else if (const auto value = assignment().match(statement.masked); value.hasMatch())
                own.insert(value.captured(1));
        }
        static const QRegularExpression word(u"\\b[A-Za-z_]\\w*\\b"_s);
        for (auto it = word.globalMatch(maskSource(pythonLexis(), body)); it.hasNext();) {
            const QString name = it.next().captured();
            if (own.contains(name))
                m_needed.insert(name);
        }
    }

    bool writes(const QString &name) const { return isPublic(name) || m_needed.contains(name); }

    /// A function of this module is a stub: as a decorator it would end the import.
    bool decorates(const Statement &statement) const
    {
        static const QRegularExpression name(u"^@\\s*(\\w+)"_s);
        const QString decorator = name.match(statement.masked).captured(1);
        return std::none_of(m_statements.begin(), m_statements.end(), [&](const Statement &s) {
            const auto defined = definition().match(s.masked);
            return s.indent == 0 && defined.hasMatch() && defined.captured(1) == u"def"
                && defined.captured(2) == decorator;
        });
    }

    static const QRegularExpression &assignment()
    {
        static const QRegularExpression expression(u"^([A-Za-z_]\\w*)\\s*(?::[^=]+)?=(?!=)\\s*(.*)$"_s,
                                                   QRegularExpression::DotMatchesEverythingOption);
        return expression;
    }

    /// A value that is needed and harmless to make: what it calls makes types or plain values.
    bool keepsNeeded(const Statement &statement) const
    {
        const auto match = assignment().match(statement.masked);
        if (!match.hasMatch() || !m_needed.contains(match.captured(1)))
            return false;
        static const QRegularExpression call(u"([\\w.]+)\\s*\\("_s);
        static const QRegularExpression harmless(
            u"^(?:typing\\.|typing_extensions\\.|t\\.|collections\\.|enum\\.|re\\.|decimal\\.|datetime\\.|pathlib\\.|"
            u"logging\\.)?"
            "(?:TypeVar|TypeVarTuple|ParamSpec|NewType|NamedTuple|TypedDict|namedtuple|Enum|IntEnum|compile|Decimal|"
            "Fraction|timedelta|date|datetime|Path|PurePath|getLogger|object|frozenset|set|tuple|list|dict|str|int|"
            "float|bool|bytes|range|slice)$"_s);
        for (auto it = call.globalMatch(match.captured(2)); it.hasNext();) {
            if (!harmless.match(it.next().captured(1)).hasMatch())
                return false;
        }
        return !match.captured(2).contains(u"lambda") && !match.captured(2).contains(u" for ");
    }

    qsizetype writeStatement(qsizetype i, int depth, const QString &owner, QString &out)
    {
        const Statement &statement = m_statements[i];
        const QString indent(depth * 4, u' ');
        if (statement.masked.startsWith(u'@')) {
            qsizetype next = i;
            while (next < m_statements.size() && m_statements[next].masked.startsWith(u'@'))
                ++next;
            const auto defined =
                next < m_statements.size() ? definition().match(m_statements[next].masked) : QRegularExpressionMatch();
            if (defined.hasMatch() && (depth == 0 ? writes(defined.captured(2)) : isPublic(defined.captured(2)))) {
                for (qsizetype d = i; d < next; ++d) {
                    if (decorates(m_statements[d]))
                        out += indent + m_statements[d].text + u'\n';
                }
            }
            return next;
        }
        const auto match = definition().match(statement.masked);
        if (!match.hasMatch()) {
            if (keeps(statement, depth) || (depth == 0 && keepsNeeded(statement)))
                out += indent + statement.text + u'\n';
            return depth == 0 || statement.masked.endsWith(u':') ? blockEnd(i) : i + 1;
        }
        const qsizetype end = blockEnd(i);
        const QString name = match.captured(2);
        if (depth == 0 ? !writes(name) : !isPublic(name))
            return end;
        const QString qualified = owner.isEmpty() ? name : owner + u'.' + name;
        out += indent + headOf(statement) + u":\n"_s;
        if (match.captured(1) == u"def") {
            out += indent + u"    raise NotImplementedError(\"%1 %2\")\n"_s.arg(m_marker, qualified);
        } else {
            const auto before = out.size();
            for (qsizetype inner = i + 1; inner < end;)
                inner = writeStatement(inner, depth + 1, qualified, out);
            if (out.size() == before)
                out += indent + u"    pass\n"_s;
        }
        out += depth == 0 ? u"\n\n"_s : u"\n"_s;
        return end;
    }

    /// Plain values of a module; in a class its annotated fields and enumeration values too.
    static bool keeps(const Statement &statement, int depth)
    {
        static const QRegularExpression literal(
            uR"(^[A-Za-z]\w*\s*(?::[^=]+)?=\s*(?:[-+]?\d[\w.]*|["'].*["']|True|False|None|\(\s*\)|\[\s*\]|\{\s*\})$)"_s,
            QRegularExpression::DotMatchesEverythingOption);
        static const QRegularExpression field(uR"(^[A-Za-z]\w*\s*:\s*\S|^[A-Za-z]\w*\s*=\s*(?:auto|field)\()"_s);
        static const QRegularExpression branch(
            u"^(?:if|else|elif|try|except|finally|for|while|with|return|raise|pass)\\b"_s);
        if (branch.match(statement.masked).hasMatch())
            return false;
        return literal.match(statement.masked).hasMatch() || (depth > 0 && field.match(statement.masked).hasMatch());
    }

    QString fromSurface(QString line, const QString &known) const
    {
        line = line.trimmed();
        if (line.endsWith(u"..."_s))
            line.chop(3);
        line = line.trimmed();
        if (line.endsWith(u':'))
            line.chop(1);
        const auto match = definition().match(line);
        if (!match.hasMatch()
            || QRegularExpression(u"\\b(?:def|class)\\s+%1\\b"_s.arg(match.captured(2))).match(known).hasMatch())
            return {};
        if (match.captured(1) == u"class")
            return line + u":\n    pass\n\n\n"_s;
        return line + u":\n    raise NotImplementedError(\"%1 %2\")\n\n\n"_s.arg(m_marker, match.captured(2));
    }

    /// Imports whose names \p body uses outside of annotations.
    QString imports(const QString &body) const
    {
        static const QRegularExpression words(u"\\b\\w+\\b"_s);
        QString out = u"from __future__ import annotations\n\n"_s;
        QString used;
        for (const Statement &statement : m_statements) {
            static const QRegularExpression import(u"^(?:from\\s+\\S+\\s+)?import\\s+(.*)$"_s,
                                                   QRegularExpression::DotMatchesEverythingOption);
            const auto match = import.match(statement.masked);
            if (!match.hasMatch() || statement.indent > 0 || statement.masked.startsWith(u"from __future__"))
                continue;
            bool needed = false;
            for (const QString &item : match.captured(1).split(u',')) {
                const QString name = item.simplified().remove(u'(').remove(u')').split(u' ').last().section(u'.', 0, 0);
                needed = needed
                    || QRegularExpression(u"\\b%1\\b"_s.arg(QRegularExpression::escape(name))).match(body).hasMatch();
            }
            if (needed)
                used += statement.text + u'\n';
        }
        return used.isEmpty() ? out : out + used + u'\n';
    }

    QString m_marker;
    QList<Statement> m_statements;
    QSet<QString> m_needed; ///< names of the module that what is written uses
};

} // namespace

QStringList pythonSurface(const QByteArray &source)
{
    QStringList out;
    QList<int> hidden; ///< indentation of private definitions that we are in, and of functions
    for (const Statement &statement : statementsOf(QString::fromUtf8(source))) {
        while (!hidden.isEmpty() && statement.indent <= hidden.last())
            hidden.removeLast();
        const auto match = definition().match(statement.masked);
        if (!match.hasMatch() || !hidden.isEmpty())
            continue;
        if (isPublic(match.captured(2)))
            out.append(headOf(statement).simplified());
        if (match.captured(1) == u"def" || !isPublic(match.captured(2)))
            hidden.append(statement.indent);
    }
    return out;
}

QByteArray pythonStub(const domain::Step &step, const QByteArray &bestAttempt, const QString &note,
                      const QString &marker)
{
    const QString source = QString::fromUtf8(bestAttempt);
    // Methods in a surface are indented under their class.
    QStringList surface;
    QString text;
    for (const QString &line : step.surface)
        text += line + u'\n';
    const bool nested = QRegularExpression(u"^\\s+def "_s, QRegularExpression::MultilineOption).match(text).hasMatch();
    QString body;
    if (nested) {
        QString filled;
        for (const QString &line : step.surface)
            filled += (line.trimmed().endsWith(u':') ? line : line + u':') + u'\n';
        body = source.trimmed().isEmpty() ? StubWriter(marker).write(statementsOf(filled), {}, {})
                                          : StubWriter(marker).write(statementsOf(source), {}, source);
    } else {
        body = StubWriter(marker).write(statementsOf(source), step.surface, source);
    }
    return (commented(note, u"#"_s) + body).trimmed().toUtf8() + '\n';
}

} // namespace stepladder::toolchain
