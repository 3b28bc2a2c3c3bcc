// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/answers/answerparser.h"

#include "domain/plancheck.h"
#include "engine/answers/answerblocks.h"
#include "engine/answers/answerlanguage.h"
#include "engine/answers/searchreplace.h"

#include <QSet>

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::Candidate;
using domain::IssueSource;
using domain::Severity;
using Label = AnswerBlock::Label;

namespace {

constexpr qsizetype kLargestFile = qsizetype(2) * 1024 * 1024;

/// A path as a message shows it: one line, not endless.
QString shown(const QString &path)
{
    QString text = path.simplified();
    return text.size() <= 120 ? text : text.left(120) + u'…';
}

bool isBinary(const QString &text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        const bool control =
            c.unicode() < 0x20 && c != u'\t' && c != u'\n' && c != u'\f' && c != u'\v' && c.unicode() != 0x1b;
        if (control || c.unicode() == 0xfffe || c.unicode() == 0xffff)
            return true;
        if (c.isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate())
            ++i;
        else if (c.isSurrogate())
            return true;
    }
    return false;
}

class Parser
{
public:
    explicit Parser(const AnswerRules &rules)
        : m_rules(rules)
    {
    }

    Candidate run(QString text)
    {
        const auto step = domain::checkStepPath(m_rules.stepFile);
        if (!step) {
            error(IssueSource::Path, step.error().message);
            return m_candidate;
        }
        m_stepFile = *step;
        text.replace(u"\r\n"_s, u"\n"_s).replace(u'\r', u'\n');
        if (text.startsWith(QChar(0xfeff)))
            text.remove(0, 1);
        if (!dropReasoning(text))
            error(IssueSource::Answer, u"the answer ends inside of its reasoning, it holds no code"_s);
        else if (text.trimmed().isEmpty())
            error(IssueSource::Answer, u"the answer is empty"_s);
        else if (text.size() > kLargestFile * 2)
            error(IssueSource::Answer, u"the answer is larger than 4 MB"_s);
        else
            choose(text);
        return m_candidate;
    }

private:
    enum class Target { Step, Judge, Other, Forbidden };

    void choose(const QString &text)
    {
        const QList<AnswerBlock> blocks = scanBlocks(text, QStringList{m_stepFile} + m_rules.judgeFiles);
        if (blocks.isEmpty()) {
            error(IssueSource::Answer,
                  isBinary(text) ? u"the answer is binary, expected one code block with %1"_s.arg(m_stepFile)
                                 : u"the answer holds no code block, expected one with %1"_s.arg(m_stepFile));
            return;
        }
        QList<AnswerBlock> named, mentioned, pathless;
        for (const AnswerBlock &block : blocks) {
            if (block.label == Label::None)
                pathless.append(block);
            else if (targetOf(block.path) == Target::Step)
                (block.label == Label::Named ? named : mentioned).append(block);
            else
                refuse(block);
        }
        if (cutOff(named + mentioned + pathless))
            return;
        if (!named.isEmpty())
            take(named);
        else if (!mentioned.isEmpty())
            take(mentioned);
        else
            takePathless(pathless);
    }

    Target targetOf(const QString &path) const
    {
        const auto clean = domain::checkStepPath(path);
        if (!clean)
            return Target::Forbidden;
        if (*clean == m_stepFile)
            return Target::Step;
        if (m_rules.judgeFiles.contains(*clean))
            return Target::Judge;
        // A model may leave out leading folders; what may be a judge's file then is the judge's.
        const auto endsIt = [&](const QString &file) { return file.endsWith(u'/' + *clean); };
        if (std::any_of(m_rules.judgeFiles.begin(), m_rules.judgeFiles.end(), endsIt))
            return Target::Judge;
        if (endsIt(m_stepFile))
            return Target::Step;
        return Target::Other;
    }

    static QString reasonAgainst(const QString &path)
    {
        const auto checked = domain::checkStepPath(path);
        return checked ? QString() : checked.error().message.simplified().right(200);
    }

    /// One issue for each path that is not the step's.
    void refuse(const AnswerBlock &block)
    {
        if (m_refused.contains(block.path))
            return;
        m_refused.insert(block.path);
        switch (targetOf(block.path)) {
        case Target::Judge:
            issue(Severity::Warning, IssueSource::Answer, block.path,
                  u"the answer changes %1, which judges this step: it was not taken"_s.arg(shown(block.path)));
            break;
        case Target::Forbidden:
            issue(Severity::Error, IssueSource::Path, block.path,
                  u"the answer names a path that is not allowed: %1"_s.arg(reasonAgainst(block.path)));
            break;
        default:
            issue(Severity::Warning, IssueSource::Answer, block.path,
                  u"the answer holds %1, only %2 is taken"_s.arg(shown(block.path), m_stepFile));
        }
    }

    bool cutOff(const QList<AnswerBlock> &blocks)
    {
        for (const AnswerBlock &block : blocks) {
            if (!block.closed) {
                error(IssueSource::Answer,
                      u"the answer is cut off: the block that begins in its line %1 is not closed"_s.arg(block.line));
                return true;
            }
        }
        return false;
    }

