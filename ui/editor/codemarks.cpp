// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/codemarks.h"

#include "ui/editor/qsci.h"
#include "ui/editor/tokenstyles.h"

#include <QPainter>

#include <algorithm>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Severity;
using Sci = QsciScintillaBase;

namespace {

enum Marker { AddedGround, RemovedGround, FillerGround, QuietGround, Missed, Error, Warning, Info, Chosen, NotChosen };
enum Indicator { AddedWord = 8, RemovedWord, ErrorWave, WarningWave, InfoDots };
constexpr int kNoteStyle = TokenStyles::kOwn; ///< of annotations, by severity
constexpr int kMostRemarks = 2000;
constexpr int kMostWaves = 20'000; ///< bytes of a line that a squiggle may run under

unsigned long u(int value)
{
    return static_cast<unsigned long>(value);
}

int bySeverity(Severity severity)
{
    return severity == Severity::Error ? 0 : severity == Severity::Warning ? 1 : 2;
}

} // namespace

CodeMarks::CodeMarks(QsciScintilla &editor, const Theme &theme)
    : m_sci(editor)
    , m_theme(theme)
{
}

void CodeMarks::applyTheme()
{
    const QFont font = m_theme.codeFont();
    const QByteArray family = font.family().toUtf8();
    const auto style = [this](int number, Role fore, Role back) {
        m_sci.SendScintilla(Sci::SCI_STYLESETFORE, u(number), m_theme.color(fore));
        m_sci.SendScintilla(Sci::SCI_STYLESETBACK, u(number), m_theme.color(back));
    };
    m_sci.SendScintilla(Sci::SCI_STYLERESETDEFAULT);
    m_sci.SendScintilla(Sci::SCI_STYLESETFONT, uintptr_t(Sci::STYLE_DEFAULT), family.constData());
    const double points = font.pointSizeF() > 0 ? font.pointSizeF() : 10;
    m_sci.SendScintilla(Sci::SCI_STYLESETSIZEFRACTIONAL, u(Sci::STYLE_DEFAULT), long(points * 100));
    style(Sci::STYLE_DEFAULT, Role::Text, Role::Pane);
    m_sci.SendScintilla(Sci::SCI_STYLECLEARALL);
    style(Sci::STYLE_LINENUMBER, Role::Muted, Role::Pane);
    style(kNoteStyle, Role::Fail, Role::Window);
    style(kNoteStyle + 1, Role::Warn, Role::Window);
    style(kNoteStyle + 2, Role::Muted, Role::Window);
    m_sci.SendScintilla(Sci::SCI_SETSELBACK, 1UL, m_theme.color(Role::Selection));
    m_sci.SendScintilla(Sci::SCI_SETSELFORE, 0UL, m_theme.color(Role::Text));
    m_sci.SendScintilla(Sci::SCI_SETCARETFORE, m_theme.color(Role::Text));
    m_sci.SendScintilla(Sci::SCI_SETEXTRAASCENT, (m_theme.space() + 1) / 2);
    m_sci.SendScintilla(Sci::SCI_SETEXTRADESCENT, (m_theme.space() + 1) / 2);
    m_sci.SendScintilla(Sci::SCI_ANNOTATIONSETVISIBLE, int(Sci::ANNOTATION_INDENTED));
    defineMargins();
    defineMarkers();
}

void CodeMarks::defineMargins()
{
    m_sci.SendScintilla(Sci::SCI_SETMARGINS, int(Gap) + 1);
    const auto margin = [this](Margin number, int type, int mask, bool sensitive) {
        m_sci.SendScintilla(Sci::SCI_SETMARGINTYPEN, u(number), long(type));
        m_sci.SendScintilla(Sci::SCI_SETMARGINMASKN, u(number), long(mask));
        m_sci.SendScintilla(Sci::SCI_SETMARGINSENSITIVEN, u(number), long(sensitive));
    };
    margin(Choice, Sci::SC_MARGIN_SYMBOL, 1 << Chosen | 1 << NotChosen, true);
    margin(Numbers, m_lines.isEmpty() ? Sci::SC_MARGIN_NUMBER : Sci::SC_MARGIN_RTEXT, 0, false);
    margin(Remarks, Sci::SC_MARGIN_SYMBOL, 1 << Error | 1 << Warning | 1 << Info, false);
    margin(Coverage, Sci::SC_MARGIN_SYMBOL, 1 << Missed, false);
    margin(Gap, Sci::SC_MARGIN_SYMBOL, 0, false);
    setMarginWidths();
}

