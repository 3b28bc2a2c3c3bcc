// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/secretscan.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cmath>

namespace stepladder::models {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kShortestKnown = 6;
constexpr qsizetype kShortestRepeated = 8;
constexpr qsizetype kShortestGuess = 12;
constexpr double kRandomBits = 3.0; ///< of a character
constexpr int kRandomChanges = 2; ///< between letters and digits: names have a number at their end at most

struct Shape
{
    QString what;
    QRegularExpression pattern; ///< the secret is group 1 where there is one, else all of it
    enum class Must { Nothing, LookRandom, LookLikeAPassword } must = Must::Nothing;
};

/// What makers of services document as the form of their secrets, the surest first.
const QList<Shape> &shapes()
{
    using Must = Shape::Must;
    const auto shape = [](const QString &what, const QString &pattern, Must must = Must::Nothing) {
        return Shape{what, QRegularExpression(pattern), must};
    };
    static const QString names =
        u"(?:[\\w.-]*(?:password|passwd|pwd|secret|token|credential|connection[_-]?string|"
        "(?:api|access|account|private|client|secret|signing|encryption|auth|master|storage)[_-]?key)s?)"_s;
    static const QString assigned = u"(?i)(?<![\\w.-])[\"']?"_s + names + u"[\"']?\\s*(?::=|=>|[:=])\\s*"_s;
    static const QList<Shape> all = {
        // Only what a key's body may hold lies between: a program that merely names the lines keeps its code.
        shape(u"private key"_s,
              u"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\\s\\\\\"'+A-Za-z0-9/=:,.-]*?"
              "-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"_s),
        shape(u"private key"_s,
              u"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----\\s*[A-Za-z0-9+/=]{40,}[\\sA-Za-z0-9+/=]*"_s),
        shape(u"AWS access key"_s, u"\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b"_s),
        shape(u"GitHub token"_s, u"\\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})\\b"_s),
        shape(u"GitLab token"_s, u"\\bgl(?:pat|dt|rt|cbt|ptt|ft|soat)-[A-Za-z0-9_-]{20,}"_s),
        shape(u"Anthropic key"_s, u"\\bsk-ant-[A-Za-z0-9_-]{20,}"_s),
        shape(u"OpenAI key"_s, u"\\bsk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{32,}"_s, Must::LookRandom),
        shape(u"Google key"_s, u"\\bAIza[0-9A-Za-z_-]{35}"_s),
        shape(u"Slack token"_s, u"\\bxox[abeoprs]-[A-Za-z0-9-]{10,}"_s),
        shape(u"Slack webhook"_s, u"https://hooks\\.slack\\.com/(?:services|workflows)/[A-Za-z0-9/_-]{20,}"_s),
        shape(u"Stripe key"_s, u"\\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,}\\b"_s),
        shape(u"SendGrid key"_s, u"\\bSG\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}"_s),
        shape(u"npm token"_s, u"\\bnpm_[A-Za-z0-9]{36}\\b"_s),
        shape(u"PyPI token"_s, u"\\bpypi-[A-Za-z0-9_-]{50,}"_s),
        shape(u"NuGet key"_s, u"\\boy2[a-z0-9]{43}\\b"_s),
        shape(u"Hugging Face token"_s, u"\\bhf_[A-Za-z0-9]{30,}\\b"_s),
        shape(u"JSON web token"_s, u"\\beyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}"_s),
        shape(u"password in an address"_s,
              u"\\b[a-z][a-z0-9+.-]{1,20}://[^\\s/:@\"'<>{}$]{0,64}:([^\\s/@\"'<>{}$]{3,128})@"_s),
        shape(
            u"password of a connection"_s,
            u"(?i)(?<=[;\"'])\\s*(?:password|pwd|accountkey|sharedaccesskey)\\s*=\\s*([^\\s;\"'<>{}$]{6,200})(?=;|\"|')"_s),
        shape(u"authorization"_s,
              u"(?i)\\bauthorization[\"']?\\s*[:=]\\s*[\"']?(?:bearer|basic|token)\\s+([A-Za-z0-9._~+/=-]{16,})"_s,
              Must::LookRandom),
        shape(u"assigned secret"_s, assigned + u"[@$rbu]{0,2}\"([^\"\\s]{12,400})\""_s, Must::LookRandom),
        shape(u"assigned secret"_s, assigned + u"[rbu]{0,2}'([^'\\s]{12,400})'"_s, Must::LookRandom),
        // Without quotes it may as well be code: all of a line, as in .env and .properties files.
        shape(u"assigned secret"_s,
              u"(?im)^[ \\t]*(?:export[ \\t]+)?"_s + names
                  + u"[ \\t]*[:=][ \\t]*([A-Za-z0-9+/=_~-]{20,400})[ \\t]*\\r?$"_s,
              Must::LookRandom),
        shape(
            u"password"_s,
            u"(?i)(?<![A-Za-z])(?:password|passwd|passphrase|pass|pwd)[:=]([^\\s\"'<>{}$;,()=\\[\\]][^\\s\"'<>{}$;,()\\[\\]]{7,127})(?![^\\s;,.)])"_s,
            Must::LookLikeAPassword),
        shape(u"password"_s,
              u"(?im)^[ \\t]*(?:export[ \\t]+)?[\\w.-]*(?<![A-Za-z])(?:password|passwd|passphrase|pass|pwd)[ "
              u"\\t]*[:=][ \\t]*"
              "([^\\s\"'<>{}$;,()=\\[\\]][^\\s\"'<>{}$;,()\\[\\]]{7,127})[ \\t]*\\r?$"_s,
              Must::LookLikeAPassword),
    };
    return all;
}

/// Bits of a character, by how often each occurs (Shannon).
double bitsOf(const QString &text)
{
    QHash<QChar, int> counts;
    for (const QChar c : text)
        ++counts[c];
    double bits = 0;
    for (const int count : std::as_const(counts)) {
        const double share = double(count) / double(text.size());
        bits -= share * std::log2(share);
    }
    return bits;
}

/// No word, no name, no placeholder: letters and digits in a mixture that nobody writes by hand.
bool looksRandom(const QString &text)
{
    static const QRegularExpression placeholder(
        u"(?i)example|sample|dummy|placeholder|change.?me|replace|your[_-]|redacted|xxxx|\\*\\*\\*|\\.\\.\\."_s);
    if (text.size() < kShortestGuess || placeholder.match(text).hasMatch())
        return false;
    int changes = 0;
    for (qsizetype i = 1; i < text.size(); ++i) {
        changes += (text[i].isDigit() && text[i - 1].isLetter()) || (text[i].isLetter() && text[i - 1].isDigit());
    }
    return changes >= kRandomChanges && bitsOf(text) >= kRandomBits;
}

/// Neither a word nor a name of a program, which may as well stand there: something between that is neither.
bool looksLikeAPassword(const QString &text)
{
    static const QRegularExpression name(u"^[A-Za-z_][\\w.]*(?:->\\w+)*$"_s);
    static const QRegularExpression placeholder(
        u"(?i)example|sample|dummy|placeholder|change.?me|replace|your[_-]|redacted|xxxx|\\*\\*|\\.\\.\\.|://|%"_s);
    static const QRegularExpression letter(u"[A-Za-z]"_s);
    return text.contains(letter) && !placeholder.match(text).hasMatch()
        && (!name.match(text).hasMatch() || looksRandom(text));
}

bool isWhatItMustBe(const QString &text, Shape::Must must)
{
    return must == Shape::Must::Nothing
        || (must == Shape::Must::LookRandom ? looksRandom(text) : looksLikeAPassword(text));
}

QString escapedForJson(const QString &text)
{
    const QByteArray json = QJsonDocument(QJsonArray{text}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(json.mid(2, json.size() - 4)); // ["…"]
}

} // namespace

SecretScan::SecretScan(QHash<QString, QString> known)
    : m_known(std::move(known))
{
}

QString SecretScan::markFor(const QString &secret, const QString &what)
{
    auto found = std::find_if(m_found.begin(), m_found.end(), [&secret](const Found &f) { return f.secret == secret; });
    if (found == m_found.end())
        found = m_found.insert(m_found.end(), {secret, what});
    ++found->count;
    return u"[withheld %1: %2]"_s.arg(QString::number(found - m_found.begin() + 1), found->what);
}

void SecretScan::withhold(QString &text, const QString &secret, const QString &what)
{
    for (qsizetype at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at)) {
        const QString mark = markFor(secret, what);
        text.replace(at, secret.size(), mark);
        at += mark.size();
    }
}

