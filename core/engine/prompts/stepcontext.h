// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ladder.h"
#include "engine/prompts/contextbuilder.h"
#include "engine/run/runparts.h"
#include "engine/steps/climb.h"

namespace stepladder::engine {

/// Gathers what a prompt about a step may hold, with what each part is worth: the step, the public surface of what it
/// depends on, the existing file, tests, the best candidate with its live findings, what was tried before, insights,
/// memory.
class StepContext
{
public:
    /// \p leaves: the prompt may go beyond this machine, so that contents of denied files are left out, and said to be.
    StepContext(RunParts &parts, const Climb &climb, const domain::Rung &rung, bool leaves);

    /// Renders prompts/\p name within \p contextTokens less \p maxOutputTokens. ContextTooLong.
    struct Prompt
    {
        QString text;
        QStringList leftOut;
    };
    domain::Result<Prompt> render(const QString &name, int contextTokens, int maxOutputTokens);
    /// The sections of a prompt, for tests.
    domain::Result<QList<ContextSection>> sections();

private:
    ContextSection feedback() const;
    ContextSection tried() const;
    QList<ContextSection> advised() const;
    domain::Result<ContextSection> similar() const;
    domain::Result<ContextSection> attached();
    QString surfaces();
    QString testFiles();
    /// Whether the content of \p path is kept out of this prompt.
    bool isWithheld(const QString &path);
    QString readText(const QString &path) const;

    RunParts &m_parts;
    const Climb &m_climb;
    const domain::Rung &m_rung;
    const bool m_leaves;
    QStringList m_withheld;
};

/// What a context is made of, for the input hash of the effect that builds it.
QByteArray contextHash(const Climb &climb, const QString &name);

} // namespace stepladder::engine
