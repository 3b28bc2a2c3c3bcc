// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/rungs/rungrunner.h"

#include "engine/control/rungkinds.h"
#include "engine/rungs/analyzerung.h"
#include "engine/rungs/ensemblerung.h"
#include "engine/rungs/expertrung.h"
#include "engine/rungs/generaterung.h"
#include "engine/rungs/humanrung.h"
#include "engine/rungs/rethinkrung.h"
#include "engine/rungs/stubrung.h"

namespace stepladder::engine {

bool hasRung(domain::RungKind kind)
{
    return kind != domain::RungKind::Collaborate;
}

std::unique_ptr<RungRunner> makeRung(domain::RungKind kind, RungTools tools)
{
    switch (kind) {
    case domain::RungKind::Generate:
        return std::make_unique<GenerateRung>(tools);
    case domain::RungKind::Analyze:
        return std::make_unique<AnalyzeRung>(tools);
    case domain::RungKind::Ensemble:
        return std::make_unique<EnsembleRung>(tools);
    case domain::RungKind::Expert:
        return std::make_unique<ExpertRung>(tools);
    case domain::RungKind::Human:
        return std::make_unique<HumanRung>(tools);
    case domain::RungKind::Rethink:
        return std::make_unique<RethinkRung>(tools);
    case domain::RungKind::Stub:
        return std::make_unique<StubRung>(tools);
    default:
        return nullptr;
    }
}

} // namespace stepladder::engine
