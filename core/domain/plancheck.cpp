// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/plancheck.h"

#include "domain/shown.h"

#include <QDir>
#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <functional>
#include <queue>
#include <vector>

namespace stepladder::domain {

using namespace Qt::StringLiterals;

namespace {

/// More is a mistake, or an attack, and no project.
constexpr qsizetype kMostSteps = 100'000;

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
    static const QStringList folders = {u".github/"_s, u".circleci/"_s, u".ci/"_s, u".buildkite/"_s, u".woodpecker/"_s};
    const QString lower = path.toLower();
    return files.contains(lower)
        || std::any_of(folders.begin(), folders.end(), [&](const QString &f) { return lower.startsWith(f); });
}

QString stepName(const Step &step)
{
    return u"step %1"_s.arg(shown(step.id));
}

/// A word that names a toolchain, a scaffold or a framework: it becomes part of a file's name and of a command.
bool isWord(const QString &text)
{
    static const QRegularExpression form(u"^[A-Za-z0-9][A-Za-z0-9._+#-]{0,49}\\z"_s);
    return form.match(text).hasMatch();
}

/// A folder and a project will bear it.
bool isProjectName(const QString &text)
{
    static const QRegularExpression form(u"^[\\p{L}\\p{N}_][\\p{L}\\p{N}_. -]{0,99}\\z"_s,
                                         QRegularExpression::UseUnicodePropertiesOption);
    return form.match(text).hasMatch() && !text.endsWith(u'.') && !text.endsWith(u' ') && !isDeviceName(text);
}

using Faults = QList<PlanFault>;

void headFaults(const Plan &plan, Faults &faults)
{
    const auto bad = [&faults](const QString &field, const QString &what) { faults.append({-1, field, what}); };
    if (plan.task.trimmed().isEmpty())
        bad(u"task"_s, u"is empty, expected what is to be made"_s);
    if (!isWord(plan.language))
        bad(u"language"_s,
            u"%1 is not the name of a language, expected one as in \"csharp\""_s.arg(shown(plan.language)));
    if (!plan.projectName.isEmpty() && !isProjectName(plan.projectName))
        bad(u"projectName"_s,
            u"%1 cannot name a folder, expected letters, digits, '.', '_' or '-', at most 100"_s.arg(
                shown(plan.projectName)));
    if (!plan.scaffold.isEmpty() && !isWord(plan.scaffold))
        bad(u"scaffold"_s,
            u"%1 is not the name of a scaffold, expected one as in \"classlib\""_s.arg(shown(plan.scaffold)));
    if (!plan.options.testFramework.isEmpty() && !isWord(plan.options.testFramework))
        bad(u"options.testFramework"_s,
            u"%1 is not the name of a framework, expected one as in \"xUnit\""_s.arg(
                shown(plan.options.testFramework)));
    if (plan.steps.isEmpty())
        bad(u"steps"_s, u"is empty, expected at least one step"_s);
    if (plan.steps.size() > kMostSteps)
        bad(u"steps"_s, u"are %1, expected at most %2"_s.arg(plan.steps.size()).arg(kMostSteps));
}

void stepFaults(const Plan &plan, Faults &faults)
{
    static const QRegularExpression form(u"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\\z"_s);
    QSet<QString> ids;
    for (qsizetype i = 0; i < plan.steps.size(); ++i) {
        const Step &step = plan.steps.at(i);
        if (!form.match(step.id).hasMatch())
            faults.append(
                {i, u"id"_s,
                 u"%1 is no id, expected letters, digits, '.', '_' or '-', at most 100"_s.arg(shown(step.id))});
        else if (ids.contains(step.id))
            faults.append({i, u"id"_s, u"%1 is already the id of another step"_s.arg(shown(step.id))});
        if (step.description.trimmed().isEmpty())
            faults.append({i, u"description"_s, u"is empty, expected the task of the step"_s});
        ids.insert(step.id);
    }
    for (qsizetype i = 0; i < plan.steps.size(); ++i) {
        for (const QString &dependency : plan.steps.at(i).dependsOn) {
            if (!ids.contains(dependency))
                faults.append({i, u"dependsOn"_s, u"no step has the id %1"_s.arg(shown(dependency))});
        }
    }
}

/// Ids of a cycle, its first one again at the end; nothing where there is none. \p ordered are the ids outside of
/// cycles and of what depends on them.
QStringList findCycle(const Plan &plan, const QSet<QString> &ordered)
{
    QHash<QString, const Step *> left;
    for (const Step &step : plan.steps) {
        if (!ordered.contains(step.id))
            left.insert(step.id, &step);
    }
    const auto first =
        std::find_if(plan.steps.begin(), plan.steps.end(), [&](const Step &step) { return left.contains(step.id); });
    if (first == plan.steps.end())
        return {};
    // Every step that is left depends on another that is left: following one of them must come back to a step seen.
    QStringList path;
    QHash<QString, qsizetype> seen;
    QString id = first->id;
    while (!seen.contains(id)) {
        seen.insert(id, path.size());
        path.append(id);
        const QStringList &dependencies = left.value(id)->dependsOn;
        id =
            *std::find_if(dependencies.begin(), dependencies.end(), [&](const QString &d) { return left.contains(d); });
    }
    return path.mid(seen.value(id)) << id;
}

void cycleFaults(const Plan &plan, Faults &faults)
{
    const QStringList order = dependencyOrder(plan);
    const QStringList cycle = findCycle(plan, QSet<QString>(order.begin(), order.end()));
    if (cycle.isEmpty())
        return;
    constexpr qsizetype kShown = 8;
    QString text = cycle.mid(0, kShown).join(u" → "_s);
    if (cycle.size() > kShown)
        text += u" → … → %1"_s.arg(cycle.last());
    const auto first = std::find_if(plan.steps.begin(), plan.steps.end(),
                                    [&cycle](const Step &step) { return step.id == cycle.first(); });
    faults.append({first - plan.steps.begin(), u"dependsOn"_s, u"is a cycle (%1)"_s.arg(text)});
}

void fileFaults(const Plan &plan, Faults &faults)
{
    QHash<QString, QString> owners;
    QHash<QString, QString> folders;
    for (qsizetype i = 0; i < plan.steps.size(); ++i) {
        const Step &step = plan.steps.at(i);
        const auto bad = [&](const QString &field, const QString &what) { faults.append({i, field, what}); };
        const auto path = checkStepPath(step.file);
        if (!path)
            bad(u"file"_s, path.error().message);
        for (const QString &test : step.tests) {
            if (const auto checked = checkStepPath(test); !checked)
                bad(u"tests"_s, checked.error().message);
        }
        if (!path)
            continue;
        const QString key = path->toCaseFolded();
        if (owners.contains(key))
            bad(u"file"_s, u"%1 is already the file of step %2"_s.arg(shown(step.file), shown(owners.value(key))));
        else if (folders.contains(key))
            bad(u"file"_s, u"%1 is a folder for step %2"_s.arg(shown(step.file), shown(folders.value(key))));
        owners.insert(key, step.id);
        for (auto slash = key.indexOf(u'/'); slash >= 0; slash = key.indexOf(u'/', slash + 1)) {
            const QString folder = key.left(slash);
            if (owners.contains(folder))
                bad(u"file"_s,
                    u"%1 lies under the file of step %2"_s.arg(shown(step.file), shown(owners.value(folder))));
            folders.insert(folder, step.id);
        }
    }
}

/// The fault in one line, as messages have it.
QString lineOf(const Plan &plan, const PlanFault &fault)
{
    if (fault.step < 0)
        return u"%1: %2"_s.arg(fault.field, fault.message);
    // An id that is wrong names nothing: its place does.
    if (fault.field == u"id")
        return u"steps[%1].id: %2"_s.arg(fault.step).arg(fault.message);
    return u"%1: %2: %3"_s.arg(stepName(plan.steps.at(fault.step)), fault.field, fault.message);
}

} // namespace