QString SecretScan::clean(const QString &text)
{
    QString out = text;
    QStringList known = m_known.keys();
    // The longest first: one may be a part of another.
    std::sort(known.begin(), known.end(),
              [](const QString &a, const QString &b) { return a.size() != b.size() ? a.size() > b.size() : a < b; });
    for (const QString &secret : std::as_const(known)) {
        if (secret.size() < kShortestKnown)
            continue;
        withhold(out, secret, m_known.value(secret));
    }
    for (const Shape &shape : shapes()) {
        const int group = shape.pattern.captureCount() > 0 ? 1 : 0;
        for (qsizetype at = 0;;) {
            const auto match = shape.pattern.match(out, at);
            if (!match.hasMatch())
                break;
            const QString secret = match.captured(group);
            at = match.capturedEnd(group);
            if (!isWhatItMustBe(secret, shape.must) || secret.contains(u"[withheld "_s))
                continue;
            const QString mark = markFor(secret, shape.what);
            out.replace(match.capturedStart(group), secret.size(), mark);
            at = match.capturedStart(group) + mark.size();
        }
    }
    return out;
}

ChatRequest SecretScan::cleaned(ChatRequest request)
{
    for (ChatMessage &message : request.messages)
        message.text = clean(message.text);
    // What was a secret in one place is one in all, also where nothing says so. A word may be a word elsewhere.
    static const QRegularExpression word(u"^[A-Za-z]*$"_s);
    const QList<Found> found = m_found;
    for (const Found &one : found) {
        if (one.secret.size() < kShortestRepeated || word.match(one.secret).hasMatch())
            continue;
        for (ChatMessage &message : request.messages)
            withhold(message.text, one.secret, one.what);
    }
    return request;
}

