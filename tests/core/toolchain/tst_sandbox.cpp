// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/sandbox.h"

#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace stepladder;
using namespace stepladder::toolchain;
using namespace Qt::StringLiterals;

class TestSandbox : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Sandbox> m_sandbox;

    SandboxCommand shell(const QString &script, const QString &scratch)
    {
        return {.argv = {u"/bin/sh"_s, u"-c"_s, script},
                .workingFolder = scratch.isEmpty() ? QString() : u"/work/scratch"_s,
                .binds = scratch.isEmpty() ? QList<Bind>{{u"/usr"_s, u"/usr"_s}}
                                           : QList<Bind>{{u"/usr"_s, u"/usr"_s}, {scratch, u"/work/scratch"_s, true}},
                .environment = {{u"PATH"_s, u"/usr/bin:/bin"_s}}};
    }

private Q_SLOTS:
    void initTestCase()
    {
        auto made = makeBubblewrapSandbox();
        QVERIFY2(made, made ? "" : qPrintable(made.error().message));
        m_sandbox = std::move(*made);
    }

    void runsAndTellsOutputAndExitCode()
    {
        QTemporaryDir scratch;
        QByteArray live;
        const auto result =
            m_sandbox->run(shell(u"pwd; echo err >&2; env | sort; id; ls -la / /proc/self/fd; echo x > made; exit 3"_s,
                                 scratch.path()),
                           [&live](const QByteArray &chunk) { live += chunk; }, {});
        QVERIFY2(result, qPrintable(result ? QString() : result.error().message));
        QCOMPARE(result->exitCode, 3);
        QCOMPARE(live, result->output);
        QVERIFY(QFile::exists(scratch.filePath(u"made"_s)));
    }
    void timesOut()
    {
        auto command = shell(u"(trap '' TERM; setsid sleep 1000) & sleep 1000"_s, {});
        command.limits.wallMs = 300;
        const auto result = m_sandbox->run(command, {}, {});
        QVERIFY(result);
        QCOMPARE(result->ending, ProcessEnding::TimedOut);
    }
};

QTEST_GUILESS_MAIN(TestSandbox)
#include "tst_sandbox.moc"