    void takePathless(const QList<AnswerBlock> &blocks)
    {
        QList<AnswerBlock> whole, edits, right;
        const QString language = languageOfFile(m_stepFile);
        const QString expected = canonicalLanguage(language.isEmpty() ? m_rules.fence : language);
        for (const AnswerBlock &block : blocks) {
            (block.searchReplace ? edits : whole).append(block);
            if (!block.searchReplace && !expected.isEmpty() && canonicalLanguage(block.language) == expected)
                right.append(block);
        }
        if (!edits.isEmpty())
            return take(edits + right);
        if (whole.isEmpty())
            return error(IssueSource::Answer, u"the answer holds no block with %1"_s.arg(m_stepFile));
        if (right.size() == 1)
            return take(right);
        if (whole.size() > 1) {
            return error(
                IssueSource::Answer,
                u"the answer holds %1 code blocks and none says that it is %2"_s.arg(whole.size()).arg(m_stepFile));
        }
        if (foreignLanguage(whole.first().language, expected)) {
            return error(IssueSource::Answer,
                         u"the only code block is tagged %1, expected %2 for %3"_s.arg(shown(whole.first().language),
                                                                                       expected, m_stepFile));
        }
        take(whole);
    }

    void take(const QList<AnswerBlock> &blocks)
    {
        const auto edits =
            std::count_if(blocks.begin(), blocks.end(), [](const AnswerBlock &b) { return b.searchReplace; });
        if (edits == blocks.size())
            return takeEdits(blocks);
        if (edits > 0)
            return error(IssueSource::Answer, u"the answer holds %1 both whole and as search blocks"_s.arg(m_stepFile));
        const bool same = std::all_of(blocks.begin(), blocks.end(),
                                      [&](const AnswerBlock &b) { return b.lines == blocks.first().lines; });
        if (!same)
            return error(IssueSource::Answer,
                         u"the answer holds %1 different versions of %2"_s.arg(blocks.size()).arg(m_stepFile));
        takeWhole(blocks.first());
    }

    void takeEdits(const QList<AnswerBlock> &blocks)
    {
        if (!m_rules.existing) {
            return error(IssueSource::Answer,
                         u"%1 does not exist yet: expected its whole content, found search blocks"_s.arg(m_stepFile));
        }
        QStringList lines;
        for (const AnswerBlock &block : blocks)
            lines += block.lines;
        if (isBinary(lines.join(u'\n')))
            return error(IssueSource::Answer, u"the content for %1 is binary"_s.arg(m_stepFile));
        const auto content = applySearchReplace(*m_rules.existing, lines);
        if (!content)
            return error(IssueSource::Answer, u"%1: %2"_s.arg(m_stepFile, content.error().message));
        accept(*content);
    }

    void takeWhole(const AnswerBlock &block)
    {
        if (foreignToFile(block, u"diff"_s)) {
            return error(IssueSource::Answer,
                         u"%1 is given as a diff, expected its whole content or search blocks"_s.arg(m_stepFile));
        }
        QStringList lines = block.lines;
        if (!lines.isEmpty() && lines.first().startsWith(QChar(0xfeff)))
            lines.first().remove(0, 1);
        // Everywhere else a comment with the path does no harm.
        if (languageOfFile(m_stepFile) == u"json" && !lines.isEmpty() && lines.first().trimmed().startsWith(u"//"))
            lines.removeFirst();
        const auto stray = std::find_if(lines.begin(), lines.end(), isReplaceMarker);
        if (stray != lines.end())
            return error(IssueSource::Answer, u"%1: a REPLACE line stands without its SEARCH line"_s.arg(m_stepFile));
        QString text = lines.join(u'\n');
        if (text.trimmed().isEmpty())
            return error(IssueSource::Answer, u"the code block for %1 is empty"_s.arg(m_stepFile));
        if (isBinary(text))
            return error(IssueSource::Answer, u"the content for %1 is binary"_s.arg(m_stepFile));
        accept(inHabitOfExisting(text));
    }

    bool foreignToFile(const AnswerBlock &block, const QString &language) const
    {
        return canonicalLanguage(block.language) == language && languageOfFile(m_stepFile) != language;
    }

    /// Final newline, line ends and byte order mark as the existing file has them.
    QByteArray inHabitOfExisting(QString text) const
    {
        while (text.endsWith(u'\n'))
            text.chop(1);
        const QByteArray old = m_rules.existing.value_or(QByteArray());
        if (old.isEmpty() || old.endsWith('\n'))
            text += u'\n';
        QByteArray content = text.toUtf8();
        if (old.count("\r\n") * 2 > old.count('\n'))
            content.replace("\n", "\r\n");
        return old.startsWith("\xEF\xBB\xBF") ? "\xEF\xBB\xBF" + content : content;
    }

    void accept(const QByteArray &content)
    {
        if (content.size() > kLargestFile)
            return error(IssueSource::Answer, u"the content for %1 is larger than 2 MB"_s.arg(m_stepFile));
        m_candidate.files = {{.path = m_stepFile, .content = content}};
    }

    void issue(Severity severity, IssueSource source, const QString &file, const QString &message)
    {
        m_candidate.issues.append({.severity = severity, .source = source, .file = shown(file), .message = message});
    }
    void error(IssueSource source, const QString &message) { issue(Severity::Error, source, m_stepFile, message); }

    const AnswerRules &m_rules;
    QString m_stepFile;
    QSet<QString> m_refused;
    Candidate m_candidate;
};

} // namespace

Candidate parseAnswer(const QString &answer, const AnswerRules &rules)
{
    return Parser(rules).run(answer);
}

} // namespace stepladder::engine
