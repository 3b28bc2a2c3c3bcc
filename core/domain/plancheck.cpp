// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/plancheck.h"

#include <QDir>
#include <QHash>
#include <QRegularExpression>
#include <QSet>

namespace stepladder::domain {

using namespace Qt::StringLiterals;

namespace {

bool isDeviceName(const QString &part)
{
    static const QRegularExpression device(u"^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?$"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    return device.match(part).hasMatch();
}

bool isCiFile(const QString &path)
{
    static const QStringList files = {
        u".gitlab-ci.yml"_s, u".travis.yml"_s,  u"azure-pipelines.yml"_s,    u"jenkinsfile"_s,
        u".appveyor.yml"_s,  u"appveyor.yml"_s, u"bitbucket-pipelines.yml"_s};
    static const QStringList folders = {u".github/"_s, u".circleci/"_s, u".ci/"_s, u".buildkite/"_s};
    const QString lower = path.toLower();
    return files.contains(lower)
        || std::any_of(folders.begin(), folders.end(), [&](const QString &f) { return lower.startsWith(f); });
}

QString stepName(const Step &step, qsizetype index)
{
    return step.id.isEmpty() ? u"steps[%1]"_s.arg(index) : u"step \"%1\""_s.arg(step.id);
}

/// Follows dependencies from \p id; returns the ids of a cycle, or nothing.
QStringList findCycle(const Plan &plan, const QString &id, QHash<QString, int> &state, QStringList &path)
{
    enum { Unseen, Open, Done };
    if (state.value(id, Unseen) == Done)
        return {};
    if (state.value(id, Unseen) == Open)
        return path.mid(path.indexOf(id)) << id;
    state[id] = Open;
    path.append(id);
    for (const QString &dependency : plan.step(id)->dependsOn) {
        if (const QStringList cycle = findCycle(plan, dependency, state, path); !cycle.isEmpty())
            return cycle;
    }
    path.removeLast();
    state[id] = Done;
    return {};
}

Result<void> checkFiles(const Plan &plan, const QString &where)
{
    QHash<QString, QString> owners;
    for (qsizetype i = 0; i < plan.steps.size(); ++i) {
        const Step &step = plan.steps.at(i);
        const auto path = checkStepPath(step.file);
        if (!path)
            return fail(ErrorKind::BadInput, u"%1: %2: file: %3"_s.arg(where, stepName(step, i), path.error().message));
        for (const QString &test : step.tests) {
            if (const auto checked = checkStepPath(test); !checked)
                return fail(ErrorKind::BadInput,
                            u"%1: %2: tests: %3"_s.arg(where, stepName(step, i), checked.error().message));
        }
        const QString key = path->toCaseFolded();
        if (owners.contains(key)) {
            return fail(ErrorKind::BadInput,
                        u"%1: %2: file: %3 is already the file of step \"%4\""_s.arg(where, stepName(step, i),
                                                                                     step.file, owners.value(key)));
        }
        owners.insert(key, step.id);
    }
    return {};
}

} // namespace

Result<QString> checkStepPath(const QString &path)
{
    const auto bad = [&](const QString &why) { return fail(ErrorKind::BadInput, u"\"%1\" %2"_s.arg(path, why)); };
    if (path.trimmed().isEmpty())
        return bad(u"is empty, expected a path inside the workspace"_s);
    if (std::any_of(path.begin(), path.end(), [](QChar c) { return c.unicode() < 0x20 || c.unicode() == 0x7f; }))
        return bad(u"holds control characters"_s);
    if (path.contains(u'\\') || path.contains(u':'))
        return bad(u"holds a backslash or a colon, expected forward slashes"_s);
    if (QDir::isAbsolutePath(path) || path.startsWith(u'~'))
        return bad(u"is absolute, expected a path inside the workspace"_s);
    const QString clean = QDir::cleanPath(path);
    if (clean == u"."_s || clean == u".."_s || clean.startsWith(u"../"_s))
        return bad(u"leaves the workspace"_s);
    if (path.endsWith(u'/'))
        return bad(u"is a folder, expected a file"_s);
    const QStringList parts = clean.split(u'/');
    for (const QString &part : parts) {
        if (part.toLower().startsWith(u".git"_s) || part.compare(u".stepladder"_s, Qt::CaseInsensitive) == 0)
            return bad(u"is in a place that no step may touch"_s);
        if (isDeviceName(part))
            return bad(u"is a device name"_s);
        if (part.toUtf8().size() > 255)
            return bad(u"has a name longer than 255 bytes"_s);
    }
    if (isCiFile(clean))
        return bad(u"is a CI file, which no step may touch"_s);
    return clean;
}

Result<void> checkPlan(const Plan &plan, const QString &where)
{
    const auto bad = [&](const QString &what) { return fail(ErrorKind::BadInput, u"%1: %2"_s.arg(where, what)); };
    if (plan.task.trimmed().isEmpty())
        return bad(u"task: is empty, expected what is to be made"_s);
    if (plan.steps.isEmpty())
        return bad(u"steps: is empty, expected at least one step"_s);
    QSet<QString> ids;
    for (qsizetype i = 0; i < plan.steps.size(); ++i) {
        static const QRegularExpression form(u"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"_s);
        const QString &id = plan.steps.at(i).id;
        if (!form.match(id).hasMatch())
            return bad(
                u"steps[%1].id: expected letters, digits, '.', '_' or '-', at most 100 (found \"%2\")"_s.arg(i).arg(
                    id));
        if (ids.contains(id))
            return bad(u"steps[%1].id: \"%2\" is already the id of another step"_s.arg(i).arg(id));
        if (plan.steps.at(i).description.trimmed().isEmpty())
            return bad(u"step \"%1\": description: is empty, expected the task of the step"_s.arg(id));
        ids.insert(id);
    }
    for (const Step &step : plan.steps) {
        for (const QString &dependency : step.dependsOn) {
            if (!ids.contains(dependency))
                return bad(u"step \"%1\": dependsOn: no step has the id \"%2\""_s.arg(step.id, dependency));
        }
    }
    QHash<QString, int> state;
    for (const Step &step : plan.steps) {
        QStringList path;
        if (const QStringList cycle = findCycle(plan, step.id, state, path); !cycle.isEmpty())
            return bad(u"step \"%1\": dependsOn: is a cycle (%2)"_s.arg(step.id, cycle.join(u" → "_s)));
    }
    return checkFiles(plan, where);
}

QStringList dependencyOrder(const Plan &plan)
{
    QStringList order;
    QSet<QString> done;
    while (order.size() < plan.steps.size()) {
        const auto before = order.size();
        for (const Step &step : plan.steps) {
            if (done.contains(step.id))
                continue;
            if (std::all_of(step.dependsOn.begin(), step.dependsOn.end(),
                            [&](const QString &d) { return done.contains(d); })) {
                order.append(step.id);
                done.insert(step.id);
            }
        }
        if (order.size() == before)
            break;
    }
    return order;
}

} // namespace stepladder::domain
