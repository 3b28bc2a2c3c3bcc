// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/results/resultreader.h"
#include "toolchain/results/resulttext.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::Diagnostic;
using domain::Severity;

namespace {

constexpr qsizetype kLongestLine = 64LL << 10;

// The patterns below meet whatever a build prints: none of them may try one run of blanks from several places.

/// Takes MSBuild's " [/path/App.csproj::TargetFramework=net8.0]" off the end of a line.
QString takeProject(QString &line)
{
    static const QRegularExpression suffix(
        uR"((?<!\s)\s+\[([^\[\]]*\.(?:[A-Za-z]{2,8}proj|slnx?|metaproj))(?:::[^\[\]]*)?\]\s*$)"_s,
        QRegularExpression::CaseInsensitiveOption);
    const auto match = suffix.match(line);
    if (!match.hasMatch())
        return {};
    line.truncate(match.capturedStart());
    return normalisedPath(match.captured(1));
}

struct Origin
{
    QString file;
    int line = 0;
    int column = 0;
};

/// "A.cs(3,5)", "A.cs(3)", "A.cs(3,5-9)", "A.cs(3,5,4,2)", "A.cs(3-7)"; "MSBUILD" and "CSC" are no files.
Origin readOrigin(const QString &text, const QString &project)
{
    static const QRegularExpression place(uR"(^(.*\S)\s*\((\d+)(?:-\d+)?(?:,(\d+)(?:-\d+)?)?(?:,\d+,\d+)?\)$)"_s);
    Origin origin{text, 0, 0};
    if (const auto match = place.match(text); match.hasMatch())
        origin = {match.captured(1), match.captured(2).toInt(), match.captured(3).toInt()};
    else if (!text.contains(u'.') && !text.contains(u'/') && !text.contains(u'\\'))
        origin.file.clear();
    origin.file = normalisedPath(origin.file);
    // A compiler's relative paths are relative to its project, not to where the build was started.
    const bool relative = !origin.file.isEmpty() && !origin.file.startsWith(u'/') && origin.file.indexOf(u':') != 1;
    if (relative && project.contains(u'/'))
        origin.file = normalisedPath(QFileInfo(project).path() + u'/' + origin.file);
    return origin;
}

/// Whether \p text can be where a diagnostic comes from, rather than the beginning of a sentence.
bool isPlace(const QString &text)
{
    static const QRegularExpression place(
        uR"(\(\d[\d,-]*\)$|[/\\]|^[\w.-]+\.(?:\w+proj|slnx?|targets|props)$|^[A-Z]{2,}$)"_s);
    return place.match(text).hasMatch();
}

QString toolOf(const QString &id)
{
    static const QRegularExpression builder(u"^(MSB|NU|NETSDK)\\d"_s, QRegularExpression::CaseInsensitiveOption);
    return id.isEmpty() || builder.match(id).hasMatch() ? u"msbuild"_s : u"csc"_s;
}

std::optional<Diagnostic> readLine(QString line)
{
    // MSBuild's canonical form, "origin : [subcategory] error|warning code : text"; its words are never translated.
    static const QRegularExpression canonical(
        uR"(^\s*(?:\d+(?::\d+)?>\s*)?(?:(\S(?:.*?\S)??)\s*:\s+)??(?:[A-Za-z][A-Za-z-]* )?(error|warning|info)(?:\s+([A-Za-z_][\w.-]*))?\s*:(?:\s+(.*))?$)"_s);
    if (!line.contains(u"error") && !line.contains(u"warning") && !line.contains(u"info"))
        return std::nullopt;
    const QString project = takeProject(line);
    const auto match = canonical.match(line);
    const QString id = match.captured(3);
    static const QRegularExpression digit(u"\\d"_s);
    const bool unmistakable = id.contains(digit) || isPlace(match.captured(1));
    // TESTERROR is a failed test, which its result file tells better.
    if (!match.hasMatch() || !unmistakable || id == u"TESTERROR")
        return std::nullopt;
    const Origin origin = readOrigin(match.captured(1), project);
    const QString category = match.captured(2);
    return Diagnostic{.severity = category == u"error" ? Severity::Error
                          : category == u"warning"     ? Severity::Warning
                                                       : Severity::Info,
                      .id = id,
                      .file = origin.file,
                      .line = origin.line,
                      .column = origin.column,
                      .message = match.captured(4).trimmed(),
                      .tool = toolOf(id)};
}

} // namespace

QList<Diagnostic> readMsBuildOutput(const QString &output)
{
    static const QRegularExpression colours(uR"(\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\))"_s);
    static const QRegularExpression lineEnd(u"\r\n|\n|\r"_s);
    QList<Diagnostic> diagnostics;
    QSet<QString> seen;
    const QString plain = QString(output).remove(colours);
    for (const QString &line : plain.split(lineEnd, Qt::SkipEmptyParts)) {
        const auto diagnostic = readLine(line.left(kLongestLine));
        if (!diagnostic)
            continue;
        const QString identity = u"%1|%2|%3|%4|%5|%6"_s.arg(int(diagnostic->severity))
                                     .arg(diagnostic->line)
                                     .arg(diagnostic->column)
                                     .arg(diagnostic->id, diagnostic->file, diagnostic->message);
        if (seen.contains(identity))
            continue;
        seen.insert(identity);
        diagnostics.append(*diagnostic);
    }
    return diagnostics;
}

} // namespace stepladder::toolchain
