// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/ladder.h"
#include "ui/ladders/ladderdraft.h"

#include <QJsonArray>
#include <QObject>
#include <QUndoStack>

#include <functional>

namespace stepladder::ui {

/// A ladder that is being written: every change goes through it, can be undone, and is checked at once.
class LadderDocument final : public QObject
{
    Q_OBJECT

public:
    explicit LadderDocument(QJsonObject ladder, QObject *parent = nullptr);
    ~LadderDocument() override;

    const QJsonObject &json() const { return m_json; }
    QString id() const { return m_json[u"id"].toString(); }
    QJsonArray rungs() const { return m_json[u"rungs"].toArray(); }
    /// As it was when it could last be read; \c faults() says whether that is now.
    const domain::Ladder &ladder() const { return m_ladder; }
    QUndoStack &undoStack() { return m_undo; }
    const QUndoStack &undoStack() const { return m_undo; }

    /// The rung being edited; -1: there is none.
    int current() const { return m_current; }
    void setCurrent(int rung);
    QJsonObject currentRung() const;

    /// Undefined takes the field away. Typing, by \p merge, is one thing to undo.
    void setField(const QString &field, const QJsonValue &value, bool merge);
    void setRungField(const QString &field, const QJsonValue &value, bool merge);
    /// Fields that mean nothing for the new kind go.
    void setKind(domain::RungKind kind);
    /// After the rung being edited, which it then is.
    void addRung();
    void removeRung();
    /// \p by: -1 is one towards the first tried, 1 towards the last.
    void moveRung(int by);
    /// Takes \p ladder for the one there is, as one thing to undo.
    void replace(const QString &text, const QJsonObject &ladder);

    const QList<LadderFault> &faults() const { return m_faults; }
    QString faultAt(int rung, const QString &field) const;
    bool hasFaults(int rung) const;

Q_SIGNALS:
    void changed();
    void currentChanged();

private:
    class Command;
    void push(const QString &text, const QJsonObject &json, int current, const QString &mergeKey = {});
    void pushRungs(const QString &text, const QJsonArray &rungs, int current, const QString &mergeKey = {});
    void take(const QJsonObject &json, int current);
    void check();

    QJsonObject m_json;
    int m_current = -1;
    QList<LadderFault> m_faults;
    domain::Ladder m_ladder;
    QUndoStack m_undo;
};

} // namespace stepladder::ui
