// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/csharp/csharpsource.h"

#include "toolchain/source/stubs.h"

#include <QRegularExpression>

#include <algorithm>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;

namespace {

bool namesAnywhere(const QString &text, const QString &name)
{
    return QRegularExpression(u"\\b%1\\b"_s.arg(QRegularExpression::escape(name))).match(text).hasMatch();
}

/// Writes declarations again with bodies that throw.
class StubWriter
{
public:
    explicit StubWriter(QString marker)
        : m_marker(std::move(marker))
    {
    }

    /// Members of \p extra are added to the type \p main.
    QString write(const QList<CSharpMember> &members, const QString &main, const QList<CSharpMember> &extra)
    {
        m_main = main;
        m_extra = extra;
        QString out;
        for (const CSharpMember &member : members) {
            if (member.kind == CSharpKind::Using || member.kind == CSharpKind::Namespace || isType(member))
                out += writeDeclaration(member, 0);
        }
        return out;
    }

    static bool isType(const CSharpMember &member)
    {
        static const QRegularExpression delegate(u"\\bdelegate\\s"_s);
        return member.kind == CSharpKind::Type || member.kind == CSharpKind::Enum
            || (member.kind == CSharpKind::Field && delegate.match(member.header).hasMatch());
    }

private:
    QString writeDeclaration(const CSharpMember &member, int depth)
    {
        const QString indent(depth * 4, u' ');
        const QString attributes =
            member.attributes.isEmpty() ? QString() : indent + member.attributes.simplified() + u'\n';
        if (member.kind == CSharpKind::Using)
            return member.header + (member.initializer.isEmpty() ? QString() : u" = "_s + member.initializer)
                + u";\n"_s;
        if (member.kind == CSharpKind::Enum)
            return attributes + indent + member.header + u' ' + member.body + u"\n\n"_s;
        if (member.kind == CSharpKind::Field)
            return attributes + indent + member.header + u";\n\n"_s;
        if (member.body.isEmpty() && !(member.name == m_main && !m_extra.isEmpty() && member.kind == CSharpKind::Type))
            return attributes + indent + member.header + u";\n\n"_s;
        QString out = attributes + indent + member.header + u'\n' + indent + u"{\n"_s;
        for (const CSharpMember &inner : member.members) {
            if (member.kind == CSharpKind::Namespace || isType(inner)) {
                if (member.kind == CSharpKind::Namespace || !inner.has(u"private"_s))
                    out += writeDeclaration(inner, depth + 1);
            } else {
                out += writeMember(inner, member, depth + 1);
            }
        }
        if (member.kind == CSharpKind::Type && member.name == m_main) {
            for (const CSharpMember &inner : m_extra)
                out += writeMember(inner, member, depth + 1);
        }
        return out + indent + u"}\n\n"_s;
    }

    QString thrower(const CSharpMember &type, const CSharpMember &member) const
    {
        QString name = type.name + u'.' + member.name;
        return u"throw new global::System.NotImplementedException(\"%1 %2\");"_s.arg(m_marker, name.remove(u'"'));
    }

    QString writeMember(const CSharpMember &member, const CSharpMember &type, int depth) const
    {
        if (!wanted(member, type))
            return {};
        const QString indent(depth * 4, u' ');
        QString lead = member.attributes.isEmpty() ? QString() : indent + member.attributes.simplified() + u'\n';
        QString header = member.header;
        static const QRegularExpression async(u"\\basync\\s+"_s);
        header.remove(async);
        lead += indent + header;
        switch (member.kind) {
        case CSharpKind::Method:
        case CSharpKind::Constructor:
            if (member.body.isEmpty())
                return lead + u";\n"_s;
            return lead + u" { "_s + thrower(type, member) + u" }\n"_s;
        case CSharpKind::Property:
            return lead + u' ' + accessors(member, type) + u'\n';
        case CSharpKind::Event:
            return member.body.isEmpty() ? lead + u";\n"_s
                                         : lead + u" { add { %1 } remove { %1 } }\n"_s.arg(thrower(type, member));
        case CSharpKind::Field:
            if (member.initializer.isEmpty())
                return lead + u";\n"_s;
            return lead + u" = "_s + (member.has(u"const"_s) ? member.initializer : u"default!"_s) + u";\n"_s;
        default:
            return {};
        }
    }

