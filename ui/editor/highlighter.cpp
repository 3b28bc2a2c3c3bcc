// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/highlighter.h"

#include "ui/editor/linestates.h"
#include "ui/editor/qsci.h"
#include "ui/editor/tokenstyles.h"

#include <QElapsedTimer>
#include <QTimer>

#include <KSyntaxHighlighting/AbstractHighlighter>
#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Format>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/State>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using KSyntaxHighlighting::Definition;
using KSyntaxHighlighting::Repository;
using KSyntaxHighlighting::State;
using Sci = QsciScintillaBase;

namespace {

constexpr int kSliceMs = 8; ///< of colouring at a time: half a frame
constexpr int kLongestColoured =
    20'000; ///< bytes: longer lines stay plain, as rules may look far ahead at each character

/// A repository belongs to one thread and is gone with its last user.
std::shared_ptr<Repository> repository()
{
    static thread_local std::weak_ptr<Repository> shared;
    auto mine = shared.lock();
    if (!mine) {
        mine = std::make_shared<Repository>();
        shared = mine;
    }
    return mine;
}

} // namespace

class Highlighter::Lexer final : public QsciLexerCustom, private KSyntaxHighlighting::AbstractHighlighter
{
public:
    Lexer(QsciScintilla &editor, const Theme &theme)
        : QsciLexerCustom(&editor)
        , m_sci(editor)
        , m_styles(editor, theme)
    {
        m_later.setSingleShot(true);
        m_later.setInterval(0);
        connect(&m_later, &QTimer::timeout, this, [this] { colour(m_wanted); });
        connect(&editor, &Sci::SCN_MODIFIED, this,
                [this](int position, int type, const char *, int, int linesAdded, int, int, int, int, int) {
                    if (type & (Sci::SC_MOD_INSERTTEXT | Sci::SC_MOD_DELETETEXT))
                        changed(position, linesAdded);
                });
        editor.setLexer(this);
    }

    const char *language() const override { return "stepladder"; }
    QString description(int style) const override { return style == 0 ? u"text"_s : QString(); }
    void styleText(int, int end) override
    {
        m_wanted = std::max(m_wanted, int(m_sci.SendScintilla(Sci::SCI_LINEFROMPOSITION, end)));
        colour(m_wanted);
    }

    void setContent(const CodeContent &content)
    {
        m_later.stop();
        m_lines = content.lines;
        m_bothSides = content.side == Side::Both;
        m_states.clear();
        m_coloured = 0;
        m_wanted = 0;
        m_hasLanguage = false;
        const QString name = content.file.section(u'/', -1);
        if (name.isEmpty())
            return;
        if (!m_repository)
            m_repository = repository();
        const Definition definition = m_repository->definitionForFileName(name);
        m_hasLanguage = definition.isValid() && definition.name() != u"None";
        setDefinition(definition);
        chooseTheme();
    }
    void restyle()
    {
        chooseTheme();
        m_states.restart();
        m_sci.SendScintilla(Sci::SCI_STARTSTYLING, 0UL, 0L);
        if (m_hasLanguage)
            colour(m_wanted);
    }
    QString languageName() const { return m_hasLanguage ? definition().name() : QString(); }
    qint64 coloured() const { return m_coloured; }
    int done() const { return m_states.done(); }

private:
    void chooseTheme()
    {
        m_styles.clear();
        if (m_repository) {
            setTheme(m_styles.chooseTheme(*m_repository));
        }
    }

    int lineCount() const { return int(m_sci.SendScintilla(Sci::SCI_GETLINECOUNT)); }
    long startOf(int line) const { return m_sci.SendScintilla(Sci::SCI_POSITIONFROMLINE, (unsigned long)(line)); }

    void changed(int position, int linesAdded)
    {
        m_states.changed(int(m_sci.SendScintilla(Sci::SCI_LINEFROMPOSITION, position)), linesAdded);
    }

    /// The line whose state \p line begins with: of the side it belongs to.
    int before(int line) const
    {
        if (m_lines.isEmpty())
            return line - 1;
        const LineKind kind = m_lines.value(line).kind;
        const auto isOfOtherSide = [this, kind](LineKind other) {
            return other == LineKind::Filler || (kind == LineKind::Removed && other == LineKind::Added)
                || (m_bothSides && kind != LineKind::Removed && other == LineKind::Removed);
        };
        int i = line - 1;
        while (i >= 0 && isOfOtherSide(m_lines.value(i).kind))
            --i;
        return i;
    }

