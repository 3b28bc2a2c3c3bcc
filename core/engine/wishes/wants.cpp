// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/wishes/wants.h"

#include "engine/run/runparts.h"

#include <QJsonArray>

namespace stepladder::engine {

using namespace Qt::StringLiterals;

domain::Mode RunParts::mode() const
{
    return wants.mode();
}

Wants::Wants(journal::Journal &journal, domain::Mode mode)
    : m_journal(journal)
    , m_mode(mode)
{
}

const QStringList &Wants::types()
{
    static const QStringList types = {u"run.changed"_s, u"plan.attached"_s, u"plan.detached"_s, u"breakpoint.set"_s,
                                      u"breakpoint.cleared"_s};
    return types;
}

void Wants::apply(const QString &type, const QJsonObject &data)
{
    const std::lock_guard lock(m_mutex);
    if (type == u"run.changed"_s) {
        m_mode = domain::modeFromString(data[u"mode"].toString()).value_or(m_mode);
    } else if (type == u"plan.attached"_s) {
        QList<Attached> &list = m_attached[data[u"step"].toString()];
        for (const auto &file : data[u"files"].toArray()) {
            const QString name = file[u"name"].toString();
            list.removeIf([&](const Attached &a) { return a.name == name; });
            list.append({name, file[u"blob"].toString()});
        }
    } else if (type == u"plan.detached"_s) {
        const QStringList names = data[u"names"].toVariant().toStringList();
        m_attached[data[u"step"].toString()].removeIf([&](const Attached &a) { return names.contains(a.name); });
    } else if (type == u"breakpoint.set"_s) {
        const int serial = data[u"serial"].toInt();
        if (const auto point = breakpointFromJson(data[u"breakpoint"].toObject(), type)) {
            m_everSet.append({*point, serial});
            m_standing.append(serial);
        }
    } else if (type == u"breakpoint.cleared"_s) {
        m_standing.removeAll(data[u"serial"].toInt());
    }
}

domain::Mode Wants::mode() const
{
    const std::lock_guard lock(m_mutex);
    return m_mode;
}

QList<Attached> Wants::attachedTo(const QString &step) const
{
    const std::lock_guard lock(m_mutex);
    return m_attached.value(QString()) + (step.isEmpty() ? QList<Attached>() : m_attached.value(step));
}

QList<StandingBreakpoint> Wants::breakpoints() const
{
    const std::lock_guard lock(m_mutex);
    QList<StandingBreakpoint> standing;
    for (const StandingBreakpoint &one : m_everSet) {
        if (m_standing.contains(one.serial))
            standing.append(one);
    }
    return standing;
}

std::optional<StandingBreakpoint> Wants::breakpoint(int serial) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = std::find_if(m_everSet.begin(), m_everSet.end(),
                                    [serial](const StandingBreakpoint &b) { return b.serial == serial; });
    return found == m_everSet.end() ? std::nullopt : std::optional(*found);
}

int Wants::breakpointsEverSet() const
{
    const std::lock_guard lock(m_mutex);
    return int(m_everSet.size());
}

domain::Result<void> Wants::consume(qint64 wish, const QList<journal::Draft> &entries)
{
    {
        const std::lock_guard turn(m_turn);
        journal::Key key{.name = u"wish"_s, .ordinal = m_consumed};
        while (m_journal.consumedAt(key))
            key.ordinal = ++m_consumed;
        if (const auto consumed = m_journal.consume(wish, key, entries); !consumed)
            return consumed;
    }
    for (const journal::Draft &entry : entries)
        apply(entry.type, entry.data);
    return {};
}

} // namespace stepladder::engine