    static bool wanted(const CSharpMember &member, const CSharpMember &type)
    {
        if (type.isInterface())
            return true;
        if (member.name.startsWith(u'~') || (member.kind == CSharpKind::Constructor && member.has(u"static"_s)))
            return false;
        if (member.kind == CSharpKind::Constructor || member.has(u"public"_s) || member.has(u"protected"_s)
            || member.has(u"internal"_s))
            return true;
        // Explicit implementations have no modifier and a dot in their name; without them the type would not compile.
        static const QRegularExpression explicitly(u"[\\w>]\\.(?:\\w+\\s*(?:<[^()]*>)?\\s*\\(|\\w+$|this\\s*\\[)"_s);
        return !member.has(u"private"_s) && member.kind != CSharpKind::Field
            && explicitly.match(member.header).hasMatch();
    }

    QString accessors(const CSharpMember &member, const CSharpMember &type) const
    {
        static const QRegularExpression automatic(
            uR"(^\{\s*(?:(?:(?:private|protected|internal)\s+)*(?:get|set|init)\s*;\s*)+\}$)"_s);
        static const QRegularExpression accessor(
            uR"(((?:(?:private|protected|internal)\s+)*)\b(get|set|init)\s*(?:\{|=>|;))"_s);
        if (!member.arrow && automatic.match(member.body.simplified()).hasMatch())
            return member.body.simplified() + (member.initializer.isEmpty() ? QString() : u" = default!;"_s);
        if (member.arrow)
            return u"{ get { %1 } }"_s.arg(thrower(type, member));
        QStringList parts;
        QStringList seen;
        for (auto it = accessor.globalMatch(member.body); it.hasNext();) {
            const auto match = it.next();
            if (seen.contains(match.captured(2)))
                continue;
            seen.append(match.captured(2));
            parts.append(match.captured(1) + match.captured(2) + u" { "_s + thrower(type, member) + u" }"_s);
        }
        return u"{ "_s + parts.join(u' ') + u" }"_s;
    }

    QString m_marker;
    QString m_main;
    QList<CSharpMember> m_extra;
};

/// What the plan asked for, as declarations: each line is read as source, with a body where it has none.
struct Wanted
{
    QList<CSharpMember> types; ///< with the members that follow them
    QList<CSharpMember> loose; ///< members before any type
};

CSharpMember memberFromLine(QString line, const QString &typeName, bool inInterface)
{
    line = line.trimmed();
    if (line.endsWith(u';'))
        line.chop(1);
    const bool method = line.contains(u'(') && !line.contains(u'{');
    const bool isAbstract = QRegularExpression(u"\\babstract\\b"_s).match(line).hasMatch();
    if (method)
        line += inInterface || isAbstract ? u";"_s : u" { }"_s;
    else if (!line.contains(u'{') && !line.contains(u"=>"_s) && !line.contains(u'='))
        line += QRegularExpression(u"\\b(?:const|readonly|event)\\b"_s).match(line).hasMatch() ? u";"_s
                                                                                               : u" { get; set; }"_s;
    else if (!line.endsWith(u'}'))
        line += u';';
    const QList<CSharpMember> read = readCSharp(u"class %1 { %2 }"_s.arg(typeName, line));
    CSharpMember member =
        read.isEmpty() || read.first().members.isEmpty() ? CSharpMember() : read.first().members.first();
    static const QRegularExpression access(u"^(?:public|protected|internal|private)\\b"_s);
    if (!inInterface && !member.header.isEmpty() && !access.match(member.header).hasMatch())
        member.header.prepend(u"public "_s);
    return member;
}

Wanted readWanted(const QStringList &surface, const QString &typeName)
{
    Wanted wanted;
    for (const QString &line : surface) {
        QString source = line.trimmed();
        static const QRegularExpression typeLine(u"\\b(?:class|struct|interface|record|enum)\\s+\\w"_s);
        if (typeLine.match(source).hasMatch() && !source.contains(u"where T"_s + u'(')) {
            const bool positional = source.contains(u'(') && !source.contains(u'{');
            if (source.endsWith(u';'))
                source.chop(1);
            if (!source.contains(u'{'))
                source += positional ? u";"_s : u" { }"_s;
            const QList<CSharpMember> read = readCSharp(source);
            if (!read.isEmpty() && StubWriter::isType(read.first())) {
                wanted.types.append(read.first());
                continue;
            }
        }
        const bool inInterface = !wanted.types.isEmpty() && wanted.types.last().isInterface();
        const QString owner = wanted.types.isEmpty() ? typeName : wanted.types.last().name;
        const CSharpMember member = memberFromLine(source, owner, inInterface);
        if (member.header.isEmpty())
            continue;
        if (wanted.types.isEmpty()) {
            wanted.loose.append(member);
        } else {
            wanted.types.last().members.append(member);
            if (wanted.types.last().body.isEmpty())
                wanted.types.last().body = u"{ }"_s;
        }
    }
    return wanted;
}

/// "src/Shop/Pricing/Cart.cs" → "Shop.Pricing": what `dotnet new` would call it.
QString namespaceOf(const QString &file)
{
    QStringList parts = file.split(u'/');
    parts.removeLast();
    const auto root = parts.indexOf(u"src"_s);
    parts = parts.mid(root < 0 ? 0 : root + 1);
    static const QRegularExpression invalid(u"[^\\w.]"_s);
    for (QString &part : parts)
        part.replace(invalid, u"_"_s);
    return parts.join(u'.');
}

QList<CSharpMember> allTypes(const QList<CSharpMember> &members)
{
    QList<CSharpMember> types;
    for (const CSharpMember &member : members) {
        if (member.kind == CSharpKind::Namespace)
            types += allTypes(member.members);
        else if (StubWriter::isType(member))
            types.append(member);
    }
    return types;
}

} // namespace

