// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/answers/answerblocks.h"

#include "engine/answers/answerlanguage.h"
#include "engine/answers/searchreplace.h"

#include <QRegularExpression>

#include <optional>

namespace stepladder::engine {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kLongestLabel = 1000; ///< a longer line is code or prose, and regular expressions stay cheap

struct Fence
{
    QChar sign;
    qsizetype length = 0;
    qsizetype indent = 0;
    QString info;
};

std::optional<Fence> fenceOf(const QString &line)
{
    qsizetype start = 0;
    while (start < line.size() && (line[start] == u' ' || line[start] == u'\t'))
        ++start;
    if (start >= line.size() || (line[start] != u'`' && line[start] != u'~'))
        return std::nullopt;
    const QChar sign = line[start];
    qsizetype end = start;
    while (end < line.size() && line[end] == sign)
        ++end;
    if (end - start < 3)
        return std::nullopt;
    const QString info = line.mid(end).trimmed();
    if (sign == u'`' && info.contains(u'`'))
        return std::nullopt;
    return Fence{sign, end - start, start, info};
}

bool closes(const Fence &fence, const Fence &opening)
{
    return fence.info.isEmpty() && fence.sign == opening.sign && fence.length >= opening.length
        && fence.indent <= opening.indent + 3;
}

QString dedented(const QString &line, qsizetype indent)
{
    qsizetype spaces = 0;
    while (spaces < indent && spaces < line.size() && (line[spaces] == u' ' || line[spaces] == u'\t'))
        ++spaces;
    return line.mid(spaces);
}

/// Finds paths in the words around a block.
class Labels
{
public:
    explicit Labels(const QStringList &known)
        : m_known(known)
    {
        for (const QString &path : known)
            m_known.append(path.mid(path.lastIndexOf(u'/') + 1));
    }

    bool isPath(const QString &token) const
    {
        const QString path = slashed(token);
        if (m_known.contains(path))
            return true;
        static const QRegularExpression foreign(u"[\\s<>\"|?*()`]|://"_s);
        if (path.isEmpty() || path.size() > kLongestLabel || foreign.match(path).hasMatch())
            return false;
        return path.startsWith(u"../") || hasFileName(path);
    }

    /// Folders make a path of a word that nothing but a path can stand for: "bin/tool", ".git/hooks/pre-commit".
    bool isPathWithoutExtension(const QString &token) const
    {
        static const QRegularExpression folders(u"^[\\w.~-]*(?:[/\\\\][\\w.~-]+)+$"_s,
                                                QRegularExpression::UseUnicodePropertiesOption);
        return token.size() <= kLongestLabel && folders.match(token).hasMatch();
    }

    /// "csharp src/A.cs", "csharp:src/A.cs", "src/A.cs", "csharp path=src/A.cs", `{.cs title="src/A.cs"}`.
    void fromInfo(const QString &info, AnswerBlock &block) const
    {
        if (info.isEmpty() || info.size() > kLongestLabel)
            return;
        static const QRegularExpression attribute(
            u"\\b(path|file|filename|title|name)\\s*[=:]\\s*(?:\"([^\"]+)\"|'([^']+)'|([^\\s\"'{}]+))"_s,
            QRegularExpression::CaseInsensitiveOption);
        const auto match = attribute.match(info);
        if (match.hasMatch()) {
            const QString value = (match.captured(2) + match.captured(3) + match.captured(4)).trimmed();
            const bool meansPath = !match.captured(1).startsWith(u't', Qt::CaseInsensitive)
                && match.captured(1).compare(u"name", Qt::CaseInsensitive) != 0;
            if (meansPath || isPath(value))
                name(value, block);
        }
        static const QRegularExpression space(u"[\\s{}]+"_s);
        const QStringList words = info.split(space, Qt::SkipEmptyParts);
        if (words.isEmpty())
            return;
        const bool language = !isPath(words.first()) || words.first().contains(u':') || isLanguageTag(words.first());
        if (language)
            block.language = words.first().section(u':', 0, 0);
        if (block.language.startsWith(u'.'))
            block.language.remove(0, 1);
        if (block.label != AnswerBlock::Label::None)
            return;
        const auto colon = words.first().indexOf(u':');
        if (language && colon > 0) {
            // A path may hold spaces where it is a known one; "ts:no-line-numbers" is none.
            const QString whole = info.mid(info.indexOf(u':') + 1).trimmed();
            const QString token = words.first().mid(colon + 1);
            const QString path = m_known.contains(slashed(whole)) ? whole : token;
            if (isPath(path) || path.contains(u'/') || path.contains(u'\\'))
                return name(path, block);
        }
        const QString rest = language ? info.mid(info.indexOf(words.first()) + words.first().size()).trimmed() : info;
        if (isPath(rest))
            return name(rest, block);
        for (const QString &word : words.mid(language ? 1 : 0)) {
            if (isPath(word) || isPathWithoutExtension(word))
                return name(word, block);
        }
    }

