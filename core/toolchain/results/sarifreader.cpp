// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/results/resultreader.h"
#include "toolchain/results/resulttext.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::Diagnostic;
using domain::ErrorKind;
using domain::Result;
using domain::Severity;

namespace {

Result<QJsonObject> parse(const QByteArray &bytes, const QString &file)
{
    const auto text = decodeResultText(bytes, file);
    if (!text)
        return domain::fail(text.error());
    const QByteArray utf8 = text->toUtf8();
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(utf8, &error);
    if (error.error != QJsonParseError::NoError) {
        const auto line = utf8.left(error.offset).count('\n') + 1;
        return domain::fail(ErrorKind::BadInput,
                            u"%1:%2: %3; expected SARIF"_s.arg(file).arg(line).arg(error.errorString()));
    }
    if (!document.isObject() || !document[u"runs"_s].isArray())
        return domain::fail(ErrorKind::BadInput, u"%1:1: no \"runs\" list; expected SARIF"_s.arg(file));
    return document.object();
}

/// One run of a SARIF log, 2.x or 1.0: the results with what they borrow from the run's rules and artifacts.
class SarifRun
{
public:
    SarifRun(QJsonObject run, bool first)
        : m_run(std::move(run))
        , m_first(first)
    {
        const QJsonObject tool = m_run[u"tool"].toObject();
        const QJsonObject driver = m_first ? tool : tool[u"driver"].toObject();
        m_tool = driver[u"name"].toString();
        if (m_tool.startsWith(u"Microsoft (R) Visual C# Compiler"))
            m_tool = u"csc"_s;
        addRules(m_first ? m_run[u"rules"] : driver[u"rules"]);
        for (const auto &extension : tool[u"extensions"].toArray())
            addRules(extension[u"rules"]);
        m_driverRules = driver[u"rules"].toArray();
    }

    QList<Diagnostic> read() const
    {
        QList<Diagnostic> diagnostics;
        for (const auto &item : m_run[u"results"].toArray()) {
            const QJsonObject result = item.toObject();
            if (counts(result))
                diagnostics.append(diagnosticOf(result, ruleOf(result)));
        }
        for (const auto &invocation : m_run[u"invocations"].toArray()) {
            addNotifications(invocation[u"toolExecutionNotifications"].toArray(), diagnostics);
            addNotifications(invocation[u"toolConfigurationNotifications"].toArray(), diagnostics);
        }
        return diagnostics;
    }

private:
    void addRules(const QJsonValue &rules)
    {
        for (const auto &rule : rules.toArray())
            m_rules.insert(rule[u"id"].toString(), rule.toObject());
        const QJsonObject byKey = rules.toObject(); // 1.0: an object, whose keys may differ from the IDs
        for (auto rule = byKey.begin(); rule != byKey.end(); ++rule)
            m_rules.insert(rule.key(), rule->toObject());
    }

    /// Where the tool itself broke, its silence on the rest is no praise.
    void addNotifications(const QJsonArray &notifications, QList<Diagnostic> &diagnostics) const
    {
        for (const auto &notification : notifications) {
            if (notification[u"level"].toString() == u"error")
                diagnostics.append(diagnosticOf(notification.toObject(), {}));
        }
    }

    QJsonObject ruleOf(const QJsonObject &result) const
    {
        const QString id = result[u"ruleId"].toString(result[u"rule"][u"id"].toString());
        const QString key = result[u"ruleKey"].toString(id);
        if (m_rules.contains(key))
            return m_rules[key];
        // "CA1000/sub" is a finer kind of CA1000
        if (const auto slash = id.indexOf(u'/'); slash > 0 && m_rules.contains(id.left(slash)))
            return m_rules[id.left(slash)];
        const int index = result[u"ruleIndex"].toInt(result[u"rule"][u"index"].toInt(-1));
        return index >= 0 && index < m_driverRules.size() ? m_driverRules.at(index).toObject() : QJsonObject();
    }

    /// False for what the source suppresses and for results that report no fault.
    bool counts(const QJsonObject &result) const
    {
        const QString kind = result[u"kind"].toString(u"fail"_s);
        const QString level = result[u"level"].toString();
        if (kind == u"pass" || kind == u"notApplicable" || level == u"pass" || level == u"notApplicable")
            return false;
        if (result[u"baselineState"].toString() == u"absent")
            return false;
        if (!result[u"suppressionStates"].toArray().isEmpty())
            return false;
        const QJsonArray suppressions = result[u"suppressions"].toArray();
        return suppressions.isEmpty()
            || std::any_of(suppressions.begin(), suppressions.end(), [](const QJsonValue &suppression) {
                   const QString status = suppression[u"status"].toString(suppression[u"state"].toString());
                   return status == u"rejected" || status == u"underReview";
               });
    }