QByteArray csharpStub(const domain::Step &step, const QByteArray &bestAttempt, const QString &note,
                      const QString &marker)
{
    const QString stem = step.file.section(u'/', -1).section(u'.', 0, 0);
    QList<CSharpMember> members = readCSharp(QString::fromUtf8(bestAttempt));
    const QList<CSharpMember> types = allTypes(members);
    const Wanted wanted = readWanted(step.surface, stem);
    QString head = commented(note, u"//"_s) + u"#nullable enable annotations\n#pragma warning disable\n"_s;
    StubWriter writer(marker);
    if (types.isEmpty()) {
        Wanted all = wanted;
        if (all.types.isEmpty() || !all.loose.isEmpty()) {
            CSharpMember type = readCSharp(u"public class %1 { }"_s.arg(stem)).first();
            type.members = all.loose;
            all.types.prepend(type);
        }
        for (const QString &name : {u"System"_s, u"System.Collections.Generic"_s, u"System.IO"_s, u"System.Linq"_s,
                                    u"System.Threading"_s, u"System.Threading.Tasks"_s})
            head += u"using %1;\n"_s.arg(name);
        if (const QString space = namespaceOf(step.file); !space.isEmpty())
            head += u"\nnamespace %1;\n"_s.arg(space);
        return (head + u'\n' + writer.write(all.types, {}, {})).trimmed().toUtf8() + '\n';
    }
    const bool hasStem = std::any_of(types.begin(), types.end(), [&](const auto &t) { return t.name == stem; });
    const QString main = hasStem ? stem : types.first().name;
    QList<CSharpMember> extra;
    QList<CSharpMember> extraTypes;
    const QString attempt = QString::fromUtf8(bestAttempt);
    const auto addMissing = [&](const QList<CSharpMember> &list) {
        std::copy_if(list.begin(), list.end(), std::back_inserter(extra),
                     [&](const auto &m) { return !m.name.isEmpty() && !namesAnywhere(attempt, m.name); });
    };
    addMissing(wanted.loose);
    for (const CSharpMember &type : wanted.types) {
        if (!namesAnywhere(attempt, type.name))
            extraTypes.append(type);
        else if (type.name == main)
            addMissing(type.members);
    }
    QString body = writer.write(members, main, extra);
    if (!extraTypes.isEmpty())
        body += writer.write(extraTypes, {}, {});
    return (head + body).trimmed().toUtf8() + '\n';
}

} // namespace stepladder::toolchain
