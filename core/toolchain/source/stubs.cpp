// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/source/stubs.h"

#include "toolchain/source/sourcemask.h"

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;

QStringList surfaceByExpression(const Descriptor &descriptor, const QByteArray &source)
{
    if (descriptor.surface.pattern().isEmpty())
        return {};
    const QString text = QString::fromUtf8(source);
    QStringList found;
    for (auto it = descriptor.surface.globalMatch(maskSource(descriptor.lexis, text)); it.hasNext();) {
        const auto match = it.next();
        found.append(text.mid(match.capturedStart(), match.capturedLength()).simplified());
    }
    return found;
}

QString commented(const QString &note, const QString &mark)
{
    QString out;
    for (const QString &line : note.split(u'\n'))
        out += line.isEmpty() ? mark + u'\n' : mark + u' ' + line + u'\n';
    return out;
}

QByteArray stubFromTemplate(const Descriptor &descriptor, const domain::Step &step, const QStringList &surface,
                            const QString &note)
{
    const QString mark = descriptor.lexis.lineComments.value(0, u"#"_s);
    QStringList wanted = step.surface;
    for (const QString &line : surface) {
        if (!wanted.contains(line))
            wanted.append(line);
    }
    QString text = descriptor.stubTemplate;
    text.replace(u"{surface}"_s, commented(wanted.join(u'\n'), mark));
    text.replace(u"{marker}"_s, descriptor.stubMarker);
    text.replace(u"{note}"_s, commented(note, mark));
    return text.toUtf8();
}

} // namespace stepladder::toolchain
