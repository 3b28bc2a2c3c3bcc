// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/probe.h"

#include <QFile>

#include <algorithm>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::Result;

namespace {

constexpr qint64 kLongestOutcome = 8192;

std::optional<ProbeOutcome> readOutcome(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QString said = QString::fromUtf8(file.read(kLongestOutcome));
    const auto kind = outcomeKindFromString(said.section(u'\n', 0, 0));
    return kind ? std::optional(ProbeOutcome{*kind, said.section(u'\n', 1).trimmed()}) : std::nullopt;
}

} // namespace

QString toString(OutcomeKind kind)
{
    switch (kind) {
    case OutcomeKind::Value:
        return u"value"_s;
    case OutcomeKind::Exception:
        return u"exception"_s;
    case OutcomeKind::NotCompiled:
        return u"not_compiled"_s;
    case OutcomeKind::Crashed:
        return u"crashed"_s;
    case OutcomeKind::Hung:
        return u"hung"_s;
    }
    return {};
}

std::optional<OutcomeKind> outcomeKindFromString(QStringView text)
{
    for (const OutcomeKind kind : {OutcomeKind::Value, OutcomeKind::Exception, OutcomeKind::NotCompiled,
                                   OutcomeKind::Crashed, OutcomeKind::Hung}) {
        if (text == toString(kind))
            return kind;
    }
    return std::nullopt;
}

bool hasHelper(const Descriptor &descriptor, const QString &path)
{
    return std::any_of(descriptor.helpers.begin(), descriptor.helpers.end(),
                       [&path](const ScaffoldFile &helper) { return helper.path == path; });
}

Result<ProbeOutcome> runProbe(SiteRunner &runner, const SiteCommand &command, const QString &outcomeFile)
{
    QFile::remove(outcomeFile);
    const auto done = runner.run(command);
    if (!done)
        return domain::fail(done.error());
    if (done->ending == ProcessEnding::TimedOut)
        return ProbeOutcome{OutcomeKind::Hung,
                            u"did not end within %1 s"_s.arg(double(command.timeoutMs) / 1000, 0, 'g', 3)};
    if (const auto said = readOutcome(outcomeFile); said && done->ending == ProcessEnding::Exited)
        return *said;
    const QString how = done->reason.isEmpty() ? u"exit code %1"_s.arg(done->exitCode) : done->reason;
    return ProbeOutcome{OutcomeKind::Crashed, u"ended the process (%1)"_s.arg(how)};
}

} // namespace stepladder::toolchain
