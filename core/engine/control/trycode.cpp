// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/control/trycode.h"

#include "guidance/requests.h"
#include "journal/inbox.h"
#include "journal/runlock.h"

namespace stepladder::engine {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

Result<void> tryCode(const storage::Locations &locations, const storage::Clock &clock, const domain::Request &request,
                     const QByteArray &code, const QString &by)
{
    if (request.kind != domain::RequestKind::Guidance)
        return domain::fail(ErrorKind::BadInput, u"%1 asks for no code"_s.arg(request.id));
    const domain::Answer answer{.request = request.id, .kind = domain::AnswerKind::Code, .content = code};
    if (const auto fits = guidance::checkAnswer(request, answer); !fits)
        return fits;
    const auto folder = locations.existingRun(request.run);
    if (!folder)
        return domain::fail(folder.error());
    if (!journal::RunLock::isHeld(*folder))
        return domain::fail(ErrorKind::Conflict, u"nobody runs the run now: resume it, and it can be tried"_s);
    const auto taken = journal::Inbox(*folder).put(kTrialWish,
                                                   {{u"request"_s, request.id},
                                                    {u"step"_s, request.step},
                                                    {u"content"_s, QString::fromLatin1(code.toBase64())},
                                                    {u"by"_s, by.isEmpty() ? u"somebody"_s : by}},
                                                   clock.nowMs());
    return taken ? Result<void>() : domain::fail(taken.error());
}

} // namespace stepladder::engine
