// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ladders/ladderdocument.h"

#include <algorithm>

namespace stepladder::ui {

using namespace Qt::StringLiterals;

class LadderDocument::Command final : public QUndoCommand
{
public:
    struct State
    {
        QJsonObject json;
        int current = -1;
    };

    Command(LadderDocument &document, const QString &text, State before, State after, QString mergeKey)
        : QUndoCommand(text)
        , m_document(document)
        , m_before(std::move(before))
        , m_after(std::move(after))
        , m_mergeKey(std::move(mergeKey))
    {
    }

    void undo() override { m_document.take(m_before.json, m_before.current); }
    void redo() override { m_document.take(m_after.json, m_after.current); }
    int id() const override { return m_mergeKey.isEmpty() ? -1 : 1; }
    bool mergeWith(const QUndoCommand *other) override
    {
        const auto *next = static_cast<const Command *>(other);
        if (next->m_mergeKey != m_mergeKey)
            return false;
        m_after = next->m_after;
        return true;
    }

private:
    LadderDocument &m_document;
    const State m_before;
    State m_after;
    const QString m_mergeKey;
};

LadderDocument::LadderDocument(QJsonObject ladder, QObject *parent)
    : QObject(parent)
    , m_json(std::move(ladder))
    , m_current(rungs().isEmpty() ? -1 : 0)
{
    check();
}

/// The stack tells that it is emptied as it goes, when nobody should ask any more.
LadderDocument::~LadderDocument()
{
    m_undo.disconnect();
}

void LadderDocument::check()
{
    m_faults = faultsOf(m_json);
    if (const auto read = domain::ladderFromJson(m_json, {}))
        m_ladder = *read;
}

QJsonObject LadderDocument::currentRung() const
{
    return m_current < 0 ? QJsonObject() : rungs().at(m_current).toObject();
}

void LadderDocument::setCurrent(int rung)
{
    if (rung == m_current || rung >= rungs().size())
        return;
    m_current = rung;
    Q_EMIT currentChanged();
}

void LadderDocument::take(const QJsonObject &json, int current)
{
    const int before = m_current;
    m_json = json;
    m_current = std::min(current, int(rungs().size()) - 1);
    check();
    Q_EMIT changed();
    if (m_current != before)
        Q_EMIT currentChanged();
}

void LadderDocument::push(const QString &text, const QJsonObject &json, int current, const QString &mergeKey)
{
    if (json != m_json)
        m_undo.push(new Command(*this, text, {m_json, m_current}, {json, current}, mergeKey));
}

void LadderDocument::pushRungs(const QString &text, const QJsonArray &rungs, int current, const QString &mergeKey)
{
    QJsonObject json = m_json;
    json.insert(u"rungs"_s, rungs);
    push(text, json, current, mergeKey);
}

void LadderDocument::setField(const QString &field, const QJsonValue &value, bool merge)
{
    QJsonObject json = m_json;
    json.insert(field, value); // undefined removes
    push(tr("Change the ladder"), json, m_current, merge ? field : QString());
}

void LadderDocument::setRungField(const QString &field, const QJsonValue &value, bool merge)
{
    if (m_current < 0)
        return;
    QJsonObject rung = currentRung();
    rung.insert(field, value);
    QJsonArray all = rungs();
    all.replace(m_current, rung);
    pushRungs(tr("Change a rung"), all, m_current, merge ? u"%1/%2"_s.arg(m_current).arg(field) : QString());
}

void LadderDocument::setKind(domain::RungKind kind)
{
    if (m_current < 0)
        return;
    const QStringList fields = rungFields(kind);
    QJsonObject rung = currentRung();
    rung.insert(u"kind"_s, domain::toString(kind));
    for (const QString &key : rung.keys()) {
        if (!fields.contains(key))
            rung.remove(key);
    }
    QJsonArray all = rungs();
    all.replace(m_current, rung);
    pushRungs(tr("Change a rung"), all, m_current);
}

void LadderDocument::addRung()
{
    QJsonArray all = rungs();
    const auto named = [&all](const QString &id) {
        return std::any_of(all.begin(), all.end(), [&id](const QJsonValue &rung) { return rung[u"id"] == id; });
    };
    int number = int(all.size()) + 1;
    while (named(u"rung-%1"_s.arg(number)))
        ++number;
    const int place = m_current + 1;
    all.insert(place,
               QJsonObject{{u"id"_s, u"rung-%1"_s.arg(number)},
                           {u"kind"_s, u"generate"_s},
                           {u"roles"_s, QJsonArray{u"generator"_s}},
                           {u"carries"_s, QJsonArray{u"feedback"_s}}});
    pushRungs(tr("Add a rung"), all, place);
}

void LadderDocument::removeRung()
{
    if (m_current < 0)
        return;
    QJsonArray all = rungs();
    all.removeAt(m_current);
    pushRungs(tr("Remove a rung"), all, std::min(m_current, int(all.size()) - 1));
}

void LadderDocument::moveRung(int by)
{
    const int to = m_current + by;
    QJsonArray all = rungs();
    if (m_current < 0 || to < 0 || to >= all.size())
        return;
    const QJsonValue moved = all.takeAt(m_current);
    all.insert(to, moved);
    pushRungs(tr("Move a rung"), all, to);
}

void LadderDocument::replace(const QString &text, const QJsonObject &ladder)
{
    push(text, ladder, ladder[u"rungs"].toArray().isEmpty() ? -1 : 0);
}

QString LadderDocument::faultAt(int rung, const QString &field) const
{
    for (const LadderFault &fault : m_faults) {
        if (fault.rung == rung && fault.field == field)
            return fault.message;
    }
    return {};
}

bool LadderDocument::hasFaults(int rung) const
{
    return std::any_of(m_faults.begin(), m_faults.end(),
                       [rung](const LadderFault &fault) { return fault.rung == rung; });
}

} // namespace stepladder::ui