    /// "**src/A.cs**", "`src/A.cs`", "### src/A.cs", "File: src/A.cs", or a sentence that mentions just one path.
    void fromLineBefore(const QString &line, AnswerBlock &block) const
    {
        if (line.size() > kLongestLabel)
            return;
        static const QRegularExpression decoration(u"^(?:>\\s*|#{1,6}\\s+|[-*+]\\s+|\\d+[.)]\\s+)+"_s);
        static const QRegularExpression label(
            u"^(?:the\\s+)?(?:(?:new|updated|modified|full|complete)\\s+)?(?:file(?:\\s?name|\\s?path)?|path)\\s*[:=]\\s*"_s,
            QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression remark(u"\\s*(?:\\([^()]*\\)|:)\\s*$"_s);
        QString plain = line.trimmed().remove(decoration).remove(u"**"_s).remove(u'`').trimmed();
        const bool labelled = label.match(plain).hasMatch();
        plain.remove(label);
        for (int i = 0; i < 2; ++i)
            plain.remove(remark);
        plain = plain.trimmed();
        if (plain.startsWith(u'*') && plain.endsWith(u'*'))
            plain = plain.mid(1, plain.size() - 2);
        static const QRegularExpression space(u"\\s"_s);
        const bool quoted = line.contains(u'`') && isPathWithoutExtension(plain);
        if (isPath(plain) || quoted || (labelled && !plain.isEmpty() && !plain.contains(space)))
            return name(plain, block);
        fromSentence(line, block);
    }

    /// "// src/A.cs", "# src/a.py", "<!-- src/a.html -->", below a shebang or XML declaration too.
    void fromFirstComment(AnswerBlock &block) const
    {
        static const QRegularExpression comment(
            u"^\\s*(?://+|#+|--|;+|'|%+|/\\*+|<!--|\\(\\*|\"\"\"|@\\*)\\s*(?:(?:file(?:name|path)?|path)\\s*:\\s*)?(\\S(?:.*\\S)?)\\s*$"_s,
            QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression ending(u"\\s*(?:\\*/|-->|\\*\\)|\"\"\"|\\*@)$"_s);
        for (const QString &line : block.lines) {
            const QString bare = line.trimmed();
            if (bare.isEmpty() || bare.startsWith(u"#!") || bare.startsWith(u"<?xml"))
                continue;
            if (line.size() > kLongestLabel)
                return;
            if (const auto match = comment.match(line); match.hasMatch()) {
                const QString token = match.captured(1).remove(ending);
                if (isPath(token))
                    name(token, block);
            }
            return;
        }
    }

private:
    static QString slashed(QString path)
    {
        path.replace(u'\\', u'/');
        while (path.startsWith(u"./"))
            path.remove(0, 2);
        return path;
    }
    static void name(const QString &path, AnswerBlock &block, AnswerBlock::Label label = AnswerBlock::Label::Named)
    {
        block.path = slashed(path);
        block.label = label;
    }

    void fromSentence(const QString &line, AnswerBlock &block) const
    {
        static const QRegularExpression quoted(u"`([^`]+)`|\\*\\*([^*]+)\\*\\*"_s);
        QStringList found;
        for (auto it = quoted.globalMatch(line); it.hasNext();) {
            const auto match = it.next();
            const QString inner = QString(match.captured(1) + match.captured(2)).remove(u'`').trimmed();
            if (isPath(inner))
                found.append(slashed(inner));
        }
        found.removeDuplicates();
        if (found.size() == 1)
            name(found.first(), block, AnswerBlock::Label::Mention);
    }

    QStringList m_known;
};

class Scanner
{
public:
    Scanner(const QString &text, const QStringList &known)
        : m_lines(text.split(u'\n'))
        , m_labels(known)
    {
    }

    QList<AnswerBlock> run()
    {
        while (m_at < m_lines.size()) {
            const QString &line = m_lines.at(m_at);
            if (const auto fence = fenceOf(line))
                fenced(*fence);
            else if (isSearchMarker(line))
                bareSearchReplace();
            else
                ++m_at;
        }
        return m_blocks;
    }

private:
    void fenced(const Fence &opening)
    {
        AnswerBlock block;
        block.line = int(m_at) + 1;
        m_labels.fromInfo(opening.info, block);
        const bool nests = canonicalLanguage(block.language) == u"markdown";
        const qsizetype first = m_at;
        int depth = 0;
        bool searching = false;
        for (++m_at; m_at < m_lines.size(); ++m_at) {
            const QString line = dedented(m_lines.at(m_at), opening.indent);
            const auto fence = searching ? std::nullopt : fenceOf(m_lines.at(m_at));
            if (fence && closes(*fence, opening) && depth-- == 0) {
                block.closed = true;
                ++m_at;
                break;
            }
            if (nests && fence && !fence->info.isEmpty() && fence->sign == opening.sign
                && fence->length >= opening.length)
                ++depth;
            if (isSearchMarker(line))
                searching = block.searchReplace = true;
            else if (isReplaceMarker(line))
                searching = false;
            block.lines.append(line);
        }
        finish(block, first);
    }

    void bareSearchReplace()
    {
        AnswerBlock block{.searchReplace = true, .line = int(m_at) + 1};
        const qsizetype first = m_at;
        while (m_at < m_lines.size() && !block.closed) {
            block.closed = isReplaceMarker(m_lines.at(m_at));
            block.lines.append(m_lines.at(m_at));
            ++m_at;
        }
        finish(block, first);
    }

    void finish(AnswerBlock &block, qsizetype first)
    {
        if (block.label == AnswerBlock::Label::None)
            fromBefore(block, first);
        // What looks like a comment is a heading in Markdown.
        const bool commentable = !block.searchReplace && canonicalLanguage(block.language) != u"markdown";
        if (block.label != AnswerBlock::Label::Named && commentable) {
            AnswerBlock commented{.lines = block.lines.mid(0, 20)};
            m_labels.fromFirstComment(commented);
            if (commented.label == AnswerBlock::Label::Named) {
                block.path = commented.path;
                block.label = commented.label;
            }
        }
        m_blocks.append(block);
        m_blockEnd = m_at;
    }

    /// The line before, over one blank line; a search block that follows another directly has its path.
    void fromBefore(AnswerBlock &block, qsizetype first) const
    {
        qsizetype before = first - 1;
        if (before >= m_blockEnd && m_lines.at(before).trimmed().isEmpty())
            --before;
        if (before >= m_blockEnd)
            m_labels.fromLineBefore(m_lines.at(before), block);
        else if (block.searchReplace && !m_blocks.isEmpty() && m_blocks.last().searchReplace) {
            block.path = m_blocks.last().path;
            block.label = m_blocks.last().label;
        }
    }

    QStringList m_lines;
    Labels m_labels;
    QList<AnswerBlock> m_blocks;
    qsizetype m_at = 0;
    qsizetype m_blockEnd = 0;
};

} // namespace

QList<AnswerBlock> scanBlocks(const QString &text, const QStringList &knownPaths)
{
    return Scanner(text, knownPaths).run();
}

bool dropReasoning(QString &text)
{
    static const QRegularExpression opening(u"^\\s*<(think|thinking|reasoning)>"_s);
    for (auto match = opening.match(text); match.hasMatch(); match = opening.match(text)) {
        const QString closing = u"</%1>"_s.arg(match.captured(1));
        const auto end = text.indexOf(closing);
        if (end < 0)
            return false;
        text.remove(0, end + closing.size());
    }
    // Some chat templates swallow the opening tag.
    static const QRegularExpression stray(u"^</think>\\s*$"_s, QRegularExpression::MultilineOption);
    const auto end = stray.match(text);
    if (end.hasMatch() && !text.left(end.capturedStart()).contains(u"<think>"))
        text.remove(0, end.capturedEnd());
    return true;
}

} // namespace stepladder::engine
