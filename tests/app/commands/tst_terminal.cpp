// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

/// A pseudo terminal: what is written to it is read here.
class Terminal
{
public:
    Terminal()
        : m_master(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC))
    {
        if (m_master < 0 || ::grantpt(m_master) != 0 || ::unlockpt(m_master) != 0)
            qFatal("no pseudo terminal");
        m_name = ::ptsname(m_master);
        // Held open, so that what was written last can still be read when the program has ended.
        m_slave = ::open(m_name.constData(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    }
    ~Terminal()
    {
        ::close(m_slave);
        ::close(m_master);
    }
    Terminal(const Terminal &) = delete;
    Terminal &operator=(const Terminal &) = delete;
    int slave() const { return m_slave; }
    QByteArray read() const
    {
        ::fcntl(m_master, F_SETFL, O_NONBLOCK);
        QByteArray all;
        char buffer[4096];
        for (ssize_t n = 0; (n = ::read(m_master, buffer, sizeof buffer)) > 0;)
            all.append(buffer, n);
        return all;
    }

private:
    int m_master = -1;
    int m_slave = -1;
    QByteArray m_name;
};

} // namespace

/// What a run shows on a terminal, and what it shows elsewhere.
class TestTerminal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void liveLineOfAStepCountsItsTests();
    void plainLinesSayNothingOfSingleTests();

private:
    void put(const QString &path, const QByteArray &content) const;
    QStringList arguments() const;
    void start(QProcess &process) const;

    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestTerminal::put(const QString &path, const QByteArray &content) const
{
    const QString file = m_dir->filePath(path);
    QDir().mkpath(QFileInfo(file).path());
    QFile out(file);
    if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
}

void TestTerminal::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    put(u"workspace/calc.py"_s, "def add(a, b):\n    return a + b\n");
    put(u"workspace/tests/test_calc.py"_s,
        "from calc import add\n\n\ndef test_small():\n    assert add(1, 2) == 3\n\n\n"
        "def test_large():\n    assert add(10, 20) == 30\n");
    put(u"workspace/conftest.py"_s, "");
    put(u"plan.json"_s,
        R"({"task": "t", "language": "python", "projectName": "calc", "steps": [
            {"id": "calc", "title": "Calc", "description": "d", "file": "calc.py", "kind": "change"}]})");
    put(u"answers.jsonl"_s,
        R"({"content": "```python calc.py\n\"\"\"Sums.\"\"\"\n\n\ndef add(a, b):\n    return b + a\n```", "repeat": true})");
    put(u"models.json"_s,
        R"({"endpoints": [{"id": "e", "kind": "scripted", "file": "answers.jsonl"}],
            "models": [{"id": "m", "endpoint": "e", "name": "m"}],
            "roles": {"thinker": "m", "generator": "m"}})");
}

QStringList TestTerminal::arguments() const
{
    return {u"run"_s,       m_dir->filePath(u"plan.json"_s),   u"--workspace"_s, m_dir->filePath(u"workspace"_s),
            u"--models"_s,  m_dir->filePath(u"models.json"_s), u"--ladder"_s,    u"fast"_s,
            u"--no-human"_s};
}

void TestTerminal::start(QProcess &process) const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"STEPLADDER_HOME"_s, m_dir->filePath(u"home"_s));
    process.setProcessEnvironment(environment);
    process.start(QString::fromUtf8(STEPLADDER_PROGRAM), arguments());
}

void TestTerminal::liveLineOfAStepCountsItsTests()
{
    const Terminal terminal;
    QProcess process;
    process.setChildProcessModifier([&terminal] { ::dup2(terminal.slave(), STDOUT_FILENO); });
    start(process);
    QByteArray shown;
    while (process.state() != QProcess::NotRunning) {
        process.waitForFinished(50);
        shown += terminal.read();
    }
    shown += terminal.read();
    QVERIFY2(process.exitCode() == 0, (shown + process.readAllStandardError()).constData());
    const QString text = QString::fromUtf8(shown);
    QVERIFY2(text.contains(u"the workspace as it stands: 1 tests"_s), shown.constData());
    QVERIFY2(text.contains(u"calc  attempt 1: 1 of 2 tests"_s), shown.constData());
    // What is live is erased before anything else is said; the last lines stand for themselves.
    const QString screen = text.section(u"\x1b[2K"_s, -1);
    QVERIFY2(!screen.contains(u"of 2 tests"_s) && screen.contains(u"run "_s), shown.constData());
}

void TestTerminal::plainLinesSayNothingOfSingleTests()
{
    QProcess process;
    start(process);
    QVERIFY(process.waitForFinished(120'000));
    const QByteArray said = process.readAllStandardOutput();
    QVERIFY2(process.exitCode() == 0, (said + process.readAllStandardError()).constData());
    QVERIFY2(!said.contains("1 of 2 tests") && !said.contains('\x1b'), said.constData());
    QVERIFY2(said.contains("2 tests passed"), said.constData());
}

QTEST_GUILESS_MAIN(TestTerminal)
#include "tst_terminal.moc"
