// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/codesources.h"

#include "workspace/pathguard.h"
#include "workspace/stagerecord.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <limits>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::Entry;
using domain::ErrorKind;
using domain::Result;
using journal::AttemptState;
using journal::JournalReader;

namespace {

struct SourceTexts
{
    Q_DECLARE_TR_FUNCTIONS(stepladder::ui::CodePane)
};

/// Entries of an attempt: numbers begin anew in each epoch, so they are told apart by where they lie.
QList<Entry> entriesOf(JournalReader &reader, const AttemptState &attempt, qint64 end, qint64 upTo,
                       const QStringList &types)
{
    const qint64 last = std::min(end > 0 ? end - 1 : std::numeric_limits<qint64>::max(), upTo);
    QList<Entry> entries;
    const auto take = [&](const Entry &entry) {
        if (entry.seq <= last)
            entries.append(entry);
        return entry.seq < last;
    };
    // What cannot be read is not there to show.
    (void)reader.each({.step = attempt.step, .attempt = attempt.number, .types = types}, take, attempt.startedSeq);
    return entries;
}

/// A recorded file of \p files: the one at \p path, else the first.
Result<std::optional<QByteArray>> fileFrom(JournalReader &reader, const QJsonArray &files, const QString &path)
{
    QString blob;
    for (const QJsonValue &file : files) {
        if (blob.isEmpty() || file[u"path"].toString() == path)
            blob = file[u"blob"].toString();
    }
    if (blob.isEmpty())
        return std::optional<QByteArray>();
    auto bytes = reader.blob(blob);
    if (!bytes)
        return domain::fail(bytes.error());
    return std::optional(std::move(*bytes));
}

/// What the attempt proposes; of a stub and a person's code what was put in its place.
Result<std::optional<QByteArray>> codeOf(JournalReader &reader, const AttemptState &attempt, qint64 end, qint64 upTo,
                                         const QString &path)
{
    const QList<Entry> entries =
        entriesOf(reader, attempt, end, upTo, {u"candidate.made"_s, u"stub.made"_s, u"step.ended"_s});
    for (auto it = entries.rbegin(); it != entries.rend(); ++it) {
        if (it->type == u"candidate.made")
            return fileFrom(reader, it->data[u"files"].toArray(), path);
    }
    if (attempt.kind != u"stub" && attempt.kind != u"human")
        return std::optional<QByteArray>();
    for (auto it = entries.rbegin(); it != entries.rend(); ++it) {
        const QJsonArray files = it->type == u"stub.made"
            ? QJsonArray{QJsonObject{{u"path"_s, it->data[u"file"]}, {u"blob"_s, it->data[u"blob"]}}}
            : it->data[u"files"].toArray();
        if (auto code = fileFrom(reader, files, path); !code || *code)
            return code;
    }
    return std::optional<QByteArray>();
}

Result<std::optional<QByteArray>> acceptedCode(JournalReader &reader, const CodeQuery &query)
{
    const auto entries =
        reader.entriesBefore(query.upTo + 1, 1, {.step = query.attempt.step, .types = {u"step.ended"_s}});
    if (!entries)
        return domain::fail(entries.error());
    if (entries->isEmpty())
        return std::optional<QByteArray>();
    return fileFrom(reader, entries->first().data[u"files"].toArray(), query.file);
}

Result<std::optional<QByteArray>> baseOf(JournalReader &reader, const CodeQuery &query)
{
    switch (query.base) {
    case BaseKind::Attempt:
        return codeOf(reader, query.baseAttempt, query.baseEnd, query.upTo, query.file);
    case BaseKind::Accepted:
        return acceptedCode(reader, query);
    case BaseKind::Disk: {
        auto file = fileOnDisk(query.workspace, query.file);
        if (!file && file.error().kind == ErrorKind::NotFound)
            return std::optional<QByteArray>();
        if (!file)
            return domain::fail(file.error());
        return std::optional(std::move(*file));
    }
    case BaseKind::Nothing:
        break;
    }
    return std::optional<QByteArray>();
}

/// The whole evidence, where it was recorded beside its digest.
std::optional<domain::Evidence> evidenceOf(JournalReader &reader, const CodeQuery &query)
{
    QList<Entry> entries = entriesOf(reader, query.attempt, query.attemptEnd, query.upTo,
                                     {u"tests.finished"_s, u"level.entered"_s, u"trial.started"_s});
    // What is executed on the next rung, as a stub is, bears the last number; a person's trial has none, as their code.
    const auto next = std::find_if(entries.begin(), entries.end(),
                                   [](const Entry &entry) { return entry.type != u"tests.finished"_s; });
    entries.erase(next, entries.end());
    for (auto it = entries.rbegin(); it != entries.rend(); ++it) {
        // Of an attempt the whole judgement is kept, of an acceptance its evidence.
        const QString judgement = it->data[u"judgement"].toString();
        const auto bytes = reader.blob(judgement.isEmpty() ? it->data[u"blob"].toString() : judgement);
        if (!bytes)
            continue;
        const QJsonObject json = QJsonDocument::fromJson(*bytes).object();
        return domain::evidenceFromJson(judgement.isEmpty() ? json : json[u"evidence"].toObject());
    }
    return std::nullopt;
}

std::optional<Entry> verdictEntry(JournalReader &reader, const CodeQuery &query)
{
    const qint64 seq = query.attempt.verdictSeq;
    if (seq <= 0 || seq > query.upTo)
        return std::nullopt;
    const auto entries = reader.entries(seq - 1, 1, {});
    if (!entries || entries->isEmpty() || entries->first().seq != seq)
        return std::nullopt;
    return entries->first();
}

VerdictFigures figuresOf(const QJsonObject &verdict, const std::optional<domain::Evidence> &evidence,
                         const QString &file)
{
    const QJsonObject digest = verdict[u"evidence"].toObject();
    VerdictFigures figures{.judged = true,
                           .builds = digest[u"buildOk"].toBool(),
                           .errors = digest[u"errors"].toInt(),
                           .testsPassed = digest[u"tests"][u"passed"].toInt(),
                           .testsTotal = digest[u"tests"][u"total"].toInt(),
                           .score = verdict[u"score"].toDouble()};
    if (digest[u"coverage"].isDouble())
        figures.coverage = digest[u"coverage"].toDouble();
    if (!evidence)
        return figures;
    figures.testsTotal = evidence->tests.total();
    figures.testsPassed = evidence->tests.count(domain::TestOutcome::Passed);
    const auto *own = evidence->coverage ? evidence->coverage->find(file) : nullptr;
    if (own && own->totalLines > 0)
        figures.coverage = 100.0 * own->coveredLines / own->totalLines;
    return figures;
}

QList<CodeRemark> remarksOf(const QJsonObject &verdict, const std::optional<domain::Evidence> &evidence,
                            const QString &file)
{
    QList<CodeRemark> remarks;
    const auto add = [&remarks](const CodeRemark &remark) {
        const bool known = std::any_of(remarks.begin(), remarks.end(), [&remark](const CodeRemark &other) {
            return other.line == remark.line && other.text == remark.text;
        });
        if (remark.line > 0 && !known)
            remarks.append(remark);
    };
    const auto named = [](const QString &id, const QString &message) {
        return id.isEmpty() || message.startsWith(id) ? message : id + u' ' + message;
    };
    if (evidence) {
        for (const domain::Diagnostic &d : evidence->diagnostics) {
            if (d.file == file)
                add({d.severity, d.line, d.column, named(d.id, d.message)});
        }
    }
    for (const QLatin1StringView list : {"issues"_L1, "reported"_L1}) {
        for (const QJsonValue &item : verdict[list].toArray()) {
            const domain::Issue issue = domain::issueFromJson(item.toObject());
            if (issue.file == file)
                add({issue.severity, issue.line, 0, named(issue.id, issue.message)});
        }
    }
    return remarks;
}

/// What \p use makes of the file \p path in the folder \p root, if it is in there.
template<typename Use>
auto withContained(const QString &root, const QString &path, Use use)
    -> std::invoke_result_t<Use, const workspace::GuardedPath &>
{
    const auto folder = workspace::openFolder(root);
    if (!folder)
        return domain::fail(ErrorKind::NotFound, SourceTexts::tr("The folder %1 is not there.").arg(root));
    const auto guarded = workspace::guardPath(folder->get(), path, workspace::MissingFolders::Leave);
    if (!guarded)
        return domain::fail(guarded.error());
    if (!guarded->exists())
        return domain::fail(ErrorKind::NotFound, SourceTexts::tr("There is no file %1.").arg(path));
    return use(*guarded);
}

Result<QByteArray> containedFile(const QString &root, const QString &path)
{
    return withContained(root, path, [](const workspace::GuardedPath &guarded) {
        return workspace::readFileAt(guarded.folder.get(), guarded.name);
    });
}

Result<QString> containedPlace(const QString &root, const QString &path)
{
    return withContained(root, path, [&](const workspace::GuardedPath &) -> Result<QString> {
        return QDir::cleanPath(QDir(root).absoluteFilePath(path));
    });
}

} // namespace

