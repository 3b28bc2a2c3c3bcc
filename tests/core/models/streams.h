// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/models.h"

#include <QByteArrayList>

namespace stepladder::tests {

/// What each provider streams for "Hello, wörld 😀" after a thought, as events on their own.
inline QByteArrayList streamOf(domain::EndpointKind kind)
{
    switch (kind) {
    case domain::EndpointKind::Ollama:
        return {
            R"({"model":"phi4:latest","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":"","thinking":"Greet."},"done":false})"
            "\n",
            R"({"model":"phi4:latest","message":{"role":"assistant","content":"Hello, "},"done":false})"
            "\n",
            R"({"model":"phi4:latest","message":{"role":"assistant","content":"w\u00f6rld 😀"},"done":false})"
            "\n",
            R"({"model":"phi4:latest","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","total_duration":9000000000,"prompt_eval_count":26,"eval_count":8})"
            "\n"};
    case domain::EndpointKind::Anthropic:
        return {
            "event: message_start\ndata: "
            R"({"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","content":[],"model":"claude-sonnet-4-20250514","stop_reason":null,"usage":{"input_tokens":25,"cache_creation_input_tokens":3,"cache_read_input_tokens":40,"output_tokens":1}}})"
            "\n\n",
            "event: content_block_start\ndata: "
            R"({"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}})"
            "\n\n",
            "event: ping\ndata: {\"type\": \"ping\"}\n\n",
            "event: content_block_delta\ndata: "
            R"({"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Greet."}})"
            "\n\n",
            "event: content_block_delta\ndata: "
            R"({"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"EqQB"}})"
            "\n\n",
            "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n",
            "event: content_block_start\ndata: "
            R"({"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}})"
            "\n\n",
            "event: content_block_delta\ndata: "
            R"({"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Hello, "}})"
            "\n\n",
            "event: content_block_delta\ndata: "
            R"({"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"w\u00f6rld 😀"}})"
            "\n\n",
            "event: something_new\ndata: {\"type\":\"something_new\",\"text\":\"no\"}\n\n",
            "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":1}\n\n",
            "event: message_delta\ndata: "
            R"({"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":8}})"
            "\n\n",
            "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"};
    case domain::EndpointKind::OpenAi:
        return {
            "data: "
            R"({"id":"c1","object":"chat.completion.chunk","model":"gpt-4o-2024-08-06","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}],"usage":null})"
            "\n\n",
            ": keep-alive\n\n",
            "data: "
            R"({"id":"c1","model":"gpt-4o-2024-08-06","choices":[{"index":0,"delta":{"content":null,"reasoning_content":"Greet."},"finish_reason":null}]})"
            "\n\n",
            "data: "
            R"({"id":"c1","model":"gpt-4o-2024-08-06","choices":[{"index":0,"delta":{"content":"Hello, "},"finish_reason":""}]})"
            "\n\n",
            "data: "
            R"({"id":"c1","model":"gpt-4o-2024-08-06","choices":[{"index":0,"delta":{"content":"w\u00f6rld 😀"},"finish_reason":null}]})"
            "\n\n",
            "data: "
            R"({"id":"c1","model":"gpt-4o-2024-08-06","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]})"
            "\n\n",
            "data: "
            R"({"id":"c1","model":"gpt-4o-2024-08-06","choices":[],"usage":{"prompt_tokens":65,"completion_tokens":8,"total_tokens":73,"prompt_tokens_details":{"cached_tokens":40}}})"
            "\n\n",
            "data: [DONE]\n\n"};
    case domain::EndpointKind::Scripted:
        break;
    }
    return {};
}

/// How many events of streamOf() must have come before the reply counts.
inline qsizetype eventsUntilTerminal(domain::EndpointKind kind)
{
    return kind == domain::EndpointKind::OpenAi ? 6 : streamOf(kind).size();
}

} // namespace stepladder::tests