QStringList SecretScan::withheld() const
{
    QStringList kinds;
    QHash<QString, int> counts;
    for (const Found &found : m_found) {
        if (!kinds.contains(found.what))
            kinds.append(found.what);
        counts[found.what] += found.count;
    }
    for (QString &kind : kinds)
        kind = u"%1 × %2"_s.arg(QString::number(counts.value(kind)), kind);
    return kinds;
}

QString SecretScan::restored(QString answer, bool escaped) const
{
    for (qsizetype i = 0; i < m_found.size(); ++i) {
        const Found &found = m_found.at(i);
        const QString mark = u"[withheld %1: %2]"_s.arg(QString::number(i + 1), found.what);
        answer.replace(mark, escaped ? escapedForJson(found.secret) : found.secret);
    }
    return answer;
}

QHash<QString, QString> secretsOfDotenv(const QByteArray &text, const QString &file)
{
    static const QRegularExpression line(u"^\\s*(?:export\\s+)?([A-Za-z_][\\w.-]*)\\s*=\\s*(.*?)\\s*$"_s);
    static const QRegularExpression secretName(
        u"(?i)pass|pwd|secret|token|key|cred|auth(?!or)|private|salt|dsn|connection"_s);
    // A word or a path says nothing to a stranger and stands in every other line of a project.
    static const QRegularExpression ordinary(u"^(?:[A-Za-z]{0,15}|[\\d.:]*|[.~]?/.*)$"_s);
    static const QRegularExpression comment(u"\\s#.*$"_s);
    QHash<QString, QString> secrets;
    for (const QString &row : QString::fromUtf8(text).split(u'\n')) {
        const auto match = line.match(row);
        if (!match.hasMatch())
            continue;
        QString value = match.captured(2);
        const bool quoted =
            value.size() >= 2 && (value.front() == u'"' || value.front() == u'\'') && value.back() == value.front();
        value = quoted ? value.mid(1, value.size() - 2) : value.remove(comment);
        const bool named = secretName.match(match.captured(1)).hasMatch() && !ordinary.match(value).hasMatch();
        if (value.size() >= kShortestKnown && (named || looksRandom(value)))
            secrets.insert(value, u"%1 of %2"_s.arg(match.captured(1), file));
    }
    return secrets;
}

} // namespace stepladder::models
