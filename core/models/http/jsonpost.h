// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/http/httptransport.h"

#include <QJsonObject>

namespace stepladder::models {

/// Where JSON is posted to, and by what right.
struct JsonEndpoint
{
    QUrl url;
    QString key = {}; ///< sent as a bearer token; empty: none
    Timeouts timeouts = {};
};

/// Posts \p body once and returns the whole answer of a success: one JSON object, at most 4 MiB; it alone shows that
/// the answer is whole. Malformed: it is none, or longer. Else as ChatModel::complete().
domain::Result<QByteArray> postJson(HttpTransport &transport, const JsonEndpoint &endpoint, const QJsonObject &body,
                                    std::stop_token stop);

} // namespace stepladder::models
