// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/error.h"
#include "engine/control/wishes.h"

#include <QString>

#include <functional>

namespace stepladder::ui {

/// What a person is to say before something can be wanted of a run.
struct Question
{
    QString text; ///< what is asked
    QString send; ///< what the button says
    bool isLine = false; ///< one line is enough: Return sends it
    /// The wish that words make; an error says why they make none.
    std::function<domain::Result<engine::Wish>(const QString &)> wishOf;
};
using AskPerson = std::function<void(const Question &)>;

} // namespace stepladder::ui
