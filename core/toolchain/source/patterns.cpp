// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/source/patterns.h"

#include "toolchain/source/sourcemask.h"

#include <optional>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;

namespace {

bool given(const QRegularExpression &expression)
{
    return !expression.pattern().isEmpty();
}

int lineOf(const QString &text, qsizetype at)
{
    return int(text.left(at).count(u'\n')) + 1;
}

/// The lines directly above \p at that are comments, attributes or decorators.
QString linesAbove(const QString &source, qsizetype at)
{
    static const QRegularExpression belongs(u"^\\s*(?:///|//|\\[|@|#|\\*|/\\*)"_s);
    QString above;
    qsizetype start = source.lastIndexOf(u'\n', std::max<qsizetype>(at - 1, 0));
    while (start > 0) {
        const qsizetype previous = source.lastIndexOf(u'\n', start - 1);
        const QString line = source.mid(previous + 1, start - previous - 1);
        if (!belongs.match(line).hasMatch())
            break;
        above.prepend(line + u'\n');
        start = previous;
    }
    return above;
}

/// What follows an occurrence: its block in braces or its expression, else the indented lines below.
QString bodyAfter(const QString &source, const QString &masked, qsizetype at, bool braces)
{
    static const QRegularExpression opening(u"[{;]|=>"_s);
    const auto match = braces ? opening.match(masked, at) : QRegularExpressionMatch();
    if (match.hasMatch() && match.captured() == u"{")
        return source.mid(match.capturedStart(), afterClosing(masked, match.capturedStart()) - match.capturedStart());
    if (match.hasMatch() && match.captured() == u"=>") {
        const qsizetype end = masked.indexOf(u';', match.capturedStart());
        return source.mid(match.capturedStart(), end < 0 ? -1 : end - match.capturedStart());
    }
    static const QRegularExpression headerEnd(u":[ \\t]*\\n"_s);
    const auto header = braces ? QRegularExpressionMatch() : headerEnd.match(masked, at);
    const qsizetype from = header.hasMatch() ? header.capturedEnd() - 1 : source.indexOf(u'\n', at);
    static const QRegularExpression outdented(u"^\\S"_s, QRegularExpression::MultilineOption);
    const qsizetype to = from < 0 ? -1 : source.indexOf(outdented, from + 1);
    return from < 0 ? QString() : source.mid(from, to < 0 ? -1 : to - from);
}

/// The line of the first place where \p check is not kept; nullopt when it is.
std::optional<int> faultyLine(const PatternCheck &check, const QString &source, const QString &masked, bool braces)
{
    if (given(check.when) && !check.when.match(masked).hasMatch())
        return std::nullopt;
    if (given(check.expect))
        return check.expect.match(masked).hasMatch() ? std::nullopt : std::optional(0);
    if (!given(check.find))
        return std::nullopt;
    for (auto it = check.find.globalMatch(masked); it.hasNext();) {
        const auto match = it.next();
        const qsizetype at = match.capturedStart();
        if (given(check.before) && check.before.match(linesAbove(source, at)).hasMatch())
            continue;
        if (given(check.inside) && check.inside.match(bodyAfter(source, masked, at, braces)).hasMatch())
            continue;
        return lineOf(source, at + match.captured().size() - match.captured().trimmed().size());
    }
    return std::nullopt;
}

} // namespace

QList<domain::Issue> checkPatterns(const Descriptor &descriptor, const QByteArray &source, const QString &file,
                                   const QStringList &requiredPatterns)
{
    const QString text = QString::fromUtf8(source);
    const QString masked = maskSource(descriptor.lexis, text);
    // Where '#' begins a comment, blocks are indented (Python): a dict literal further down is no body.
    const bool braces = !descriptor.lexis.lineComments.contains(u"#"_s);
    QList<domain::Issue> issues;
    for (const PatternCheck &check : descriptor.patterns) {
        const bool required = requiredPatterns.contains(check.name, Qt::CaseInsensitive);
        if (!required && !check.anti)
            continue;
        if (const auto line = faultyLine(check, text, masked, braces))
            issues.append({.severity = required ? domain::Severity::Warning : domain::Severity::Info,
                           .source = domain::IssueSource::Pattern,
                           .id = check.name,
                           .file = file,
                           .line = *line,
                           .message = check.message});
    }
    return issues;
}

} // namespace stepladder::toolchain