Result<QString> checkStepPath(const QString &path)
{
    constexpr qsizetype kLongestPath = 1000;
    constexpr qsizetype kLongestName = 255;
    const auto bad = [&](const QString &why) { return fail(ErrorKind::BadInput, u"%1 %2"_s.arg(shown(path), why)); };
    if (path.trimmed().isEmpty())
        return bad(u"is empty, expected a path inside the workspace"_s);
    if (path.toUtf8().size() > kLongestPath)
        return bad(u"is longer than %1 bytes"_s.arg(kLongestPath));
    if (!isPrintable(path))
        return bad(u"holds control or invisible characters"_s);
    if (path.contains(u'\\') || path.contains(u':'))
        return bad(u"holds a backslash or a colon, expected forward slashes"_s);
    if (QDir::isAbsolutePath(path) || path.startsWith(u'~'))
        return bad(u"is absolute, expected a path inside the workspace"_s);
    const QString clean = QDir::cleanPath(path);
    if (clean == u"."_s || clean == u".."_s || clean.startsWith(u"../"_s))
        return bad(u"leaves the workspace"_s);
    if (path.endsWith(u'/') || path.endsWith(u"/."_s) || path.endsWith(u"/.."_s))
        return bad(u"is a folder, expected a file"_s);
    for (const QString &part : clean.split(u'/')) {
        if (part.toLower().startsWith(u".git"_s) || part.compare(u".stepladder"_s, Qt::CaseInsensitive) == 0)
            return bad(u"is in a place that no step may touch"_s);
        if (isDeviceName(part))
            return bad(u"is a device name"_s);
        if (part.endsWith(u' ') || part.startsWith(u' ') || (part.endsWith(u'.')))
            return bad(u"has a name that begins or ends with a space, or ends with a dot"_s);
        if (part.toUtf8().size() > kLongestName)
            return bad(u"has a name longer than %1 bytes"_s.arg(kLongestName));
    }
    if (isCiFile(clean))
        return bad(u"is a CI file, which no step may touch"_s);
    return clean;
}