void CodeMarks::setMarginWidths()
{
    const QByteArray widest = QByteArray(m_side == Side::Both ? 2 * m_digits + 1 : m_digits, '8') + ' ';
    const auto width = [this](Margin number, int pixels) {
        m_sci.SendScintilla(Sci::SCI_SETMARGINWIDTHN, u(number), long(pixels));
    };
    const long digits = m_sci.SendScintilla(Sci::SCI_TEXTWIDTH, uintptr_t(Sci::STYLE_LINENUMBER), widest.constData());
    width(Choice, m_choosable ? m_theme.space(6) : 0);
    width(Numbers, int(digits) + m_theme.space(2));
    width(Remarks, m_theme.space(3));
    width(Coverage, m_theme.space());
    width(Gap, m_theme.space(3));
}

void CodeMarks::defineMarkers()
{
    const auto marker = [this](Marker number, int symbol, Role role) {
        m_sci.SendScintilla(Sci::SCI_MARKERDEFINE, u(number), long(symbol));
        m_sci.SendScintilla(Sci::SCI_MARKERSETFORE, u(number), m_theme.color(role));
        m_sci.SendScintilla(Sci::SCI_MARKERSETBACK, u(number), m_theme.color(role));
    };
    marker(AddedGround, Sci::SC_MARK_BACKGROUND, Role::Added);
    marker(RemovedGround, Sci::SC_MARK_BACKGROUND, Role::Removed);
    marker(FillerGround, Sci::SC_MARK_BACKGROUND, Role::Window);
    marker(QuietGround, Sci::SC_MARK_BACKGROUND, Role::Window);
    marker(Missed, Sci::SC_MARK_FULLRECT, Role::Fail);
    marker(Error, Sci::SC_MARK_CIRCLE, Role::Fail);
    marker(Warning, Sci::SC_MARK_SMALLRECT, Role::Warn);
    marker(Info, Sci::SC_MARK_LEFTRECT, Role::Muted);
    defineChoice(Chosen, true);
    defineChoice(NotChosen, false);
    const auto indicator = [this](Indicator number, int look, Role role) {
        m_sci.SendScintilla(Sci::SCI_INDICSETSTYLE, u(number), long(look));
        m_sci.SendScintilla(Sci::SCI_INDICSETFORE, u(number), m_theme.color(role));
        m_sci.SendScintilla(Sci::SCI_INDICSETALPHA, u(number), 255L);
        m_sci.SendScintilla(Sci::SCI_INDICSETOUTLINEALPHA, u(number), 255L);
        m_sci.SendScintilla(Sci::SCI_INDICSETUNDER, u(number), 1L);
    };
    indicator(AddedWord, Sci::INDIC_FULLBOX, Role::AddedWord);
    indicator(RemovedWord, Sci::INDIC_FULLBOX, Role::RemovedWord);
    indicator(ErrorWave, Sci::INDIC_SQUIGGLE, Role::Fail);
    indicator(WarningWave, Sci::INDIC_SQUIGGLE, Role::Warn);
    indicator(InfoDots, Sci::INDIC_DOTS, Role::Muted);
}

