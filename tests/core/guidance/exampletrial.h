// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/verdict.h"
#include "guidance/knowledgearticle.h"
#include "toolchain/toolchain.h"

#include <QMap>
#include <QTemporaryDir>

#include <memory>

namespace stepladder::guidance {

enum class Side { Failing, Mended };

/// What a real toolchain said of an example.
struct Outcome
{
    QList<domain::Issue> issues;
    int passed = 0; ///< tests
    int failed = 0;
};
/// By the id of the article.
using Outcomes = QMap<QString, Outcome>;

/// Builds and tests the examples of many articles together, each in a folder of its own, in the real sandbox. A
/// compiler that finds one kind of error does not look for the next: what is left is compiled again until nobody
/// errs.
class ExampleTrial
{
public:
    ExampleTrial();

    /// Where something is missing: what, and how it is installed. Empty: all is here.
    QString missing() const { return m_missing; }

    /// Examples of one language, without those that are projects of their own.
    domain::Result<Outcomes> sources(const QString &language, const QList<Article> &articles, Side side);
    /// Examples that are C# projects of their own, with packages from a feed that is made here.
    domain::Result<Outcomes> projects(const QList<Article> &articles, Side side);

private:
    domain::Result<Outcomes> rounds(toolchain::Toolchain &tools, const toolchain::Site &site,
                                    const QList<Article> &articles, Side side, bool tests);
    std::unique_ptr<toolchain::Toolchain> make(const QString &language);
    domain::Result<void> makeFeed(const QString &folder) const;
    toolchain::Site newSite(const QString &name);

    QTemporaryDir m_home;
    QString m_missing;
    std::shared_ptr<toolchain::Sandbox> m_sandbox;
    QMap<QString, std::shared_ptr<toolchain::Toolchain>> m_tools;
    int m_sites = 0;
};

} // namespace stepladder::guidance