QList<PlanFault> planFaults(const Plan &plan)
{
    Faults faults;
    headFaults(plan, faults);
    const qsizetype head = faults.size();
    stepFaults(plan, faults);
    if (faults.size() == head)
        cycleFaults(plan, faults);
    fileFaults(plan, faults);
    return faults;
}

Result<void> checkPlan(const Plan &plan, const QString &where)
{
    for (const auto check : {headFaults, stepFaults, cycleFaults, fileFaults}) {
        Faults faults;
        check(plan, faults);
        if (!faults.isEmpty())
            return fail(ErrorKind::BadInput, u"%1: %2"_s.arg(where, lineOf(plan, faults.first())));
    }
    return {};
}

QStringList dependencyOrder(const Plan &plan)
{
    QHash<QString, qsizetype> position;
    for (qsizetype i = 0; i < plan.steps.size(); ++i)
        position.insert(plan.steps.at(i).id, i);
    std::vector<int> open(size_t(plan.steps.size()), 0);
    std::vector<std::vector<qsizetype>> dependents(size_t(plan.steps.size()));
    std::priority_queue<qsizetype, std::vector<qsizetype>, std::greater<>> ready;
    for (qsizetype i = 0; i < plan.steps.size(); ++i) {
        const QStringList &names = plan.steps.at(i).dependsOn;
        const QSet<QString> dependencies(names.begin(), names.end());
        open[size_t(i)] = int(dependencies.size());
        for (const QString &name : dependencies) {
            if (const auto it = position.constFind(name); it != position.constEnd())
                dependents[size_t(*it)].push_back(i);
        }
        if (dependencies.isEmpty())
            ready.push(i);
    }
    QStringList order;
    while (!ready.empty()) {
        const qsizetype next = ready.top();
        ready.pop();
        order.append(plan.steps.at(next).id);
        for (const qsizetype dependent : dependents[size_t(next)]) {
            if (--open[size_t(dependent)] == 0)
                ready.push(dependent);
        }
    }
    return order;
}

} // namespace stepladder::domain
