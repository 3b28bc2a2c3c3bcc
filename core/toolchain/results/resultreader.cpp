// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/results/resultreader.h"

#include "toolchain/results/resulttext.h"
#include "toolchain/results/xmlcursor.h"

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

namespace {

struct Format
{
    QLatin1String root;
    QLatin1String name;
    Result<ResultFile> (*read)(const QByteArray &bytes, const QString &file, QLatin1String name);
};

template<auto reader>
Result<ResultFile> readBy(const QByteArray &bytes, const QString &file, QLatin1String name)
{
    auto content = reader(bytes, file);
    if (!content)
        return domain::fail(content.error());
    return ResultFile{name, std::move(*content)};
}

Result<domain::CoverageReport> readCoverage(const QByteArray &bytes, const QString &file)
{
    return readCobertura(bytes, file);
}

constexpr Format kFormats[] = {
    {"TestRun"_L1, "trx"_L1, readBy<readTrx>},
    {"testsuites"_L1, "junit"_L1, readBy<readJUnit>},
    {"testsuite"_L1, "junit"_L1, readBy<readJUnit>},
    {"test-run"_L1, "nunit3"_L1, readBy<readNUnit3>},
    {"test-results"_L1, "nunit2"_L1, readBy<readNUnit2>},
    {"assemblies"_L1, "xunit"_L1, readBy<readXUnit>},
    {"assembly"_L1, "xunit"_L1, readBy<readXUnit>},
    {"coverage"_L1, "cobertura"_L1, readBy<readCoverage>},
};

/// The name of the document's element, as far as the markup before it can be skipped; no check of anything else.
QStringView rootName(QStringView text)
{
    const auto skipTo = [&](QStringView end) {
        const auto at = text.indexOf(end);
        text = at < 0 ? QStringView() : text.sliced(at + end.size());
    };
    while (true) {
        text = text.trimmed();
        if (text.startsWith(u"<?"))
            skipTo(u"?>");
        else if (text.startsWith(u"<!--"))
            skipTo(u"-->");
        else if (text.startsWith(u"<!") && text.indexOf(u'[') >= 0 && text.indexOf(u'[') < text.indexOf(u'>'))
            skipTo(u"]>");
        else if (text.startsWith(u"<!"))
            skipTo(u">");
        else
            break;
    }
    if (!text.startsWith(u'<'))
        return {};
    qsizetype end = 1;
    while (end < text.size() && !text.at(end).isSpace() && text.at(end) != u'>' && text.at(end) != u'/')
        ++end;
    const QStringView name = text.sliced(1, end - 1);
    return name.sliced(name.lastIndexOf(u':') + 1);
}

} // namespace

Result<ResultFile> readResults(const QByteArray &bytes, const QString &file)
{
    const auto text = decodeResultText(bytes, file);
    if (!text)
        return domain::fail(text.error());
    const QStringView content = QStringView(*text).trimmed();
    if (content.isEmpty())
        return domain::fail(ErrorKind::BadInput, u"%1:1: the file is empty; expected test results"_s.arg(file));
    if (content.startsWith(u'{'))
        return readBy<readSarif>(bytes, file, "sarif"_L1);
    const QStringView root = rootName(content);
    for (const Format &format : kFormats) {
        if (root == format.root)
            return format.read(bytes, file, format.name);
    }
    const QString found = !root.isEmpty() ? u"<%1>"_s.arg(root.left(100)) : u"no XML and no JSON"_s;
    return domain::fail(
        ErrorKind::BadInput,
        u"%1:1: %2; expected TRX, JUnit, NUnit, xUnit, Cobertura or SARIF"_s.arg(file, found.simplified()));
}

} // namespace stepladder::toolchain
