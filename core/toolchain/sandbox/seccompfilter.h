// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace stepladder::toolchain {

/// A BPF program for bubblewrap's --seccomp (an array of sock_filter) that refuses what building and testing never need
/// and escapes do: tracing, mounting, namespaces, keys, BPF, io_uring, odd socket families, set-user-ID files, pushing
/// keys into terminals, and memory that no process accounts for. Empty on a processor we have no numbers for.
QByteArray seccompFilter();

} // namespace stepladder::toolchain
