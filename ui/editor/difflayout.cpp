// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/difflayout.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringDecoder>

#include <algorithm>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Result;
using Lines = QList<QByteArray>;

namespace {

constexpr qsizetype kLongestShown = 10'000; ///< bytes; an editor lays out a line as a whole, each time it changes
constexpr qsizetype kLookForNul = 8000; ///< as git does

struct LayoutTexts
{
    Q_DECLARE_TR_FUNCTIONS(stepladder::ui::CodeView)
};

/// A file's lines without their ends, as UTF-8, and what must be said of them.
struct Readable
{
    Lines lines;
    QStringList notices;
    bool binary = false;
};

QByteArray cut(const QByteArray &line)
{
    qsizetype end = kLongestShown;
    while (end > 0 && (static_cast<unsigned char>(line.at(end)) & 0xC0) == 0x80)
        --end; // not within a character
    return line.left(end) + " \xE2\x80\xA6";
}

Readable readable(const QByteArray &bytes)
{
    Readable result;
    if (bytes.left(kLookForNul).contains('\0')) {
        result.binary = true;
        result.notices.append(
            LayoutTexts::tr("This is a binary file of %1.").arg(QLocale().formattedDataSize(bytes.size())));
        return result;
    }
    const bool utf8 = isUtf8(bytes);
    if (!utf8)
        result.notices.append(
            LayoutTexts::tr("This file is not UTF-8 and is shown as Latin-1; its bytes stay as they are."));
    int longLines = 0;
    int firstLong = 0;
    const Lines lines = splitLines(bytes);
    result.lines.reserve(lines.size());
    for (const QByteArray &raw : lines) {
        QByteArray line = raw.left(raw.size() - lineEnd(raw).size());
        if (!utf8)
            line = QString::fromLatin1(line).toUtf8();
        if (line.contains('\0'))
            line.replace('\0', "\xE2\x90\x80");
        if (line.size() > kLongestShown) {
            line = cut(line);
            if (longLines++ == 0)
                firstLong = int(result.lines.size()) + 1;
        }
        result.lines.append(line);
    }
    if (longLines == 1)
        result.notices.append(LayoutTexts::tr("Line %1 is very long and is shown cut.").arg(firstLong));
    else if (longLines > 1)
        result.notices.append(LayoutTexts::tr("%n line(s) are very long and are shown cut.", nullptr, longLines));
    return result;
}

/// Writes one CodeContent line by line.
class Writer
{
public:
    explicit Writer(CodeContent &content)
        : m_content(content)
    {
    }
    void add(const QByteArray &line, const CodeLine &about)
    {
        if (!m_content.lines.isEmpty())
            m_content.text.append('\n');
        m_content.text.append(line);
        m_content.lines.append(about);
    }
    int at() const { return int(m_content.lines.size()); }
    void mark(const QList<WordMark> &marks, int from)
    {
        for (WordMark mark : marks) {
            mark.line += from;
            m_content.marks.append(mark);
        }
    }

private:
    CodeContent &m_content;
};

class Layout
{
public:
    Layout(Lines before, Lines after, DiffContent &result)
        : m_oldLines(std::move(before))
        , m_newLines(std::move(after))
        , m_result(result)
    {
    }

    bool run(const std::stop_token &stop)
    {
        for (int i = 0; i < int(m_result.diff.hunks.size()); ++i) {
            if (stop.stop_requested())
                return false;
            const Hunk &hunk = m_result.diff.hunks.at(i);
            same(hunk.oldFirst);
            changed(hunk, i, stop);
        }
        same(int(m_oldLines.size()));
        m_result.notices +=
            onlyEndsDiffer() ? QStringList{LayoutTexts::tr("Only ends of lines differ.")} : QStringList();
        return true;
    }

private:
    void same(int upTo)
    {
        for (; m_old < upTo && m_new < int(m_newLines.size()); ++m_old, ++m_new) {
            const CodeLine about{LineKind::Same, m_old + 1, m_new + 1, -1};
            m_before.add(m_oldLines.at(m_old), about);
            m_after.add(m_newLines.at(m_new), about);
            m_both.add(m_newLines.at(m_new), about);
        }
    }

    void changed(const Hunk &hunk, int index, const std::stop_token &stop)
    {
        const Lines removed = m_oldLines.mid(hunk.oldFirst, hunk.oldCount);
        const Lines added = m_newLines.mid(hunk.newFirst, hunk.newCount);
        const WordMarks words = markWords(removed, added, stop);
        m_before.mark(words.removed, m_before.at());
        m_after.mark(words.added, m_after.at());
        m_both.mark(words.removed, m_both.at());
        m_both.mark(words.added, m_both.at() + hunk.oldCount);
        m_textDiffers = m_textDiffers || removed != added;
        for (int i = 0; i < hunk.oldCount; ++i) {
            const CodeLine about{LineKind::Removed, hunk.oldFirst + i + 1, 0, index};
            m_before.add(removed.at(i), about);
            m_both.add(removed.at(i), about);
        }
        for (int i = 0; i < hunk.newCount; ++i) {
            const CodeLine about{LineKind::Added, 0, hunk.newFirst + i + 1, index};
            m_after.add(added.at(i), about);
            m_both.add(added.at(i), about);
        }
        const CodeLine filler{LineKind::Filler, 0, 0, index};
        while (m_before.at() < m_after.at())
            m_before.add({}, filler);
        while (m_after.at() < m_before.at())
            m_after.add({}, filler);
        m_old = hunk.oldFirst + hunk.oldCount;
        m_new = hunk.newFirst + hunk.newCount;
    }

    bool onlyEndsDiffer() const { return !m_result.diff.hunks.isEmpty() && !m_textDiffers; }

    const Lines m_oldLines;
    const Lines m_newLines;
    DiffContent &m_result;
    Writer m_before{m_result.before};
    Writer m_after{m_result.after};
    Writer m_both{m_result.both};
    int m_old = 0;
    int m_new = 0;
    bool m_textDiffers = false;
};

} // namespace

bool isUtf8(const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(bytes);
    return !decoder.hasError();
}

CodeContent layOutFile(const QByteArray &bytes, const QString &file)
{
    Readable text = readable(bytes);
    CodeContent content{.file = file, .notices = text.notices};
    // What needs no mending is shown with its own ends of lines.
    content.text = text.notices.isEmpty() && !bytes.contains('\0') ? bytes : text.lines.join('\n');
    return content;
}

Result<DiffContent> layOutDiff(const QByteArray &before, const QByteArray &after, const QString &file,
                               const std::stop_token &stop)
{
    auto diff = diffTexts(before, after, stop);
    if (!diff)
        return domain::fail(diff.error());
    DiffContent result{.diff = std::move(*diff)};
    result.before.file = result.after.file = result.both.file = file;
    result.before.side = Side::Before;
    result.both.side = Side::Both;
    Readable oldText = readable(before);
    Readable newText = readable(after);
    result.notices = newText.notices;
    for (const QString &notice : std::as_const(oldText.notices)) {
        if (!result.notices.contains(notice))
            result.notices.append(notice);
    }
    if (result.diff.coarse)
        result.notices.append(LayoutTexts::tr("The two texts are so far apart that they were compared only roughly."));
    if (oldText.binary || newText.binary)
        return result;
    if (!Layout(std::move(oldText.lines), std::move(newText.lines), result).run(stop))
        return domain::fail(domain::ErrorKind::Cancelled, u"the comparison was stopped"_s);
    return result;
}

} // namespace stepladder::ui
