// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run/attemptname.h"

#include <QCoreApplication>

namespace stepladder::ui {

namespace {

class AttemptName
{
    Q_DECLARE_TR_FUNCTIONS(stepladder::ui::AttemptName)
};

} // namespace

QString attemptName(const journal::AttemptState &attempt)
{
    if (attempt.number > 0)
        return AttemptName::tr("attempt %1").arg(attempt.number);
    return attempt.kind == u"stub" ? AttemptName::tr("the stub") : AttemptName::tr("a person's code");
}

QString attemptTitle(const journal::AttemptState &attempt)
{
    if (attempt.number > 0)
        return AttemptName::tr("Attempt %1").arg(attempt.number);
    return attempt.kind == u"stub" ? AttemptName::tr("The stub") : AttemptName::tr("A person's code");
}

} // namespace stepladder::ui
