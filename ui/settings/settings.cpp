// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settings.h"

#include "ui/settings/programs.h"

namespace stepladder::ui {

using namespace Qt::StringLiterals;

namespace {

const QStringList kSchemes{u"system"_s, u"light"_s, u"dark"_s};

} // namespace

Settings::Settings(const storage::Locations &locations)
    : m_settings(locations.config + u"/window.ini"_s, QSettings::IniFormat)
{
}

Scheme Settings::scheme() const
{
    return Scheme(std::max(0, int(kSchemes.indexOf(m_settings.value(u"scheme"_s).toString()))));
}

void Settings::setScheme(Scheme scheme)
{
    m_settings.setValue(u"scheme"_s, kSchemes.at(int(scheme)));
}

QByteArray Settings::geometry() const
{
    return m_settings.value(u"geometry"_s).toByteArray();
}

void Settings::setGeometry(const QByteArray &geometry)
{
    m_settings.setValue(u"geometry"_s, geometry);
}

QByteArray Settings::layout() const
{
    return m_settings.value(u"layout"_s).toByteArray();
}

void Settings::setLayout(const QByteArray &layout)
{
    m_settings.setValue(u"layout"_s, layout);
}

QString Settings::editor() const
{
    return m_settings.value(u"editor"_s).toString();
}

void Settings::setEditor(const QString &command)
{
    m_settings.setValue(u"editor"_s, command);
}

QString Settings::terminal() const
{
    return m_settings.value(u"terminal"_s).toString();
}

void Settings::setTerminal(const QString &command)
{
    m_settings.setValue(u"terminal"_s, command);
}

QString Settings::editorOrFound() const
{
    return editor().isEmpty() ? foundEditor() : editor();
}

QString Settings::terminalOrFound() const
{
    return terminal().isEmpty() ? foundTerminal() : terminal();
}

qint64 Settings::seen(const QString &run) const
{
    return m_settings.value(u"seen/"_s + run).toLongLong();
}

void Settings::setSeen(const QString &run, qint64 seq)
{
    m_settings.setValue(u"seen/"_s + run, seq);
}

} // namespace stepladder::ui
