// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/locations.h"

#include <QDir>
#include <QFileInfo>

namespace stepladder::storage {

using namespace Qt::StringLiterals;

namespace {
QString xdg(const char *variable, const QString &fallback)
{
    QString base = qEnvironmentVariable(variable);
    if (base.isEmpty() || !QDir::isAbsolutePath(base))
        base = QDir::homePath() + fallback;
    return QDir::cleanPath(base + u"/stepladder"_s);
}
} // namespace

domain::Result<QString> Locations::existingRun(const QString &id) const
{
    const bool isName = !id.isEmpty() && !id.contains(u'/') && id != u"."_s && id != u".."_s;
    if (!isName || !QFileInfo(run(id)).isDir())
        return domain::fail(domain::ErrorKind::NotFound,
                            u"there is no run \"%1\": `stepladder runs` lists them"_s.arg(id));
    return run(id);
}

Locations Locations::fromEnvironment()
{
    const QString home = qEnvironmentVariable("STEPLADDER_HOME");
    if (!home.isEmpty())
        return under(QDir::cleanPath(QDir().absoluteFilePath(home)));
    return {.config = xdg("XDG_CONFIG_HOME", u"/.config"_s),
            .data = xdg("XDG_DATA_HOME", u"/.local/share"_s),
            .state = xdg("XDG_STATE_HOME", u"/.local/state"_s),
            .cache = xdg("XDG_CACHE_HOME", u"/.cache"_s)};
}

Locations Locations::under(const QString &home)
{
    return {.config = home + u"/config"_s,
            .data = home + u"/data"_s,
            .state = home + u"/state"_s,
            .cache = home + u"/cache"_s};
}

} // namespace stepladder::storage
