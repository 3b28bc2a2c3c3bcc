// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/csharp/csharpsource.h"

#include "toolchain/source/sourcemask.h"

#include <QRegularExpression>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;

namespace {

const Lexis &csharpLexis()
{
    static const Lexis lexis{.lineComments = {u"//"_s, u"#"_s},
                             .blockComments = {{u"/*"_s, u"*/"_s}},
                             .strings = {{u"\"\"\""_s, u"\"\"\""_s},
                                         {u"$@\""_s, u"\""_s},
                                         {u"@$\""_s, u"\""_s},
                                         {u"@\""_s, u"\""_s},
                                         {u"\""_s, u"\""_s},
                                         {u"'"_s, u"'"_s}}};
    return lexis;
}

/// One walk through a source; "m" is the masked text in which brackets can be trusted.
class Reader
{
public:
    explicit Reader(const QString &source)
        : m_source(source)
        , m(maskCSharp(source))
    {
    }

    QList<CSharpMember> read(qsizetype from, qsizetype to, const QString &typeName)
    {
        QList<CSharpMember> members;
        for (qsizetype at = skipSpace(from, to); at < to; at = skipSpace(at, to)) {
            const qsizetype before = at;
            if (m[at] == u'}' || m[at] == u';') {
                ++at;
                continue;
            }
            members.append(readMember(at, to, typeName));
            if (at <= before)
                break;
        }
        return members;
    }
    qsizetype size() const { return m.size(); }

private:
    qsizetype skipSpace(qsizetype at, qsizetype to) const
    {
        while (at < to && m[at].isSpace())
            ++at;
        return at;
    }

    QString text(qsizetype from, qsizetype to) const { return m_source.mid(from, to - from); }

    /// The first of '{', ';', "=>", '=' outside of brackets.
    qsizetype findBreak(qsizetype at, qsizetype to) const
    {
        bool isOperator = false;
        for (qsizetype i = at; i < to; ++i) {
            const QChar c = m[i];
            if (c == u'(' || c == u'[') {
                isOperator = false;
                i = afterClosing(m, i) - 1;
            } else if (c == u'o' && QStringView(m).mid(i).startsWith(u"operator") && (i == at || m[i - 1].isSpace())) {
                isOperator = true;
                i += 7;
            } else if (!isOperator && (c == u'{' || c == u';' || c == u'=')) {
                return i;
            }
        }
        return to;
    }

    /// Behind the ';' that ends an expression.
    qsizetype afterExpression(qsizetype at, qsizetype to) const
    {
        for (qsizetype i = at; i < to; ++i) {
            const QChar c = m[i];
            if (c == u'(' || c == u'[' || c == u'{')
                i = afterClosing(m, i) - 1;
            else if (c == u';')
                return i + 1;
        }
        return to;
    }

    CSharpMember readMember(qsizetype &at, qsizetype to, const QString &typeName)
    {
        CSharpMember member;
        const qsizetype start = at;
        qsizetype head = at;
        while (head < to && m[head] == u'[')
            head = skipSpace(afterClosing(m, head), to);
        member.attributes = text(start, head).trimmed();
        const qsizetype stop = findBreak(head, to);
        member.header = cleaned(head, stop);
        const QString masked = m.mid(head, stop - head).simplified();
        qsizetype bodyFrom = -1;
        qsizetype bodyTo = -1;
        if (stop >= to) {
            at = to;
        } else if (m[stop] == u';') {
            at = stop + 1;
        } else if (m[stop] == u'{') {
            bodyFrom = stop;
            bodyTo = std::min(afterClosing(m, stop), to);
            at = bodyTo;
            member.body = text(bodyFrom, bodyTo);
            const qsizetype next = skipSpace(at, to);
            if (next < to && m[next] == u'=' && (next + 1 >= to || m[next + 1] != u'>')) {
                at = afterExpression(next, to);
                member.initializer = text(next + 1, at - 1).trimmed();
            }
        } else if (stop + 1 < to && m[stop + 1] == u'>') {
            at = afterExpression(stop + 2, to);
            member.arrow = true;
            member.body = text(stop + 2, at - 1).trimmed();
        } else {
            at = afterExpression(stop + 1, to);
            member.initializer = text(stop + 1, at - 1).trimmed();
        }
        member.text = text(start, at);
        classify(member, masked, typeName);
        if (bodyFrom >= 0 && (member.kind == CSharpKind::Namespace || member.kind == CSharpKind::Type))
            member.members = read(bodyFrom + 1, bodyTo - 1, member.name);
        return member;
    }

    /// Source text without comments and directives, whitespace made single.
    QString cleaned(qsizetype from, qsizetype to) const
    {
        QString out;
        for (qsizetype i = from; i < to; ++i) {
            const bool inText = m[i] == u' ' && m_source[i] != u' ' && insideText(i, from);
            out += inText ? m_source[i] : m[i];
        }
        return out.simplified();
    }

    /// Whether the blanked character at \p at belongs to a text (texts keep their marks in m) and not to a comment.
    bool insideText(qsizetype at, qsizetype from) const
    {
        qsizetype i = at;
        while (i > from && m[i] == u' ')
            --i;
        return m[i] == u'"' || m[i] == u'\'';
    }