    void colour(int upTo)
    {
        if (!m_hasLanguage) {
            m_sci.SendScintilla(Sci::SCI_STARTSTYLING, (unsigned long)(m_sci.SendScintilla(Sci::SCI_GETLENGTH)), 0L);
            return;
        }
        QElapsedTimer timer;
        timer.start();
        m_states.resize(lineCount());
        const int last = std::min(upTo, lineCount() - 1);
        m_text = static_cast<const char *>(m_sci.SendScintillaPtrResult(Sci::SCI_GETCHARACTERPOINTER));
        for (int line = m_states.next(); line <= last; line = m_states.next()) {
            if (timer.elapsed() >= kSliceMs) {
                m_later.start();
                break;
            }
            colourLine(line);
        }
        m_sci.SendScintilla(Sci::SCI_STARTSTYLING, (unsigned long)(startOf(m_states.next())), 0L);
    }

    void colourLine(int line)
    {
        const long from = startOf(line);
        const long end = m_sci.SendScintilla(Sci::SCI_GETLINEENDPOSITION, (unsigned long)(line));
        const long next = line + 1 < lineCount() ? startOf(line + 1) : end;
        m_lineStyles.fill('\0', next - from);
        const int previous = before(line);
        State state = previous < 0 ? State() : m_states.at(previous);
        const bool filler = m_lines.value(line).kind == LineKind::Filler;
        if (!filler && end - from <= kLongestColoured) {
            m_lineText = m_text + from;
            m_utf16 = 0;
            m_byte = 0;
            state = highlightLine(QString::fromUtf8(m_lineText, end - from), state);
        }
        ++m_coloured;
        m_sci.SendScintilla(Sci::SCI_STARTSTYLING, (unsigned long)(from), 0L);
        m_sci.SendScintilla(Sci::SCI_SETSTYLINGEX, uintptr_t(m_lineStyles.size()), m_lineStyles.constData());
        m_states.set(line, state);
    }

    void applyFormat(int offset, int length, const KSyntaxHighlighting::Format &format) override
    {
        const char style = char(m_styles.styleOf(format));
        const int from = byteAt(offset);
        const int to = byteAt(offset + length);
        std::fill(m_lineStyles.begin() + from, m_lineStyles.begin() + to, style);
    }

    /// The byte of UTF-16 unit \p unit of the line; formats come in order, so this goes on from the last one.
    int byteAt(int unit)
    {
        if (unit < m_utf16)
            m_utf16 = m_byte = 0;
        while (m_utf16 < unit && m_byte < m_lineStyles.size()) {
            const auto lead = static_cast<unsigned char>(m_lineText[m_byte]);
            m_byte += lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
            m_utf16 += lead < 0xF0 ? 1 : 2;
        }
        return std::min(m_byte, int(m_lineStyles.size()));
    }

    QsciScintilla &m_sci;
    TokenStyles m_styles;
    std::shared_ptr<Repository> m_repository;
    bool m_hasLanguage = false;
    bool m_bothSides = false; ///< removed and added lines stand in one text
    QList<CodeLine> m_lines;
    LineStates<State> m_states;
    int m_wanted = 0; ///< the last line that was asked for
    qint64 m_coloured = 0;
    QTimer m_later;

    const char *m_text = nullptr;
    const char *m_lineText = nullptr;
    QByteArray m_lineStyles;
    int m_utf16 = 0;
    int m_byte = 0;
};

Highlighter::Highlighter(QsciScintilla &editor, const Theme &theme)
    : m_lexer(new Lexer(editor, theme))
{
}

Highlighter::~Highlighter() = default;

void Highlighter::setContent(const CodeContent &content)
{
    m_lexer->setContent(content);
}

void Highlighter::restyle()
{
    m_lexer->restyle();
}

QString Highlighter::language() const
{
    return m_lexer->languageName();
}

qint64 Highlighter::linesColoured() const
{
    return m_lexer->coloured();
}

int Highlighter::linesDone() const
{
    return m_lexer->done();
}

} // namespace stepladder::ui
