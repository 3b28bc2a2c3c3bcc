// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/results/resulttext.h"

#include <QDir>
#include <QLocale>
#include <QRegularExpression>
#include <QStringDecoder>

#include <cmath>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

namespace {

constexpr qsizetype kMostBytes = 256LL << 20;
constexpr qsizetype kMostMessage = 64LL << 10;

/// The encoding that the XML declaration names, in lower case; empty without one.
QByteArray declaredEncoding(const QByteArray &bytes)
{
    static const QRegularExpression pattern(uR"(^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["'])"_s);
    return pattern.match(QString::fromLatin1(bytes.left(512))).captured(1).toLatin1().toLower();
}

/// What the first bytes show without doubt: a byte order mark, or '<' or '{' in wide characters.
std::optional<QStringConverter::Encoding> evidentEncoding(const QByteArray &bytes)
{
    if (bytes.startsWith("\xEF\xBB\xBF"))
        return QStringConverter::Utf8;
    for (const char16_t first : {u'<', u'{'}) {
        if (const auto found = QStringConverter::encodingForData(bytes, first))
            return found;
    }
    return std::nullopt;
}

QStringDecoder decoderFor(const QByteArray &bytes)
{
    if (const auto evident = evidentEncoding(bytes))
        return QStringDecoder(*evident);
    const QByteArray declared = declaredEncoding(bytes);
    // Bytes that were wide would have been evident above.
    if (declared.isEmpty() || declared.startsWith("utf-16") || declared.startsWith("utf-32") || declared == "us-ascii")
        return QStringDecoder(QStringConverter::Utf8);
    return QStringDecoder(declared.constData());
}

/// Without the blank lines around it; the indentation of its first line stays.
QString withoutBlankEnds(const QString &text)
{
    qsizetype end = text.size();
    while (end > 0 && text.at(end - 1).isSpace())
        --end;
    qsizetype start = 0;
    for (qsizetype i = 0; i < end && text.at(i).isSpace(); ++i) {
        if (text.at(i) == u'\n' || text.at(i) == u'\r')
            start = i + 1;
    }
    return text.mid(start, end - start);
}

/// \p text with its "%C3%BC" decoded; a '%' that escapes nothing stays.
QString unescaped(const QString &text)
{
    static const QByteArray digits = "0123456789abcdef";
    const QByteArray escaped = text.toUtf8();
    const QByteArray lower = escaped.toLower();
    QByteArray plain;
    for (qsizetype i = 0; i < escaped.size(); ++i) {
        const bool enough = escaped.at(i) == '%' && i + 2 < escaped.size();
        const auto high = enough ? digits.indexOf(lower.at(i + 1)) : -1;
        const auto low = enough ? digits.indexOf(lower.at(i + 2)) : -1;
        if (high >= 0 && low >= 0) {
            plain += char(high * 16 + low);
            i += 2;
        } else {
            plain += escaped.at(i);
        }
    }
    return QString::fromUtf8(plain);
}

double finite(double value)
{
    return std::isfinite(value) && value > 0 ? value : 0;
}

} // namespace

Result<QString> decodeResultText(const QByteArray &bytes, const QString &file)
{
    if (bytes.size() > kMostBytes)
        return domain::fail(
            ErrorKind::BadInput,
            u"%1: %2 bytes; expected a result file of at most %3"_s.arg(file).arg(bytes.size()).arg(kMostBytes));
    QStringDecoder decoder = decoderFor(bytes);
    if (!decoder.isValid()) {
        return domain::fail(ErrorKind::BadInput,
                            u"%1:1: unknown encoding \"%2\"; expected one like utf-8"_s.arg(
                                file, QString::fromLatin1(declaredEncoding(bytes))));
    }
    return QString(decoder.decode(bytes));
}

double msFromSeconds(QStringView text)
{
    QString number = text.trimmed().toString();
    if (number.endsWith(u's'))
        number.chop(1);
    const auto comma = number.lastIndexOf(u',');
    const auto dot = number.lastIndexOf(u'.');
    if (comma >= 0 && dot >= 0) // the last of the two is the decimal one, the other groups thousands
        number.remove(comma > dot ? u'.' : u',');
    else if (number.count(u',') > 1)
        number.remove(u',');
    number.replace(u',', u'.');
    return finite(number.toDouble() * 1000.0);
}

double msFromTimeSpan(QStringView text)
{
    static const QRegularExpression pattern(uR"(^(?:(\d{1,6})\.)?(\d{1,6}):(\d{1,2})(?::(\d{1,2}(?:[.,]\d+)?))?$)"_s);
    const auto match = pattern.match(text.trimmed().toString());
    if (!match.hasMatch())
        return 0;
    const double minutes =
        (match.captured(1).toDouble() * 24 + match.captured(2).toDouble()) * 60 + match.captured(3).toDouble();
    return minutes * 60'000.0 + msFromSeconds(match.captured(4));
}

QString normalisedPath(const QString &path)
{
    if (path.isEmpty())
        return path;
    QString normal = path;
    return QDir::cleanPath(normal.replace(u'\\', u'/'));
}

QString pathFromUri(const QString &uri)
{
    QString path = uri;
    if (path.startsWith(u"file:"_s, Qt::CaseInsensitive)) {
        path.remove(0, 5);
        if (path.startsWith(u"///"))
            path.remove(0, 2);
        else if (path.startsWith(u"//localhost/"))
            path.remove(0, 11);
        static const QRegularExpression drive(u"^/[A-Za-z](:|%3[Aa])"_s);
        if (drive.match(path).hasMatch())
            path.remove(0, 1);
    }
    const QString normal = normalisedPath(unescaped(path));
    return path.startsWith(u"//") ? u'/' + normal : normal; // a share, whose two slashes cleaning takes for one
}

QString joinedMessage(const QString &message, const QString &more)
{
    QString first = withoutBlankEnds(message);
    QString second = withoutBlankEnds(more);
    if (first.isEmpty() || second.contains(first))
        return second;
    if (second.isEmpty() || first.contains(second))
        return first;
    return first + u'\n' + second;
}

bool cutMessage(QString &message)
{
    if (message.size() <= kMostMessage)
        return false;
    const bool splitsPair = message.at(kMostMessage - 1).isHighSurrogate();
    message.truncate(kMostMessage - (splitsPair ? 1 : 0));
    message += u"\n… (cut)"_s;
    return true;
}

void sealReport(domain::TestReport &report)
{
    double ms = 0;
    for (domain::TestCase &test : report.cases) {
        ms += test.ms;
        const auto length = test.message.size();
        if (cutMessage(test.message))
            report.notes.append(u"%1: message of %2 characters cut at 64 KB"_s.arg(test.key().left(200)).arg(length));
    }
    if (report.ms <= 0)
        report.ms = ms;
}

void noteContradiction(domain::TestReport &report, const QString &what, std::optional<int> said, int counted)
{
    if (said && *said != counted)
        report.notes.append(u"the file says %1 %2, its rows are %3"_s.arg(*said).arg(what).arg(counted));
}

} // namespace stepladder::toolchain
