// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guidance/answerpage.h"

namespace stepladder::ui {

AnswerPage::AnswerPage(domain::Request request, QWidget *parent)
    : QWidget(parent)
    , m_request(std::move(request))
{
}

} // namespace stepladder::ui
