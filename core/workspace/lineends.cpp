// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/lineends.h"

namespace stepladder::workspace {

namespace {

struct LineEnds
{
    qsizetype crlf = 0;
    qsizetype lf = 0; ///< bare ones
};

LineEnds countLineEnds(const QByteArray &text)
{
    LineEnds ends;
    for (qsizetype i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
        const bool crlf = i > 0 && text.at(i - 1) == '\r';
        ++(crlf ? ends.crlf : ends.lf);
    }
    return ends;
}

} // namespace

QByteArray withLineEndsOf(const QByteArray &content, const QByteArray &original)
{
    if (content.contains('\0') || original.contains('\0'))
        return content;
    const LineEnds wanted = countLineEnds(original);
    const LineEnds found = countLineEnds(content);
    if ((wanted.crlf > 0) == (wanted.lf > 0))
        return content;
    if (wanted.crlf > 0 ? found.lf == 0 : found.crlf == 0)
        return content;
    QByteArray result = content;
    result.replace("\r\n", "\n");
    return wanted.crlf > 0 ? result.replace("\n", "\r\n") : result;
}

} // namespace stepladder::workspace
