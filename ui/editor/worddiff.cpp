// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/worddiff.h"

#include "guidance/linediff.h"

#include <algorithm>

namespace stepladder::ui {

namespace {

constexpr qsizetype kMostBytes = 64 * 1024; ///< of one side
constexpr qint64 kMostSteps = 1'000'000;
constexpr qint64 kLeastCommon = 30; ///< per cent of the larger side

struct Token
{
    int line;
    int from;
    int to;
};

struct Block
{
    QList<QByteArray> texts; ///< of the tokens, a line's end being one
    QList<Token> tokens;
    qint64 bytes = 0; ///< of words and signs
};

enum class Kind { Space, Word, Sign };

Kind kindOf(char c)
{
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
        return Kind::Space;
    const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'
        || (static_cast<unsigned char>(c) & 0x80) != 0;
    return word ? Kind::Word : Kind::Sign;
}

qsizetype sizeOf(const QList<QByteArray> &lines)
{
    qsizetype bytes = 0;
    for (const QByteArray &line : lines)
        bytes += line.size();
    return bytes;
}

Block tokenised(const QList<QByteArray> &lines)
{
    Block block;
    for (int n = 0; n < int(lines.size()); ++n) {
        const QByteArray &line = lines.at(n);
        for (int i = 0; i < int(line.size());) {
            const Kind kind = kindOf(line.at(i));
            int end = i + 1;
            while (kind != Kind::Sign && end < int(line.size()) && kindOf(line.at(end)) == kind)
                ++end;
            if (kind != Kind::Space) {
                block.texts.append(QByteArray::fromRawData(line.constData() + i, end - i));
                block.tokens.append({n, i, end});
                block.bytes += end - i;
            }
            i = end;
        }
    }
    return block;
}

QList<WordMark> marksOf(const Block &block, const QList<bool> &changed)
{
    QList<WordMark> marks;
    bool adjoins = false;
    for (qsizetype i = 0; i < block.tokens.size(); ++i) {
        const Token &token = block.tokens.at(i);
        if (!changed.at(i)) {
            adjoins = false;
            continue;
        }
        // Changed words in a row are one mark, with the space between them.
        if (adjoins && marks.last().line == token.line)
            marks.last().to = token.to;
        else
            marks.append({token.line, token.from, token.to});
        adjoins = true;
    }
    return marks;
}

} // namespace

WordMarks markWords(const QList<QByteArray> &before, const QList<QByteArray> &after, const std::stop_token &stop)
{
    if (before.isEmpty() || after.isEmpty() || sizeOf(before) > kMostBytes || sizeOf(after) > kMostBytes)
        return {};
    const Block oldBlock = tokenised(before);
    const Block newBlock = tokenised(after);
    const guidance::LineChanges changes = guidance::compareLines(oldBlock.texts, newBlock.texts, kMostSteps, stop);
    qint64 common = 0;
    for (qsizetype i = 0; i < oldBlock.tokens.size(); ++i) {
        if (!changes.removed.at(i))
            common += oldBlock.tokens.at(i).to - oldBlock.tokens.at(i).from;
    }
    if (changes.coarse || common * 100 < std::max(oldBlock.bytes, newBlock.bytes) * kLeastCommon)
        return {};
    return {.removed = marksOf(oldBlock, changes.removed), .added = marksOf(newBlock, changes.added)};
}

} // namespace stepladder::ui
