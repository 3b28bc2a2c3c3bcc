// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/toolchain.h"
#include "toolchain/verify.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder;
using namespace stepladder::toolchain;
using domain::Ending;
using domain::TestOutcome;

namespace {

QByteArray descriptorOf(const QString &id)
{
    QFile file(QStringLiteral(STEPLADDER_SOURCE_DIR "/resources/toolchains/") + id + u".json"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void put(const QString &path, const QByteArray &content)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(path));
    file.write(content);
}

QStringList names(const domain::Evidence &evidence, TestOutcome outcome)
{
    QStringList list;
    for (const auto &test : evidence.tests.cases) {
        if (test.outcome == outcome)
            list.append(test.name);
    }
    list.sort();
    return list;
}

QByteArray printed(const domain::Evidence &evidence)
{
    return QJsonDocument(domain::toJson(evidence)).toJson();
}

} // namespace

/// Real dotnet and real pytest in the real sandbox.
class TestToolchain : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void csharp();
    void python();

private:
    std::unique_ptr<Toolchain> make(const QString &id);
    Site site(const QString &name) const
    {
        return {.folder = m_home.path() + u'/' + name, .mountPoint = u"/home/somebody/"_s + name};
    }

    QTemporaryDir m_home;
    std::shared_ptr<Sandbox> m_sandbox;
};

void TestToolchain::initTestCase()
{
    auto sandbox = makeBubblewrapSandbox();
    QVERIFY2(sandbox, "no bubblewrap: run packaging/setup.sh");
    m_sandbox = std::move(*sandbox);
}

std::unique_ptr<Toolchain> TestToolchain::make(const QString &id)
{
    auto made = makeToolchain(descriptorOf(id), id, m_home.path() + u"/cache"_s, m_sandbox);
    if (!made)
        qWarning().noquote() << made.error().message;
    return made ? std::move(*made) : nullptr;
}

void TestToolchain::csharp()
{
    const auto tools = make(u"csharp"_s);
    QVERIFY(tools);
    const Site where = site(u"shop"_s);
    QDir().mkpath(where.folder);
    const auto files = tools->scaffold(where, u"classlib"_s, u"Shop"_s, {}, {});
    QVERIFY2(files, files ? "" : qPrintable(files.error().message + files.error().detail));
    put(where.folder + u"/src/Shop/Cart.cs"_s,
        "namespace Shop;\npublic class Cart\n{\n    public int Add(int a, int b) => a + b;\n"
        "    public int Unused() { int x; return 1; }\n}\n");
    put(where.folder + u"/tests/Shop.Tests/CartTests.cs"_s,
        "namespace Shop.Tests;\npublic class CartTests\n{\n"
        "    [Fact] public void Adds() => Assert.Equal(3, new Cart().Add(1, 2));\n"
        "    [Theory] [InlineData(1)] [InlineData(2)] public void Rows(int n) => Assert.True(n < 2);\n}\n");
    const auto prepared = tools->prepare(where, {}, {});
    QVERIFY2(prepared, prepared ? "" : qPrintable(prepared.error().message + prepared.error().detail));
    const auto evidence = tools->execute({.site = where, .coverage = true}, {}, {});
    QVERIFY2(evidence, evidence ? "" : qPrintable(evidence.error().message));
    qInfo().noquote() << printed(*evidence);
    QVERIFY(evidence->buildOk);
    QCOMPARE(names(*evidence, TestOutcome::Failed), QStringList{u"Shop.Tests.CartTests.Rows(n: 2)"_s});
    QCOMPARE(evidence->tests.total(), 3);
}

void TestToolchain::python()
{
    const auto tools = make(u"python"_s);
    QVERIFY(tools);
    const Site where = site(u"pyshop"_s);
    QDir().mkpath(where.folder);
    QVERIFY(tools->scaffold(where, u"package"_s, u"Shop"_s, {}, {}));
    put(where.folder + u"/src/shop/cart.py"_s, "def add(a, b):\n    return a + b\n\n\ndef other():\n    return 1\n");
    put(where.folder + u"/tests/test_cart.py"_s,
        "from shop.cart import add\n\n\ndef test_adds():\n    assert add(1, 2) == 3\n\n\n"
        "def test_fails():\n    assert add(1, 2) == 4\n");
    const auto prepared = tools->prepare(where, {}, {});
    QVERIFY2(prepared, prepared ? "" : qPrintable(prepared.error().message + prepared.error().detail));
    const auto evidence = tools->execute({.site = where, .coverage = true}, {}, {});
    QVERIFY2(evidence, evidence ? "" : qPrintable(evidence.error().message));
    qInfo().noquote() << printed(*evidence);
    QVERIFY(evidence->buildOk);
    QCOMPARE(evidence->tests.total(), 2);
}

QTEST_GUILESS_MAIN(TestToolchain)
#include "tst_toolchain.moc"