    Diagnostic diagnosticOf(const QJsonObject &result, const QJsonObject &rule) const
    {
        Diagnostic diagnostic;
        diagnostic.severity = severityOf(result, rule);
        diagnostic.id = result[u"ruleId"].toString(result[u"rule"][u"id"].toString(rule[u"id"].toString()));
        if (diagnostic.id.isEmpty())
            diagnostic.id = result[u"descriptor"][u"id"].toString();
        diagnostic.message = messageOf(result, rule);
        cutMessage(diagnostic.message);
        diagnostic.tool = m_tool;
        const QJsonValue location = result[u"locations"].toArray().first();
        const QString physicalKey = m_first ? u"resultFile"_s : u"physicalLocation"_s;
        QJsonValue physical = location[physicalKey];
        if (m_first && physical.isUndefined())
            physical = location[u"analysisTarget"];
        diagnostic.file = fileOf(m_first ? physical : physical[u"artifactLocation"]);
        diagnostic.line = std::max(0, physical[u"region"][u"startLine"].toInt());
        diagnostic.column = std::max(0, physical[u"region"][u"startColumn"].toInt());
        return diagnostic;
    }

    Severity severityOf(const QJsonObject &result, const QJsonObject &rule) const
    {
        QString level = result[u"level"].toString();
        if (level.isEmpty())
            level = m_first ? rule[u"defaultLevel"].toString() : rule[u"defaultConfiguration"][u"level"].toString();
        if (level == u"error")
            return Severity::Error;
        if (level == u"note" || level == u"none")
            return Severity::Info;
        const QString kind = result[u"kind"].toString();
        if (level.isEmpty() && (kind == u"informational" || kind == u"open" || kind == u"review"))
            return Severity::Info;
        return Severity::Warning; // the format's default
    }

    static QString messageOf(const QJsonObject &result, const QJsonObject &rule)
    {
        const QJsonValue message = result[u"message"];
        if (message.isString())
            return message.toString();
        QString text = message[u"text"].toString(message[u"markdown"].toString());
        QJsonArray arguments = message[u"arguments"].toArray();
        if (text.isEmpty() && message[u"id"].isString()) {
            text = rule[u"messageStrings"][message[u"id"].toString()][u"text"].toString();
        } else if (const QJsonValue formatted = result[u"formattedRuleMessage"];
                   text.isEmpty() && formatted.isObject()) {
            text = rule[u"messageFormats"][formatted[u"formatId"].toString()].toString();
            arguments = formatted[u"arguments"].toArray();
        }
        for (qsizetype i = 0; i < arguments.size(); ++i)
            text.replace(u"{%1}"_s.arg(i), arguments.at(i).toString());
        return text;
    }

    /// The path of an artifact location: by index into the run's artifacts, below what its base ID stands for.
    QString fileOf(const QJsonValue &location) const
    {
        QJsonValue place = location;
        const QJsonArray artifacts = m_run[u"artifacts"].toArray();
        const int index = location[u"index"].toInt(-1);
        if (!location[u"uri"].isString() && index >= 0 && index < artifacts.size())
            place = artifacts.at(index)[u"location"];
        QString uri = place[u"uri"].toString();
        QString base = place[u"uriBaseId"].toString();
        const QJsonObject bases = m_run[u"originalUriBaseIds"].toObject();
        QSet<QString> seen; // a base may name itself
        while (!base.isEmpty() && !seen.contains(base) && !uri.contains(u"://")) {
            seen.insert(base);
            const QJsonValue above = bases[base];
            const QString folder = above.isString() ? above.toString() : above[u"uri"].toString();
            if (!folder.isEmpty())
                uri = (folder.endsWith(u'/') ? folder : folder + u'/') + uri;
            base = above[u"uriBaseId"].toString();
        }
        return pathFromUri(uri);
    }

    QJsonObject m_run;
    bool m_first; ///< version 1.0 of the format
    QString m_tool;
    QHash<QString, QJsonObject> m_rules;
    QJsonArray m_driverRules;
};

} // namespace

Result<QList<Diagnostic>> readSarif(const QByteArray &bytes, const QString &file)
{
    const auto log = parse(bytes, file);
    if (!log)
        return domain::fail(log.error());
    const QString version = (*log)[u"version"].toString();
    const bool first = version.startsWith(u"1.");
    if (!first && !version.startsWith(u"2.")) {
        return domain::fail(ErrorKind::BadInput,
                            u"%1: version: \"%2\"; expected SARIF 2.1.0 or 1.0.0"_s.arg(file, version.left(40)));
    }
    QList<Diagnostic> diagnostics;
    for (const auto &run : (*log)[u"runs"].toArray()) {
        if (!run.isObject())
            return domain::fail(ErrorKind::BadInput, u"%1: runs: expected objects"_s.arg(file));
        diagnostics += SarifRun(run.toObject(), first).read();
    }
    return diagnostics;
}

} // namespace stepladder::toolchain
