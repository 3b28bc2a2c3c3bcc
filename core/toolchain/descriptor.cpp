// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "toolchain/descriptor.h"

#include "domain/jsonreader.h"

#include <algorithm>

namespace stepladder::toolchain {

using namespace Qt::StringLiterals;
using domain::JsonReader;

namespace {

QRegularExpression expression(JsonReader &reader, QLatin1String key)
{
    if (!reader.has(key))
        return {};
    const QRegularExpression result(reader.text(key), QRegularExpression::MultilineOption);
    if (!result.isValid())
        reader.fault(
            key,
            u"expected a regular expression: %1 at %2"_s.arg(result.errorString()).arg(result.patternErrorOffset()));
    return result;
}

QMap<QString, QString> texts(JsonReader &reader, QLatin1String key)
{
    QMap<QString, QString> map;
    const QJsonObject object = reader.object(key, {});
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (!it->isString())
            reader.fault(key, u"expected text for \"%1\""_s.arg(it.key()));
        map.insert(it.key(), it->toString());
    }
    return map;
}

QList<QPair<QString, QString>> pairs(JsonReader &reader, QLatin1String key)
{
    QList<QPair<QString, QString>> list;
    for (const auto &item : reader.array(key, {})) {
        const QJsonArray pair = item.toArray();
        if (pair.size() != 2 || pair[0].toString().isEmpty() || pair[1].toString().isEmpty())
            reader.fault(key, u"expected pairs of opening and closing mark"_s);
        else
            list.append({pair[0].toString(), pair[1].toString()});
    }
    return list;
}

/// Content may stand as one text or as a list of lines.
QString content(JsonReader &reader, QLatin1String key)
{
    if (!reader.has(key))
        return {};
    const QJsonValue value = reader.any(key);
    if (value.isString())
        return value.toString();
    if (!value.isArray())
        reader.fault(key, u"expected text or a list of lines"_s);
    QString text;
    for (const auto &line : value.toArray())
        text += line.toString() + u'\n';
    return text;
}

StepTemplate step(JsonReader &reader)
{
    StepTemplate step;
    reader.each(QLatin1String("commands"), true, [&](JsonReader &command) {
        step.commands.append({.argv = command.texts(QLatin1String("argv")),
                              .show = command.text(QLatin1String("show"), {}),
                              .optional = command.boolean(QLatin1String("optional"), false)});
        if (step.commands.last().argv.isEmpty())
            command.fault(QLatin1String("argv"), u"expected at least the program"_s);
    });
    step.results = reader.texts(QLatin1String("results"), {});
    step.diagnostics = expression(reader, QLatin1String("diagnostics"));
    step.timeoutMs = reader.integer(QLatin1String("timeoutSeconds"), 1, 86'400, 300) * 1000;
    step.network = reader.boolean(QLatin1String("network"), false);
    for (const auto &code : reader.array(QLatin1String("nothingExecuted"), {}))
        step.nothingExecuted.append(code.toInt());
    return step;
}

PatternCheck pattern(JsonReader &reader)
{
    return {.name = reader.text(QLatin1String("name")),
            .message = reader.text(QLatin1String("message")),
            .anti = reader.boolean(QLatin1String("anti"), false),
            .when = expression(reader, QLatin1String("when")),
            .expect = expression(reader, QLatin1String("expect")),
            .find = expression(reader, QLatin1String("find")),
            .before = expression(reader, QLatin1String("before")),
            .inside = expression(reader, QLatin1String("inside"))};
}

void readFiles(JsonReader &reader, Descriptor &d)
{
    reader.child(QLatin1String("files"), true, [&](JsonReader &files) {
        d.sources = files.texts(QLatin1String("source"));
        d.tests = files.texts(QLatin1String("test"), {});
        d.projects = files.texts(QLatin1String("project"), {});
    });
    d.outputs = reader.texts(QLatin1String("outputs"), {});
    d.include = reader.texts(QLatin1String("include"), {});
}

void readMachine(JsonReader &reader, Descriptor &d)
{
    reader.each(QLatin1String("tools"), false, [&](JsonReader &tool) {
        d.tools.append({.name = tool.text(QLatin1String("name")),
                        .candidates = tool.texts(QLatin1String("candidates")),
                        .version = tool.texts(QLatin1String("version"), {}),
                        .install = tool.text(QLatin1String("install"))});
    });
    d.binds = reader.texts(QLatin1String("binds"), {});
    d.networkBinds = reader.texts(QLatin1String("networkBinds"), {});
    d.passEnvironment = reader.texts(QLatin1String("passEnvironment"), {});
    d.environment = texts(reader, QLatin1String("environment"));
    reader.child(QLatin1String("limits"), false, [&](JsonReader &limits) {
        d.memoryBytes = limits.integer(QLatin1String("memoryMiB"), 16, 1 << 20, 4096) << 20;
        d.processes = int(limits.integer(QLatin1String("processes"), 1, 1 << 16, 512));
    });
    reader.each(QLatin1String("helpers"), false, [&](JsonReader &file) {
        d.helpers.append(
            {.path = file.text(QLatin1String("path")), .content = content(file, QLatin1String("content"))});
    });
    reader.child(QLatin1String("steps"), false, [&](JsonReader &steps) {
        steps.child(QLatin1String("prepare"), false, [&](JsonReader &r) { d.prepare = step(r); });
        steps.child(QLatin1String("build"), false, [&](JsonReader &r) { d.build = step(r); });
        steps.child(QLatin1String("test"), false, [&](JsonReader &r) { d.test = step(r); });
        steps.child(QLatin1String("coverage"), false, [&](JsonReader &r) { d.coverage = step(r); });
    });
}

void readScaffolds(JsonReader &reader, Descriptor &d)
{
    reader.each(QLatin1String("scaffolds"), false, [&](JsonReader &r) {
        Scaffold scaffold{.name = r.text(QLatin1String("name"))};
        for (const auto &command : r.array(QLatin1String("commands"), {}))
            scaffold.commands.append(command.toVariant().toStringList());
        r.each(QLatin1String("files"), false, [&](JsonReader &file) {
            scaffold.files.append(
                {.path = file.text(QLatin1String("path")), .content = content(file, QLatin1String("content"))});
        });
        d.scaffolds.append(scaffold);
    });
    d.defaultScaffold = reader.text(QLatin1String("defaultScaffold"), {});
    if (!d.defaultScaffold.isEmpty() && !d.scaffold(d.defaultScaffold))
        reader.fault(QLatin1String("defaultScaffold"), u"expected the name of a scaffold"_s);
    reader.each(QLatin1String("testFrameworks"), false, [&](JsonReader &r) {
        d.frameworks.append({.name = r.text(QLatin1String("name")),
                             .packages = texts(r, QLatin1String("packages")),
                             .properties = texts(r, QLatin1String("properties")),
                             .globalUsing = r.text(QLatin1String("using"), {}),
                             .sample = content(r, QLatin1String("sample"))});
    });
}

void readSourceRules(JsonReader &reader, Descriptor &d)
{
    reader.child(QLatin1String("stub"), false, [&](JsonReader &stub) {
        d.stubMarker = stub.text(QLatin1String("marker"));
        d.stubTemplate = content(stub, QLatin1String("template"));
        d.surface = expression(stub, QLatin1String("surface"));
    });
    reader.child(QLatin1String("lexis"), false, [&](JsonReader &lexis) {
        d.lexis.lineComments = lexis.texts(QLatin1String("lineComments"), {});
        d.lexis.blockComments = pairs(lexis, QLatin1String("blockComments"));
        d.lexis.strings = pairs(lexis, QLatin1String("strings"));
        d.lexis.escapes = lexis.boolean(QLatin1String("escapes"), true);
    });
    reader.each(QLatin1String("patterns"), false, [&](JsonReader &r) { d.patterns.append(pattern(r)); });
    d.runInstructions = reader.texts(QLatin1String("run"), {});
}

template<typename T>
const T *named(const QList<T> &list, const QString &name, Qt::CaseSensitivity sensitivity)
{
    const auto it = std::find_if(list.begin(), list.end(),
                                 [&](const T &item) { return item.name.compare(name, sensitivity) == 0; });
    return it == list.end() ? nullptr : &*it;
}

} // namespace

const TestFramework *Descriptor::framework(const QString &name) const
{
    return named(frameworks, name, Qt::CaseInsensitive);
}
const Scaffold *Descriptor::scaffold(const QString &name) const
{
    return named(scaffolds, name, Qt::CaseSensitive);
}
const Tool *Descriptor::tool(const QString &name) const
{
    return named(tools, name, Qt::CaseSensitive);
}

domain::Result<Descriptor> readDescriptor(const QByteArray &text, const QString &origin)
{
    const auto object = domain::parseJsonObject(text, origin);
    if (!object)
        return domain::fail(object.error());
    JsonReader reader(*object, origin);
    Descriptor d;
    d.id = reader.text(QLatin1String("id"));
    d.title = reader.text(QLatin1String("title"), d.id);
    const QStringList strategies = {u"command"_s, u"csharp"_s, u"python"_s, u"text"_s};
    d.strategy = strategies.at(reader.oneOf(QLatin1String("strategy"), strategies, 0));
    d.fence = reader.text(QLatin1String("fence"), d.id);
    readFiles(reader, d);
    readMachine(reader, d);
    readScaffolds(reader, d);
    readSourceRules(reader, d);
    if (const auto finished = reader.finish(); !finished)
        return domain::fail(finished.error());
    return d;
}

} // namespace stepladder::toolchain
