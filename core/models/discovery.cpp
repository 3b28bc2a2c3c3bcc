// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/discovery.h"

#include "models/httpclient.h"

namespace stepladder::models {

domain::Result<QStringList> availableModels(const domain::Endpoint &endpoint, const SecretSource &secrets,
                                            std::stop_token stop)
{
    if (endpoint.kind == domain::EndpointKind::Scripted)
        return QStringList();
    HttpTransport transport;
    const HttpClient client(endpoint, transport, secrets);
    auto names = client.list({5'000, 10'000, 15'000}, std::move(stop));
    if (!names)
        names.error().message.prepend(endpoint.id + QStringLiteral(": "));
    return names;
}

} // namespace stepladder::models