CodeAnswer readCode(JournalReader &reader, const CodeQuery &query)
{
    CodeAnswer answer{.file = query.file};
    auto code = codeOf(reader, query.attempt, query.attemptEnd, query.upTo, query.file);
    auto base = code ? baseOf(reader, query) : std::optional<QByteArray>();
    if (!code || !base)
        answer.trouble = SourceTexts::tr("The code cannot be read: %1").arg((code ? base : code).error().message);
    if (code)
        answer.code = std::move(*code);
    if (base)
        answer.base = std::move(*base);
    const auto verdict = verdictEntry(reader, query);
    if (!verdict)
        return answer;
    const auto evidence = evidenceOf(reader, query);
    answer.figures = figuresOf(verdict->data, evidence, query.file);
    answer.remarks = remarksOf(verdict->data, evidence, query.file);
    if (const auto *own = evidence && evidence->coverage ? evidence->coverage->find(query.file) : nullptr)
        answer.missedLines = own->missedLines;
    return answer;
}

Result<QByteArray> fileOnDisk(const QString &workspace, const QString &path)
{
    return containedFile(workspace, path);
}

Result<QString> folderOfStage(const QString &runFolder)
{
    const QString stage = runFolder + u"/stage"_s;
    const auto record = workspace::StageRecord::read(stage);
    if (!record)
        return domain::fail(record.error());
    const QString tree = workspace::StageLayout{stage}.tree();
    return record->prefix.isEmpty() ? tree : tree + u'/' + record->prefix;
}

Result<QByteArray> fileOfStage(const QString &runFolder, const QString &path)
{
    const auto folder = folderOfStage(runFolder);
    return folder ? containedFile(*folder, path) : domain::fail(folder.error());
}

Result<QString> placeOfFile(const QString &runFolder, const QString &workspace, const QString &path)
{
    const auto folder = folderOfStage(runFolder);
    if (auto place = folder ? containedPlace(*folder, path) : domain::fail(folder.error()))
        return place;
    return containedPlace(workspace, path);
}

} // namespace stepladder::ui
