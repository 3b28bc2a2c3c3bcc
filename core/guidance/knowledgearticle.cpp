// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "guidance/knowledgearticle.h"

#include "domain/shown.h"
#include "guidance/knowledgefrontmatter.h"

#include <QDir>
#include <QRegularExpression>
#include <QStringDecoder>

#include <optional>

namespace stepladder::guidance {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;
using domain::shown;

namespace {

constexpr qsizetype kLargestArticle = 256LL * 1024;
constexpr int kLongestValue = 300; ///< of a value of the front matter

const QString failingSection = u"Example: failing"_s;
const QString mendedSection = u"Example: mended"_s;

/// Where a fenced block begins: its fence and what stands behind.
struct Fence
{
    QChar sign;
    qsizetype length = 0;
    QString info = {};
};

std::optional<Fence> openingFence(const QString &line)
{
    static const QRegularExpression form(u"^ {0,3}(`{3,}|~{3,})\\s*([^`]*)$"_s);
    const auto match = form.match(line);
    if (!match.hasMatch())
        return std::nullopt;
    return Fence{match.captured(1).front(), match.captured(1).size(), match.captured(2).trimmed()};
}

bool closes(const Fence &fence, const QString &line)
{
    const QString text = line.trimmed();
    return text.size() >= fence.length && text.count(fence.sign) == text.size();
}

/// A section of the body: its lines without the heading.
struct Section
{
    QString name;
    int line = 0; ///< of the heading, from 1
    QStringList lines = {};
};

class ArticleReader
{
public:
    explicit ArticleReader(QStringList lines)
        : m_lines(std::move(lines))
    {
    }

    tl::expected<Article, LineFault> read()
    {
        const auto front = readFrontMatter(m_lines);
        if (!front)
            return tl::unexpected(front.error());
        m_front = *front;
        readFields();
        readSections();
        readBody();
        if (m_fault)
            return tl::unexpected(*m_fault);
        return m_article;
    }

private:
    void fault(int line, const QString &message)
    {
        if (!m_fault || line < m_fault->line)
            m_fault = LineFault{line, message};
    }

    void readFields();
    QString text(const QString &key, bool required);
    QStringList texts(const QString &key, bool required = false);
    QStringList expressions(const QString &key);
    void checkId();

    void readSections();
    void startSection(const QString &heading, int line);
    void readBody();
    QString prose(const Section &section);
    QList<ExampleFile> example(const Section &section);
    void addExample(QList<ExampleFile> &files, const QString &info, const QStringList &lines, int line);

