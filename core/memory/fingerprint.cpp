// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/signature.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QStringList>

namespace stepladder::memory {

using namespace Qt::StringLiterals;
using domain::Issue;

namespace {

// Whoever changes what follows begins a new version: fingerprints of two versions never match.
constexpr auto kVersion = u"v1:";
constexpr qsizetype kLongestMessage = 4000;

/// What the message says, without the stack below it: pytest's "E" lines, else the lines that are no stack frames.
QString withoutStack(const QString &message)
{
    static const QRegularExpression frame(u"^\\s*(?:at \\S|File \"|-+ |Traceback |Stack Trace|#\\d+ )"_s);
    static const QRegularExpression said(u"^E\\s{2,}"_s);
    QStringList lines, saidLines;
    for (QString &line : message.left(kLongestMessage).split(u'\n')) {
        if (line.contains(said))
            saidLines.append(line.remove(said));
        else if (!line.contains(frame))
            lines.append(line);
    }
    return (saidLines.isEmpty() ? lines : saidLines).join(u' ');
}

struct Rule
{
    QRegularExpression pattern;
    QString with;
};

const QList<Rule> &rules()
{
    // In this order: what is quoted may hold paths, paths may hold identifiers and numbers.
    static const QList<Rule> list = {
        {QRegularExpression(u"(?<!\\w)'[^'\n]*'(?!\\w)|\"[^\"\n]*\"|`[^`\n]*`|“[^”\n]*”|‘[^’\n]*’"_s), u"<q>"_s},
        {QRegularExpression(u"\\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\\b"_s), u"<n>"_s},
        {QRegularExpression(
             u"(?:\\b[A-Za-z]:[\\\\/]|(?<![\\w<>.])\\.{0,2}/)[^\\s:,;()'\"]+(?:[:(]\\d+(?:[:,]\\d+)?\\)?)?"_s),
         u"<path>"_s},
        {QRegularExpression(u"(?:[\\w.-]+[\\\\/])+[\\w.-]+(?:[:(]\\d+(?:[:,]\\d+)?\\)?)?"_s), u"<path>"_s},
        {QRegularExpression(
             u"\\b[\\w-]+\\.(?:cs|py|csproj|dll|json|xml|sln|slnx|txt|js|ts|cpp|h)\\b(?:[:(]\\d+(?:[:,]\\d+)?\\)?)?"_s),
         u"<path>"_s},
        // Exceptions and assertions say what happened: they keep their last name.
        {QRegularExpression(u"\\b(?:\\w+\\.)+(\\w+(?:Error|Exception|Warning))\\b"_s), u"\\1"_s},
        {QRegularExpression(u"\\b0x[0-9a-fA-F]+\\b"_s), u"<n>"_s},
        {QRegularExpression(u"\\b(?!Assert\\.)[A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)+"_s), u"<id>"_s},
        {QRegularExpression(
             u"\\b(?!\\w*(?:Error|Exception|Warning)\\b)(?:\\w*_\\w*|[A-Za-z]\\w*[a-z0-9][A-Z]\\w*|[A-Za-z]+\\d\\w*)\\b"_s),
         u"<id>"_s},
        {QRegularExpression(u"[-+]?\\b\\d+(?:[.,]\\d+)*(?:[eE][-+]?\\d+)?(?=\\b|[a-z%])"_s), u"<n>"_s},
    };
    return list;
}

} // namespace

QString normalised(const Issue &issue)
{
    QString text = withoutStack(issue.message);
    for (const Rule &rule : rules())
        text.replace(rule.pattern, rule.with);
    return u"%1 %2 %3"_s.arg(domain::toString(issue.source), issue.id, text).simplified();
}

QString fingerprintOf(const QList<Issue> &issues)
{
    QStringList texts;
    for (const Issue &issue : issues) {
        if (issue.severity == domain::Severity::Error)
            texts.append(normalised(issue));
    }
    if (texts.isEmpty())
        return {};
    texts.sort();
    texts.removeDuplicates();
    const QByteArray hash = QCryptographicHash::hash(texts.join(u'\n').toUtf8(), QCryptographicHash::Sha256);
    return QString::fromUtf16(kVersion) + QString::fromLatin1(hash.toHex().left(40));
}

} // namespace stepladder::memory
