// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/shown.h"
#include "guidance/knowledgearticle.h"
#include "guidance/knowledgefrontmatter.h"

#include <QRegularExpression>

namespace stepladder::guidance {

using namespace Qt::StringLiterals;

namespace {

/// Without what readArticle does not take; line ends as ours.
QString cleaned(QString text, bool lines)
{
    text.replace(u"\r\n"_s, u"\n"_s);
    text.removeIf([lines](QChar c) {
        const bool kept = lines && (c == u'\n' || c == u'\t');
        return !kept && !c.isSurrogate() && domain::isUnprintable(c);
    });
    return text;
}

/// Headings of the second level would begin a section, an open fence would swallow those that follow.
QString prose(const QString &text)
{
    static const QRegularExpression opening(u"^ {0,3}(`{3,}|~{3,})[^`]*$"_s);
    QStringList lines = cleaned(text, true).trimmed().split(u'\n');
    QString fence;
    for (QString &line : lines) {
        const QString trimmed = line.trimmed();
        if (!fence.isEmpty()) {
            if (trimmed.size() >= fence.size() && trimmed.count(fence.front()) == trimmed.size())
                fence.clear();
        } else if (const auto match = opening.match(line); match.hasMatch()) {
            fence = match.captured(1);
        } else if (line.startsWith(u"## ")) {
            line.prepend(u'#');
        }
    }
    if (!fence.isEmpty())
        lines.append(fence);
    return lines.join(u'\n');
}

QString listField(const QString &key, const QStringList &values)
{
    if (values.isEmpty())
        return {};
    static const QRegularExpression simple(u"^\\.?[A-Za-z][\\w.-]*$"_s);
    const bool flow =
        std::all_of(values.begin(), values.end(), [](const QString &v) { return simple.match(v).hasMatch(); });
    if (flow)
        return u"%1: [%2]\n"_s.arg(key, values.join(u", "_s));
    QString text = key + u":\n"_s;
    for (const QString &value : values)
        text += u"  - "_s + frontMatterText(cleaned(QString(value).replace(u'\n', u"\\n"_s), false)) + u'\n';
    return text;
}

QString textField(const QString &key, const QString &value)
{
    const QString line = cleaned(value.simplified(), false);
    return line.isEmpty() ? QString() : u"%1: %2\n"_s.arg(key, frontMatterText(line));
}

/// A fence longer than any inside of the code.
QString fenceFor(const QString &code)
{
    static const QRegularExpression runs(u"`{3,}"_s);
    qsizetype longest = 2;
    for (auto it = runs.globalMatch(code); it.hasNext();)
        longest = std::max(longest, it.next().capturedLength());
    return QString(longest + 1, u'`');
}

QString example(const QString &heading, const QList<ExampleFile> &files)
{
    if (files.isEmpty())
        return {};
    QString text = u"\n## %1\n"_s.arg(heading);
    for (const ExampleFile &file : files) {
        QString code = file.text;
        code.replace(u"\r\n"_s, u"\n"_s).remove(QChar(0));
        if (!code.isEmpty() && !code.endsWith(u'\n'))
            code += u'\n';
        const QString fence = fenceFor(code);
        text += u"\n%1%2\n"_s.arg(fence, file.name) + code + fence + u'\n';
    }
    return text;
}

} // namespace

QByteArray toMarkdown(const Article &article)
{
    QString text = u"---\n"_s + textField(u"id"_s, article.id) + textField(u"title"_s, article.title);
    text += listField(u"languages"_s, article.languages) + listField(u"diagnostics"_s, article.diagnostics);
    text += listField(u"signatures"_s, article.signatures) + listField(u"messages"_s, article.messages);
    text += listField(u"code"_s, article.code) + listField(u"fingerprints"_s, article.fingerprints);
    text += textField(u"setup"_s, article.setup) + textField(u"source"_s, article.source) + u"---\n"_s;
    text += u"\n## Guidance\n\n"_s + prose(article.guidance) + u'\n';
    if (!article.pattern.trimmed().isEmpty())
        text += u"\n## Pattern\n\n"_s + prose(article.pattern) + u'\n';
    text += example(u"Example: failing"_s, article.failing) + example(u"Example: mended"_s, article.mended);
    return text.toUtf8();
}

} // namespace stepladder::guidance
