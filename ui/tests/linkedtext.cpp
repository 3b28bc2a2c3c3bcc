// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tests/linkedtext.h"

#include <QScrollBar>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMostShown = 64 * 1024;

} // namespace

LinkedText::LinkedText(const Theme &theme, QWidget *parent)
    : QTextBrowser(parent)
    , m_theme(theme)
{
    setOpenLinks(false);
    setFrameShape(QFrame::NoFrame);
    document()->setUndoRedoEnabled(false);
    document()->setDocumentMargin(theme.space(2));
    connect(this, &QTextBrowser::anchorClicked, this, [this](const QUrl &link) {
        const int index = link.fragment().toInt();
        if (index < m_places.size())
            Q_EMIT placeChosen(m_places.at(index).file, m_places.at(index).line);
    });
    connect(&theme, &Theme::changed, this, &LinkedText::render);
}

void LinkedText::show(const QString &heading, const QString &text, const QString &workspace)
{
    m_heading = heading;
    m_text = text;
    m_workspace = workspace;
    render();
}

void LinkedText::render()
{
    const QString shown = m_text.left(kMostShown);
    m_places = placesIn(shown, m_workspace);
    QString html;
    qsizetype at = 0;
    for (int i = 0; i < int(m_places.size()); ++i) {
        const Place &place = m_places.at(i);
        html += shown.mid(at, place.start - at).toHtmlEscaped();
        html +=
            u"<a href=\"#%1\">%2</a>"_s.arg(QString::number(i), shown.mid(place.start, place.length).toHtmlEscaped());
        at = place.start + place.length;
    }
    html += shown.mid(at).toHtmlEscaped();
    if (m_text.size() > kMostShown)
        html += u'\n' + tr("… and %1 more characters").arg(m_text.size() - kMostShown);
    const QString family = m_theme.codeFont().family().toHtmlEscaped();
    const QString heading = m_heading.isEmpty()
        ? QString()
        : u"<p style=\"margin:0 0 6px 0\"><b>%1</b></p>"_s.arg(m_heading.toHtmlEscaped());
    setHtml(heading + u"<pre style=\"margin:0; white-space:pre-wrap; font-family:'%1'\">%2</pre>"_s.arg(family, html));
}

/// What tools print may look like a page; it is none.
QVariant LinkedText::loadResource(int, const QUrl &)
{
    return {};
}

} // namespace stepladder::ui
