// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tests/places.h"

#include <QDir>
#include <QRegularExpression>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kLongestLine = 4000; ///< a longer one is data, not a stack

const QRegularExpression &pattern()
{
    static const QRegularExpression all(uR"rx(\bin (?<cs>(?:(?!\bin )[^\n:])+):line (?<csl>\d+))rx"
                                        uR"rx(|File "(?<py>[^"\n]+)", line (?<pyl>\d+))rx"
                                        uR"rx(|(?<![\w/\\.:-])(?<ms>[\w./\\+@-]*\.\w+)\((?<msl>\d+)(?:,\d+)*\))rx"
                                        uR"rx(|(?<![\w/\\.:-])(?<pt>[\w./\\+@-]*\.\w+):(?<ptl>\d+)(?!\d|\.\d))rx"_s);
    return all;
}

/// Empty for what is not in the workspace.
QString inside(const QString &path, const QString &workspace)
{
    const QString clean = QDir::cleanPath(QString(path).replace(u'\\', u'/'));
    if (QDir::isRelativePath(clean))
        return clean.startsWith(u"../"_s) || clean == u".."_s ? QString() : clean;
    const QString root = QDir::cleanPath(workspace) + u'/';
    return workspace.isEmpty() || !clean.startsWith(root) ? QString() : clean.mid(root.size());
}

} // namespace

QList<Place> placesIn(const QString &text, const QString &workspace)
{
    QList<Place> places;
    for (qsizetype start = 0; start < text.size();) {
        qsizetype end = text.indexOf(u'\n', start);
        end = end < 0 ? text.size() : end;
        if (end - start <= kLongestLine) {
            auto found = pattern().globalMatch(text.mid(start, end - start));
            while (found.hasNext()) {
                const auto match = found.next();
                for (const auto &[file, line] : {std::pair(u"cs"_s, u"csl"_s), std::pair(u"py"_s, u"pyl"_s),
                                                 std::pair(u"ms"_s, u"msl"_s), std::pair(u"pt"_s, u"ptl"_s)}) {
                    const QString path = inside(match.captured(file), workspace);
                    const int number = match.captured(line).toInt();
                    if (match.captured(file).isEmpty() || path.isEmpty() || number < 1)
                        continue;
                    const qsizetype from = match.capturedStart(file);
                    places.append({start + from, match.capturedEnd(line) - from, path, number});
                }
            }
        }
        start = end + 1;
    }
    return places;
}

} // namespace stepladder::ui