/// A check box, drawn once in the margin's size.
void CodeMarks::defineChoice(int marker, bool chosen)
{
    const int side = m_theme.space(4);
    const qreal ratio = m_sci.devicePixelRatioF();
    QImage image(QSize(side, side) * ratio, QImage::Format_ARGB32);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(ratio, ratio);
    const QRectF box = QRectF(0, 0, side, side).adjusted(1.5, 1.5, -1.5, -1.5);
    painter.setPen(QPen(m_theme.color(chosen ? Role::Accent : Role::Muted), 1.2));
    painter.setBrush(chosen ? QBrush(m_theme.color(Role::Accent)) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(box, 2, 2);
    if (chosen) {
        painter.setPen(QPen(m_theme.color(Role::Pane), side / 8.0, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPolyline(QPolygonF({box.topLeft() + QPointF(box.width() * 0.22, box.height() * 0.52),
                                        box.topLeft() + QPointF(box.width() * 0.42, box.height() * 0.72),
                                        box.topLeft() + QPointF(box.width() * 0.78, box.height() * 0.28)}));
    }
    painter.end();
    m_sci.SendScintilla(Sci::SCI_RGBAIMAGESETSCALE, int(100 * ratio));
    m_sci.SendScintilla(Sci::SCI_RGBAIMAGESETWIDTH, image.width());
    m_sci.SendScintilla(Sci::SCI_RGBAIMAGESETHEIGHT, image.height());
    m_sci.SendScintilla(Sci::SCI_MARKERDEFINERGBAIMAGE, u(marker), image);
}

void CodeMarks::setContent(const CodeContent &content)
{
    m_lines = content.lines;
    m_numbered.assign(size_t(m_lines.size()), false);
    m_choosable = false;
    m_side = content.side;
    const int most = int(m_sci.SendScintilla(Sci::SCI_GETLINECOUNT));
    m_digits = std::max(2, int(QString::number(most).size()));
    defineMargins();
    for (int line = 0; line < int(m_lines.size()); ++line) {
        if (m_lines.at(line).kind != LineKind::Same)
            ground(line, {});
    }
    for (const WordMark &mark : content.marks) {
        const bool isOld = m_lines.value(mark.line).kind == LineKind::Removed;
        const long start = m_sci.SendScintilla(Sci::SCI_POSITIONFROMLINE, u(mark.line));
        m_sci.SendScintilla(Sci::SCI_SETINDICATORCURRENT, int(isOld ? RemovedWord : AddedWord));
        m_sci.SendScintilla(Sci::SCI_INDICATORFILLRANGE, (unsigned long)(start + mark.from), long(mark.to - mark.from));
    }
    numberVisibleLines();
}

void CodeMarks::ground(int line, const QSet<int> &chosen)
{
    const CodeLine &about = m_lines.at(line);
    const bool quiet = m_choosable && !chosen.contains(about.hunk);
    const Marker marker = about.kind == LineKind::Filler ? FillerGround
        : quiet                                          ? QuietGround
        : about.kind == LineKind::Added                  ? AddedGround
                                                         : RemovedGround;
    m_sci.SendScintilla(Sci::SCI_MARKERADD, u(line), long(marker));
}

void CodeMarks::numberVisibleLines()
{
    if (m_lines.isEmpty())
        return;
    const int top = int(m_sci.SendScintilla(Sci::SCI_GETFIRSTVISIBLELINE));
    const int bottom = top + int(m_sci.SendScintilla(Sci::SCI_LINESONSCREEN)) + 1;
    const auto padded = [this](int number) {
        return (number > 0 ? QByteArray::number(number) : QByteArray()).rightJustified(m_digits, ' ');
    };
    for (int line = std::max(0, top); line <= std::min(bottom, int(m_lines.size()) - 1); ++line) {
        if (m_numbered[size_t(line)])
            continue;
        m_numbered[size_t(line)] = true;
        const CodeLine &about = m_lines.at(line);
        const int number = m_side == Side::Before ? about.oldNumber : about.newNumber;
        const QByteArray text = m_side == Side::Both ? padded(about.oldNumber) + ' ' + padded(about.newNumber)
            : number > 0                             ? QByteArray::number(number)
                                                     : QByteArray();
        m_sci.SendScintilla(Sci::SCI_MARGINSETTEXT, uintptr_t(line), (text + ' ').constData());
        m_sci.SendScintilla(Sci::SCI_MARGINSETSTYLE, u(line), long(Sci::STYLE_LINENUMBER));
    }
}

void CodeMarks::setMissedLines(const QList<int> &lines)
{
    m_sci.SendScintilla(Sci::SCI_MARKERDELETEALL, int(Missed));
    for (const int line : lines)
        m_sci.SendScintilla(Sci::SCI_MARKERADD, u(line), long(Missed));
}

void CodeMarks::setRemarks(const QList<CodeRemark> &remarks, bool inText)
{
    for (const int marker : {int(Error), int(Warning), int(Info)})
        m_sci.SendScintilla(Sci::SCI_MARKERDELETEALL, marker);
    for (const int indicator : {int(ErrorWave), int(WarningWave), int(InfoDots)}) {
        m_sci.SendScintilla(Sci::SCI_SETINDICATORCURRENT, indicator);
        m_sci.SendScintilla(Sci::SCI_INDICATORCLEARRANGE, 0UL, m_sci.SendScintilla(Sci::SCI_GETLENGTH));
    }
    m_sci.SendScintilla(Sci::SCI_ANNOTATIONCLEARALL);
    for (const CodeRemark &remark : remarks.mid(0, kMostRemarks)) {
        const int marker = Error + bySeverity(remark.severity);
        m_sci.SendScintilla(Sci::SCI_MARKERADD, u(remark.line), long(marker));
        squiggle(remark.line, remark);
        if (inText)
            annotate(remark.line, remark);
    }
}

/// Under the word at the remark's column, else under the whole text of the line.
void CodeMarks::squiggle(int line, const CodeRemark &remark)
{
    const long start = m_sci.SendScintilla(Sci::SCI_POSITIONFROMLINE, u(line));
    const long end = m_sci.SendScintilla(Sci::SCI_GETLINEENDPOSITION, u(line));
    long from = m_sci.SendScintilla(Sci::SCI_GETLINEINDENTPOSITION, u(line));
    long to = end;
    if (remark.column > 0) {
        const long at = m_sci.SendScintilla(Sci::SCI_POSITIONRELATIVE, (unsigned long)(start), long(remark.column - 1));
        if (at >= start && at < end) {
            from = at;
            to = std::max(at + 1, m_sci.SendScintilla(Sci::SCI_WORDENDPOSITION, (unsigned long)(at), 1L));
        }
    }
    m_sci.SendScintilla(Sci::SCI_SETINDICATORCURRENT, ErrorWave + bySeverity(remark.severity));
    m_sci.SendScintilla(Sci::SCI_INDICATORFILLRANGE, (unsigned long)(from),
                        std::min<long>(std::max<long>(0, to - from), kMostWaves));
}

void CodeMarks::annotate(int line, const CodeRemark &remark)
{
    const long size = m_sci.SendScintilla(Sci::SCI_ANNOTATIONGETTEXT, u(line), static_cast<void *>(nullptr));
    QByteArray text(size, '\0');
    if (size > 0) {
        m_sci.SendScintilla(Sci::SCI_ANNOTATIONGETTEXT, u(line), static_cast<void *>(text.data()));
        text += '\n';
    }
    text += remark.text.toUtf8();
    m_sci.SendScintilla(Sci::SCI_ANNOTATIONSETTEXT, uintptr_t(line), text.constData());
    if (size == 0)
        m_sci.SendScintilla(Sci::SCI_ANNOTATIONSETSTYLE, u(line), long(kNoteStyle + bySeverity(remark.severity)));
}

void CodeMarks::setChoice(bool choosable, const QSet<int> &chosen)
{
    m_choosable = choosable;
    for (const int marker :
         {int(AddedGround), int(RemovedGround), int(FillerGround), int(QuietGround), int(Chosen), int(NotChosen)})
        m_sci.SendScintilla(Sci::SCI_MARKERDELETEALL, marker);
    setMarginWidths();
    int last = -1;
    for (int line = 0; line < int(m_lines.size()); ++line) {
        const CodeLine &about = m_lines.at(line);
        if (about.kind == LineKind::Same)
            continue;
        ground(line, chosen);
        if (choosable && about.hunk != last)
            m_sci.SendScintilla(Sci::SCI_MARKERADD, u(line), long(chosen.contains(about.hunk) ? Chosen : NotChosen));
        last = about.hunk;
    }
}

} // namespace stepladder::ui
