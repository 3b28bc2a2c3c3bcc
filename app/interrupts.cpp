// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/interrupts.h"

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace stepladder::app {

namespace {

int signalPipe = -1; // a signal handler can reach nothing else

void onSignal(int)
{
    const char one = 1;
    [[maybe_unused]] const auto written = write(signalPipe, &one, 1);
}

} // namespace

Interrupts::Interrupts(std::function<void()> onFirst, std::function<void()> onSecond)
{
    if (pipe2(m_pipe, O_CLOEXEC) != 0)
        return;
    signalPipe = m_pipe[1];
    std::signal(SIGINT, onSignal);
    std::signal(SIGTERM, onSignal);
    m_thread = std::thread([fd = m_pipe[0], onFirst = std::move(onFirst), onSecond = std::move(onSecond)] {
        char byte = 0;
        for (int count = 0; read(fd, &byte, 1) == 1 && byte == 1; ++count)
            count == 0 ? onFirst() : onSecond();
    });
}

Interrupts::~Interrupts()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    const char end = 0;
    if (m_thread.joinable() && write(m_pipe[1], &end, 1) == 1)
        m_thread.join();
    signalPipe = -1;
    for (const int fd : m_pipe) {
        if (fd >= 0)
            close(fd);
    }
}

} // namespace stepladder::app
