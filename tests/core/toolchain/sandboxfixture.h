// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "toolchain/sandbox/sandbox.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QUuid>

namespace stepladder::toolchain {

/// A host with something to steal and to break, a scratch, and commands that try.
class SandboxFixture
{
public:
    SandboxFixture()
    {
        const QFile::Permissions all = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadOther
            | QFile::WriteOther | QFile::ExeOther | QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup;
        QDir(m_root.path()).mkpath(QStringLiteral("scratch"));
        QDir(m_root.path()).mkpath(QStringLiteral("other"));
        // Anybody may write: what protects it must be the sandbox.
        QFile::setPermissions(m_root.path(), all);
        QFile::setPermissions(scratch(), all);
        write(canary(), "unharmed");
        QFile::setPermissions(canary(), all);
    }

    QString scratch() const { return m_root.filePath(QStringLiteral("scratch")); }
    QString canary() const { return m_root.filePath(QStringLiteral("other/canary")); }
    bool isUnharmed() const
    {
        QFile file(canary());
        return file.open(QIODevice::ReadOnly) && file.readAll() == "unharmed"
            && QDir(m_root.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot).size() == 2;
    }

    SandboxCommand command(const QStringList &argv) const
    {
        QList<Bind> binds = systemBinds();
        binds << Bind{scratch(), QStringLiteral("/work/scratch"), true};
        SandboxCommand made{.argv = argv,
                            .workingFolder = QStringLiteral("/work/scratch"),
                            .binds = binds,
                            .environment = {{QStringLiteral("PATH"), QStringLiteral("/usr/bin:/bin")},
                                            {QStringLiteral("MARK"), m_mark}}};
        made.limits.wallMs = 30'000;
        return made;
    }
    SandboxCommand shell(const QString &script) const
    {
        return command({QStringLiteral("/bin/sh"), QStringLiteral("-c"), script});
    }
    SandboxCommand python(const QByteArray &script) const
    {
        return command({QStringLiteral("/usr/bin/python3"), QStringLiteral("-u"), QStringLiteral("-c"),
                        QString::fromUtf8(script)});
    }

    /// Processes anywhere on this machine that bear our mark in their environment.
    int survivors() const
    {
        int count = 0;
        for (const QString &process : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
            QFile file(QStringLiteral("/proc/") + process + QStringLiteral("/environ"));
            if (process.front().isDigit() && file.open(QIODevice::ReadOnly) && file.readAll().contains(m_mark.toUtf8()))
                ++count;
        }
        return count;
    }

    static void write(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        if (file.open(QIODevice::WriteOnly))
            file.write(content);
    }

private:
    QTemporaryDir m_root;
    QString m_mark = QUuid::createUuid().toString(QUuid::Id128);
};

} // namespace stepladder::toolchain
