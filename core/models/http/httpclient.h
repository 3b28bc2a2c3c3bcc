// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/modelclients.h"
#include "models/providers/provider.h"

namespace stepladder::models {

/// Asks one endpoint over HTTP: a request and a decoder of its provider, one try for each call. Thread-safe.
class HttpClient
{
public:
    /// \p transport must outlive it.
    HttpClient(domain::Endpoint endpoint, HttpTransport &transport, SecretSource secrets);

    /// As ChatModel::complete().
    domain::Result<ChatResponse> ask(const domain::Model &model, const ChatRequest &request, TokenSink *sink,
                                     const Timeouts &timeouts, std::stop_token stop) const;
    /// The names of the models that the server lists. Errors as above.
    domain::Result<QStringList> list(const Timeouts &timeouts, std::stop_token stop) const;
    /// True when the server answers: its list, or that it has none. One that lacks the key or is overloaded does not.
    bool probe(std::stop_token stop) const;

private:
    domain::Result<QString> key() const;

    const domain::Endpoint m_endpoint;
    HttpTransport &m_transport;
    const SecretSource m_secrets;
    const std::unique_ptr<Provider> m_provider;
};

} // namespace stepladder::models
