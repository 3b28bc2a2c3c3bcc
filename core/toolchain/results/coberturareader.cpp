// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/results/resultreader.h"
#include "toolchain/results/resulttext.h"
#include "toolchain/results/xmlcursor.h"

#include <QDir>
#include <QMap>
#include <QRegularExpression>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::CoverageReport;
using domain::FileCoverage;
using domain::Result;

namespace {

struct Line
{
    qint64 hits = 0;
    int coveredBranches = 0;
    int totalBranches = 0;
};

using Lines = QMap<int, Line>;

bool isAbsolute(const QString &path)
{
    return path.startsWith(u'/') || (path.size() > 2 && path.at(1) == u':' && path.at(2) == u'/');
}

/// One walk over a Cobertura file. Classes of one file (partial, nested, state machines) say different things of the
/// same lines: the most is what was executed.
class CoberturaReader
{
public:
    CoberturaReader(const QByteArray &bytes, const QString &file, const std::function<bool(const QString &)> &exists)
        : m_xml(bytes, file)
        , m_exists(exists)
    {
    }

    Result<CoverageReport> read()
    {
        if (m_xml.enterRoot({"coverage"_L1})) {
            if (!m_xml.hasAttribute("line-rate"_L1))
                m_xml.fault(u"<coverage> has no line-rate; expected Cobertura"_s);
            readElement({});
        }
        if (const auto end = m_xml.finish(); !end)
            return domain::fail(end.error());
        return report();
    }

private:
    /// Reads the children of any element; \p filename is that of the class around it.
    void readElement(const QString &filename)
    {
        while (m_xml.nextChild()) {
            if (m_xml.name() == u"source") {
                const QString source = m_xml.text().trimmed();
                if (!source.isEmpty())
                    m_sources.append(normalisedPath(source));
            } else if (m_xml.name() == u"class") {
                if (m_xml.attribute("filename"_L1).isEmpty())
                    m_xml.fault(u"<class> has no filename"_s);
                const QString file = normalisedPath(m_xml.attribute("filename"_L1));
                m_files[file]; // a file without coverable lines is one too
                readElement(file);
            } else if (m_xml.name() == u"line") {
                readLine(filename);
            } else {
                readElement(filename);
            }
        }
    }

    void readLine(const QString &filename)
    {
        const auto number = m_xml.integer("number"_L1);
        bool isNumber = false;
        const double hits = m_xml.attribute("hits"_L1).toDouble(&isNumber);
        if (!number || *number < 0 || !isNumber)
            m_xml.fault(u"<line> without number or hits; expected both as numbers"_s);
        else if (filename.isEmpty())
            m_xml.fault(u"<line> outside of a <class>"_s);
        if (m_xml.failed())
            return;
        Line &line = m_files[filename][*number];
        line.hits = std::max(line.hits, hits > 0 ? qint64(1) : qint64(0));
        readBranches(line);
        m_xml.skip();
    }

    void readBranches(Line &line)
    {
        static const QRegularExpression pattern(uR"(\(\s*(\d{1,9})\s*/\s*(\d{1,9})\s*\))"_s);
        const auto match = pattern.match(m_xml.attribute("condition-coverage"_L1));
        if (!match.hasMatch())
            return;
        line.totalBranches = std::max(line.totalBranches, match.captured(2).toInt());
        line.coveredBranches = std::min(line.totalBranches, std::max(line.coveredBranches, match.captured(1).toInt()));
    }

    QString fullPath(const QString &file) const
    {
        if (isAbsolute(file) || m_sources.isEmpty())
            return file;
        if (m_sources.size() == 1)
            return QDir::cleanPath(m_sources.first() + u'/' + file);
        for (const QString &source : m_sources) {
            QString path = QDir::cleanPath(source + u'/' + file);
            if (m_exists && m_exists(path))
                return path;
        }
        return file; // which source is meant is not in the file
    }

    CoverageReport report() const
    {
        QMap<QString, Lines> merged;
        for (auto file = m_files.begin(); file != m_files.end(); ++file) {
            Lines &lines = merged[fullPath(file.key())];
            for (auto line = file->begin(); line != file->end(); ++line) {
                Line &sum = lines[line.key()];
                sum.hits = std::max(sum.hits, line->hits);
                sum.totalBranches = std::max(sum.totalBranches, line->totalBranches);
                sum.coveredBranches = std::max(sum.coveredBranches, line->coveredBranches);
            }
        }
        CoverageReport report;
        for (auto file = merged.begin(); file != merged.end(); ++file)
            report.files.append(fileCoverage(file.key(), *file));
        return report;
    }

    static FileCoverage fileCoverage(const QString &file, const Lines &lines)
    {
        FileCoverage coverage{.file = file, .totalLines = int(lines.size())};
        for (auto line = lines.begin(); line != lines.end(); ++line) {
            coverage.coveredBranches += line->coveredBranches;
            coverage.totalBranches += line->totalBranches;
            if (line->hits > 0)
                ++coverage.coveredLines;
            else
                coverage.missedLines.append(line.key());
        }
        return coverage;
    }

    XmlCursor m_xml;
    const std::function<bool(const QString &)> &m_exists;
    QStringList m_sources;
    QMap<QString, Lines> m_files;
};

} // namespace

Result<CoverageReport> readCobertura(const QByteArray &bytes, const QString &file,
                                     const std::function<bool(const QString &)> &exists)
{
    return CoberturaReader(bytes, file, exists).read();
}

} // namespace stepladder::toolchain