    static void classify(CSharpMember &member, const QString &masked, const QString &typeName)
    {
        static const QRegularExpression type(
            uR"(^(?:(?:public|private|protected|internal|static|abstract|sealed|partial|readonly|ref|unsafe|file|new)\s+)*(class|struct|interface|enum|record(?:\s+(?:struct|class))?|namespace|delegate)\s+([\w.]+))"_s);
        static const QRegularExpression use(u"^(?:global\\s+)?using\\b|^extern\\s+alias\\b"_s);
        static const QRegularExpression called(u"(~?[\\w.]+|this)\\s*(?:<[^()]*>)?\\s*\\("_s);
        static const QRegularExpression last(u"([\\w.]+|this\\s*\\[.*)\\s*$"_s);
        if (use.match(masked).hasMatch()) {
            member.kind = CSharpKind::Using;
            return;
        }
        if (const auto match = type.match(masked); match.hasMatch()) {
            member.name = match.captured(2);
            const QString word = match.captured(1);
            member.kind = word == u"namespace" ? CSharpKind::Namespace
                : word == u"enum"              ? CSharpKind::Enum
                : word == u"delegate"          ? CSharpKind::Field
                                               : CSharpKind::Type;
            if (word == u"delegate")
                member.name = called.match(masked).captured(1);
            return;
        }
        const bool field = !member.initializer.isEmpty() && member.body.isEmpty();
        static const QRegularExpression event(u"\\bevent\\s"_s);
        static const QRegularExpression operators(u"\\boperator\\b"_s);
        static const QRegularExpression indexer(u"\\bthis\\s*\\["_s);
        if (event.match(masked).hasMatch()) {
            member.kind = CSharpKind::Event;
            member.name = last.match(masked).captured(1);
        } else if (operators.match(masked).hasMatch()) {
            member.kind = CSharpKind::Method;
            member.name = u"operator"_s;
        } else if (indexer.match(masked).hasMatch()) {
            member.kind = CSharpKind::Property;
            member.name = u"this"_s;
        } else if (!field && called.match(masked).hasMatch()) {
            member.name = called.match(masked).captured(1);
            member.kind =
                member.name == typeName || member.name.startsWith(u'~') ? CSharpKind::Constructor : CSharpKind::Method;
        } else {
            member.name = last.match(masked).captured(1);
            member.kind = member.body.isEmpty() ? CSharpKind::Field : CSharpKind::Property;
        }
    }

    const QString &m_source;
    QString m;
};

bool isVisible(const CSharpMember &member, bool inInterface)
{
    return inInterface || member.has(u"public"_s) || member.has(u"protected"_s);
}

QString propertyAccessors(const CSharpMember &member)
{
    static const QRegularExpression accessor(u"(?:(?:private|protected|internal)\\s+)*\\b(?:get|set|init)\\b"_s);
    if (member.arrow)
        return u"{ get; }"_s;
    QString masked = maskCSharp(member.body);
    QStringList parts;
    for (auto it = accessor.globalMatch(masked); it.hasNext();) {
        const QString part = it.next().captured().simplified();
        if (!part.startsWith(u"private") && !parts.contains(part + u';'))
            parts.append(part + u';');
        if (parts.size() == 2)
            break;
    }
    return u"{ "_s + parts.join(u' ') + u" }"_s;
}

void addSurface(const QList<CSharpMember> &members, bool inInterface, bool topLevel, QStringList &out)
{
    for (const CSharpMember &member : members) {
        if (member.kind == CSharpKind::Namespace) {
            addSurface(member.members, false, true, out);
            continue;
        }
        const bool type = member.kind == CSharpKind::Type || member.kind == CSharpKind::Enum;
        if (member.kind == CSharpKind::Using || (!isVisible(member, inInterface) && !(type && topLevel)))
            continue;
        if (topLevel && !type)
            continue;
        if (member.kind == CSharpKind::Enum)
            out.append(member.header + u' ' + member.body.simplified());
        else if (member.kind == CSharpKind::Property)
            out.append(member.header + u' ' + propertyAccessors(member));
        else
            out.append(member.header);
        if (type)
            addSurface(member.members, member.isInterface(), false, out);
    }
}

} // namespace

bool CSharpMember::isInterface() const
{
    static const QRegularExpression word(u"\\binterface\\s"_s);
    return kind == CSharpKind::Type && word.match(header).hasMatch();
}

bool CSharpMember::has(const QString &modifier) const
{
    const qsizetype end = header.indexOf(QRegularExpression(u"[(<{=]"_s));
    return header.left(end < 0 ? header.size() : end).split(u' ').contains(modifier);
}

QString maskCSharp(const QString &source)
{
    return maskSource(csharpLexis(), source);
}

QList<CSharpMember> readCSharp(const QString &source)
{
    Reader reader(source);
    return reader.read(0, reader.size(), {});
}

QStringList csharpSurface(const QByteArray &source)
{
    QStringList out;
    addSurface(readCSharp(QString::fromUtf8(source)), false, true, out);
    return out;
}

} // namespace stepladder::toolchain