    QStringList m_lines;
    FrontMatter m_front;
    QList<Section> m_sections;
    Article m_article;
    std::optional<LineFault> m_fault;
};

void ArticleReader::readFields()
{
    static const QStringList known = {u"id"_s,       u"title"_s, u"languages"_s,    u"diagnostics"_s, u"signatures"_s,
                                      u"messages"_s, u"code"_s,  u"fingerprints"_s, u"setup"_s,       u"source"_s};
    for (auto it = m_front.fields.begin(); it != m_front.fields.end(); ++it) {
        if (!known.contains(it.key()))
            fault(it->line, u"%1: is not known, expected one of %2"_s.arg(shown(it.key()), known.join(u", "_s)));
    }
    m_article.id = text(u"id"_s, true);
    m_article.title = text(u"title"_s, true);
    m_article.languages = texts(u"languages"_s, true);
    m_article.diagnostics = texts(u"diagnostics"_s);
    m_article.signatures = texts(u"signatures"_s);
    m_article.messages = expressions(u"messages"_s);
    m_article.code = expressions(u"code"_s);
    m_article.fingerprints = texts(u"fingerprints"_s);
    m_article.setup = text(u"setup"_s, false);
    m_article.source = text(u"source"_s, false);
    checkId();
}

QString ArticleReader::text(const QString &key, bool required)
{
    const auto it = m_front.fields.constFind(key);
    if (it == m_front.fields.constEnd()) {
        if (required)
            fault(m_front.end, u"%1: is missing, expected \"%1: …\" in the front matter"_s.arg(key));
        return {};
    }
    const QString value = it->values.value(0).trimmed();
    if (it->isList || value.isEmpty())
        fault(it->line, u"%1: expected a text"_s.arg(key));
    else if (value.size() > kLongestValue || !domain::isPrintable(value))
        fault(it->line, u"%1: expected printable text of at most %2 characters"_s.arg(key).arg(kLongestValue));
    return value;
}

QStringList ArticleReader::texts(const QString &key, bool required)
{
    const auto it = m_front.fields.constFind(key);
    if (it == m_front.fields.constEnd()) {
        if (required)
            fault(m_front.end, u"%1: is missing, expected \"%1: [a, b]\" in the front matter"_s.arg(key));
        return {};
    }
    if ((!it->isList && !it->values.isEmpty()) || (required && it->values.isEmpty()))
        fault(it->line, u"%1: expected a list as in [a, b]"_s.arg(key));
    for (const QString &value : it->values) {
        if (value.trimmed().isEmpty() || value.size() > kLongestValue || !domain::isPrintable(value))
            fault(it->line,
                  u"%1: expected printable texts of at most %2 characters, found %3"_s.arg(key)
                      .arg(kLongestValue)
                      .arg(shown(value)));
    }
    return it->values;
}

QStringList ArticleReader::expressions(const QString &key)
{
    const QStringList values = texts(key);
    for (const QString &value : values) {
        const QRegularExpression expression(value);
        if (!expression.isValid())
            fault(
                m_front.fields.value(key).line,
                u"%1: expected regular expressions, %2 is none: %3 at character %4"_s.arg(
                    key, shown(value), expression.errorString(), QString::number(expression.patternErrorOffset() + 1)));
    }
    return values;
}

void ArticleReader::checkId()
{
    static const QRegularExpression form(u"^[a-z0-9][a-z0-9._-]{0,99}$"_s);
    if (!m_article.id.isEmpty() && !form.match(m_article.id).hasMatch())
        fault(m_front.fields.value(u"id"_s).line,
              u"id: expected small letters, digits, '-', '_' and '.', found %1"_s.arg(shown(m_article.id)));
}

void ArticleReader::readSections()
{
    std::optional<Fence> fence;
    int opened = 0;
    for (int i = m_front.end; i < m_lines.size(); ++i) {
        const QString &line = m_lines.at(i);
        if (fence) {
            if (closes(*fence, line))
                fence.reset();
        } else if (line.startsWith(u"## ")) {
            startSection(line.mid(3).trimmed(), i + 1);
            continue;
        } else if ((fence = openingFence(line))) {
            opened = i + 1;
        }
        if (!m_sections.isEmpty())
            m_sections.last().lines.append(line);
        else if (!line.trimmed().isEmpty())
            fault(i + 1, u"expected \"## Guidance\" before any text, found %1"_s.arg(shown(line)));
    }
    if (fence)
        fault(opened,
              u"expected the end of the block of code that begins here, a line of %1"_s.arg(
                  QString(fence->length, fence->sign)));
}

void ArticleReader::startSection(const QString &heading, int line)
{
    static const QStringList known = {u"Guidance"_s, u"Pattern"_s, failingSection, mendedSection};
    if (!known.contains(heading))
        fault(line, u"expected one of \"## %1\", found %2"_s.arg(known.join(u"\", \"## "_s), shown(heading)));
    for (const Section &section : m_sections) {
        if (section.name == heading)
            fault(line, u"\"## %1\" is there twice"_s.arg(heading));
    }
    m_sections.append({heading, line});
}

void ArticleReader::readBody()
{
    for (const Section &section : m_sections) {
        if (section.name == u"Guidance")
            m_article.guidance = prose(section);
        else if (section.name == u"Pattern")
            m_article.pattern = prose(section);
        else if (section.name == failingSection)
            m_article.failing = example(section);
        else if (section.name == mendedSection)
            m_article.mended = example(section);
    }
    if (m_article.guidance.isEmpty() && !m_fault)
        fault(int(m_lines.size()), u"expected \"## Guidance\" with text in it"_s);
}

QString ArticleReader::prose(const Section &section)
{
    const QString text = section.lines.join(u'\n').trimmed();
    if (text.isEmpty())
        fault(section.line, u"expected text in \"## %1\""_s.arg(section.name));
    return text;
}

QList<ExampleFile> ArticleReader::example(const Section &section)
{
    QList<ExampleFile> files;
    std::optional<Fence> fence;
    QStringList lines;
    for (int i = 0; i < section.lines.size(); ++i) {
        const QString &line = section.lines.at(i);
        const int number = section.line + 1 + i;
        if (fence && closes(*fence, line)) {
            addExample(files, fence->info, lines, number - int(lines.size()) - 1);
            fence.reset();
        } else if (fence) {
            lines.append(line);
        } else if ((fence = openingFence(line))) {
            lines.clear();
        } else if (!line.trimmed().isEmpty()) {
            fault(number,
                  u"expected a block of code with the file's name behind its fence, found %1"_s.arg(shown(line)));
        }
    }
    if (files.isEmpty())
        fault(section.line, u"expected a block of code in \"## %1\""_s.arg(section.name));
    return files;
}

void ArticleReader::addExample(QList<ExampleFile> &files, const QString &info, const QStringList &lines, int line)
{
    // A language in front of the name is what most editors colour by.
    const QString name = info.section(u' ', -1);
    const bool inside =
        QDir::isRelativePath(name) && !name.contains(u'\\') && QDir::cleanPath(name) == name && !name.startsWith(u"..");
    if (name.isEmpty() || info.count(u' ') > 1 || !inside)
        fault(line, u"expected the file's name behind the fence, found %1"_s.arg(shown(info)));
    for (const ExampleFile &file : std::as_const(files)) {
        if (file.name == name)
            fault(line, u"%1 is there twice"_s.arg(shown(name)));
    }
    files.append({name, lines.isEmpty() ? QString() : lines.join(u'\n') + u'\n'});
}

} // namespace

Result<Article> readArticle(const QByteArray &content, const QString &file)
{
    const auto bad = [&file](int line, const QString &message) {
        return domain::fail(ErrorKind::BadInput, u"%1:%2: %3"_s.arg(file, QString::number(line), message));
    };
    if (content.size() > kLargestArticle)
        return bad(1, u"expected at most 256 kB"_s);
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decoder(content);
    if (decoder.hasError() || content.contains('\0'))
        return bad(1, u"expected UTF-8 text"_s);
    if (text.startsWith(QChar::ByteOrderMark))
        text.remove(0, 1);
    text.replace(u"\r\n"_s, u"\n"_s);
    const auto read = ArticleReader(text.split(u'\n')).read();
    if (!read)
        return bad(read.error().line, read.error().message);
    return *read;
}

} // namespace stepladder::guidance
