// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/sandbox/sandboxmachine.h"

#include "storage/locations.h"
#include "toolchain/sandbox/devicenodes.h"
#include "toolchain/sandbox/filedescriptor.h"

#include <QFile>
#include <QStandardPaths>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::fail;

namespace {
struct Setting
{
    const char *path;
    const char *name;
    const char *forbids; ///< the value that forbids
    const char *allows;
};
constexpr Setting kSettings[] = {
    {"/user/max_user_namespaces", "user.max_user_namespaces", "0", "15000"},
    {"/kernel/unprivileged_userns_clone", "kernel.unprivileged_userns_clone", "0", "1"},
    {"/kernel/apparmor_restrict_unprivileged_userns", "kernel.apparmor_restrict_unprivileged_userns", "1", "0"}};
} // namespace

domain::Result<SandboxMachine> findSandboxMachine()
{
    const QString program = QStandardPaths::findExecutable(u"bwrap"_s);
    if (program.isEmpty())
        return fail(ErrorKind::MissingTool, u"bubblewrap is missing: apt-get install bubblewrap"_s);
    const QString cache = storage::Locations::fromEnvironment().cache;
    return SandboxMachine{.bubblewrap = program, .devices = makeDeviceNodes(cache + u"/devices"_s)};
}

domain::Error explainRefusal(const QString &said, const QString &sysctls)
{
    if (said.contains(u"Unknown option"_s)) {
        return {.kind = ErrorKind::MissingTool,
                .message = u"bubblewrap 0.8 or newer is needed: apt-get install bubblewrap"_s,
                .detail = said};
    }
    for (const Setting &setting : kSettings) {
        if (readWhole((QFile::encodeName(sysctls) + setting.path).constData()).trimmed() == setting.forbids) {
            return {.kind = ErrorKind::Sandbox,
                    .message = u"this machine forbids user namespaces, which the sandbox needs: sysctl -w %1=%2"_s.arg(
                        QString::fromLatin1(setting.name), QString::fromLatin1(setting.allows)),
                    .detail = said};
        }
    }
    return {.kind = ErrorKind::Sandbox,
            .message = u"bubblewrap cannot make a sandbox here: %1"_s.arg(said.simplified())};
}

} // namespace stepladder::toolchain
