// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ladders/rungform.h"

#include "engine/control/rungkinds.h"
#include "ui/ladders/ladderdocument.h"
#include "ui/plan/bindings.h"
#include "ui/theme/theme.h"

#include <QGridLayout>
#include <QJsonArray>
#include <QSignalBlocker>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::RungKind;

namespace {

QStringList textsIn(const QJsonValue &value)
{
    QStringList texts;
    for (const QJsonValue &text : value.toArray())
        texts.append(text.toString());
    return texts;
}

/// One named twice is asked twice.
QStringList rolesIn(const QString &typed)
{
    QStringList roles;
    for (const QString &role : typed.split(u',')) {
        if (!role.trimmed().isEmpty())
            roles.append(role.trimmed());
    }
    return roles;
}

/// What was typed, as its file holds it: no number stays text, so that the reader names it.
QJsonValue numberOf(const QString &typed)
{
    bool isNumber = false;
    const double number = typed.trimmed().toDouble(&isNumber);
    if (typed.trimmed().isEmpty())
        return QJsonValue::Undefined;
    return isNumber ? QJsonValue(number) : QJsonValue(typed);
}

/// What its field shows, unless what is typed there already means it.
void showNumber(FormField *field, const QJsonValue &value)
{
    auto *line = static_cast<QLineEdit *>(field->editor());
    if (numberOf(line->text()) != value)
        setText(field, value.isDouble() ? QString::number(value.toDouble(), 'g', 10) : value.toString());
}

QString kindText(RungKind kind)
{
    switch (kind) {
    case RungKind::Generate:
        return RungForm::tr("generate: a model writes the file");
    case RungKind::Collaborate:
        return RungForm::tr("collaborate: several models write it together");
    case RungKind::Analyze:
        return RungForm::tr("analyze: why it fails, no candidate");
    case RungKind::Rethink:
        return RungForm::tr("rethink: another approach, no candidate");
    case RungKind::Ensemble:
        return RungForm::tr("ensemble: several at once, the best is chosen");
    case RungKind::Expert:
        return RungForm::tr("expert: what the knowledge base knows");
    case RungKind::Human:
        return RungForm::tr("human: a person is asked");
    case RungKind::Stub:
        break;
    }
    return RungForm::tr("stub: a stand-in that compiles");
}

QList<QPair<QString, QVariant>> kindChoices(RungKind named)
{
    QList<QPair<QString, QVariant>> kinds;
    for (int kind = 0; kind <= int(RungKind::Stub); ++kind) {
        if (engine::hasRung(RungKind(kind)) || RungKind(kind) == named)
            kinds.append({kindText(RungKind(kind)), kind});
    }
    return kinds;
}

} // namespace

RungForm::RungForm(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName(u"rungForm"_s);
    m_fields[u"id"_s] =
        lineField(u"rungId"_s, tr("&Name"), theme, [this](const QString &typed) { take(u"id"_s, typed, true); });
    m_fields[u"kind"_s] = choiceField(u"rungKind"_s, tr("&Kind"), theme, [this](const QVariant &chosen) {
        if (m_document)
            m_document->setKind(RungKind(chosen.toInt()));
    });
    m_fields[u"roles"_s] = lineField(u"rungRoles"_s, tr("&Roles: who is asked"), theme, [this](const QString &typed) {
        const QStringList roles = rolesIn(typed);
        take(u"roles"_s, roles.isEmpty() ? QJsonValue(QJsonValue::Undefined) : QJsonArray::fromStringList(roles), true);
    });
    m_fields[u"repeat"_s] = numberField(u"rungRepeat"_s, tr("&Tries"), 1, 100, theme, [this](int value) {
        take(u"repeat"_s, value == 1 ? QJsonValue(QJsonValue::Undefined) : QJsonValue(value), true);
    });
    m_fields[u"temperature"_s] = number(u"temperature"_s, tr("Te&mperature, 0 to 2"), tr("the model's own"));
    m_fields[u"carries"_s] = carries();
    m_fields[u"passMark"_s] = number(u"passMark"_s, tr("&Passes from a score of"), {});
    m_fields[u"deadlineHours"_s] = number(u"deadlineHours"_s, tr("&Hours to answer"), u"24"_s);
    m_fields[u"think"_s] =
        checkField(u"rungThink"_s, tr("The thinker is asked &before the first try"), theme,
                   [this](bool on) { take(u"think"_s, on ? QJsonValue(true) : QJsonValue(QJsonValue::Undefined)); });
    m_fields[u"leaveEarly"_s] = checkField(u"rungLeaveEarly"_s, tr("&Left early when stuck"), theme, [this](bool on) {
        take(u"leaveEarly"_s, on ? QJsonValue(QJsonValue::Undefined) : QJsonValue(false));
    });

    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(theme.space(3), theme.space(2), theme.space(3), theme.space(3));
    grid->setHorizontalSpacing(theme.space(3));
    grid->setVerticalSpacing(theme.space(2));
    grid->addWidget(m_fields[u"id"_s], 0, 0);
    grid->addWidget(m_fields[u"kind"_s], 0, 1);
    grid->addWidget(m_fields[u"roles"_s], 1, 0, 1, 2);
    grid->addWidget(m_fields[u"carries"_s], 2, 0, 1, 2);
    grid->addWidget(m_fields[u"repeat"_s], 3, 0);
    grid->addWidget(m_fields[u"temperature"_s], 3, 1);
    grid->addWidget(m_fields[u"passMark"_s], 4, 0);
    grid->addWidget(m_fields[u"deadlineHours"_s], 4, 1);
    grid->addWidget(m_fields[u"think"_s], 5, 0, 1, 2);
    grid->addWidget(m_fields[u"leaveEarly"_s], 6, 0, 1, 2);
    grid->setRowStretch(7, 1);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    refresh();
}

void RungForm::take(const QString &field, const QJsonValue &value, bool merge)
{
    if (m_document)
        m_document->setRungField(field, value, merge);
}

FormField *RungForm::number(const QString &name, const QString &label, const QString &absent)
{
    QString object = name;
    object.front() = object.front().toUpper();
    FormField *field = lineField(u"rung"_s + object, label, m_theme,
                                 [this, name](const QString &typed) { take(name, numberOf(typed), true); });
    static_cast<QLineEdit *>(field->editor())->setPlaceholderText(absent);
    return field;
}

FormField *RungForm::carries()
{
    m_carries = new QWidget;
    m_carries->setObjectName(u"rungCarries"_s);
    auto *grid = new QGridLayout(m_carries);
    grid->setContentsMargins({});
    const std::pair<QString, QString> boxes[] = {{u"feedback"_s, tr("feedback")},
                                                 {u"insights"_s, tr("insights")},
                                                 {u"similar"_s, tr("similar failures")},
                                                 {u"everything"_s, tr("everything")}};
    for (const auto &[name, text] : boxes) {
        auto *box = new QCheckBox(text);
        box->setObjectName(name);
        grid->addWidget(box, grid->count() / 2, grid->count() % 2);
        connect(box, &QCheckBox::toggled, this, [this] {
            QJsonArray carried;
            for (const QCheckBox *one : m_carries->findChildren<QCheckBox *>()) {
                if (one->isChecked())
                    carried.append(one->objectName());
            }
            take(u"carries"_s, carried.isEmpty() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(carried));
        });
    }
    grid->setColumnStretch(1, 1);
    m_carries->setFocusProxy(m_carries->findChild<QCheckBox *>());
    return new FormField(tr("The prompt carries"), m_carries, m_theme);
}

void RungForm::setDocument(LadderDocument *document)
{
    if (m_document)
        m_document->disconnect(this);
    m_document = document;
    if (document) {
        connect(document, &LadderDocument::changed, this, &RungForm::refresh);
        connect(document, &LadderDocument::currentChanged, this, &RungForm::refresh);
    }
    refresh();
}

void RungForm::refresh()
{
    const bool any = m_document && m_document->current() >= 0;
    setEnabled(any);
    const QJsonObject rung = any ? m_document->currentRung() : QJsonObject();
    const RungKind kind = kindOf(rung).value_or(RungKind::Stub);
    const QStringList has = rungFields(kind);
    for (auto it = m_fields.cbegin(); it != m_fields.cend(); ++it) {
        it.value()->setVisible(has.contains(it.key()));
        it.value()->setFault(any ? m_document->faultAt(m_document->current(), it.key()) : QString());
    }
    setText(m_fields[u"id"_s], rung[u"id"].toString());
    // One that this version has not is offered where a file names it already.
    setChoices(m_fields[u"kind"_s], kindChoices(kind));
    setChoice(m_fields[u"kind"_s], int(kind));
    m_fields[u"kind"_s]->setHint(engine::hasRung(kind) ? QString() : tr("Skipped: this version has no such rung."));
    setNumber(m_fields[u"repeat"_s], rung[u"repeat"].toInt(1));
    setChecked(m_fields[u"think"_s], rung[u"think"].toBool());
    setChecked(m_fields[u"leaveEarly"_s], rung[u"leaveEarly"].toBool(true));
    for (const QString &name : {u"temperature"_s, u"passMark"_s, u"deadlineHours"_s})
        showNumber(m_fields[name], rung[name]);
    static_cast<QLineEdit *>(m_fields[u"passMark"_s]->editor())
        ->setPlaceholderText(kind == RungKind::Ensemble ? u"7"_s : u"8"_s);
    refreshRoles(rung, kind);
    const QStringList carried = textsIn(rung[u"carries"]);
    for (QCheckBox *box : m_carries->findChildren<QCheckBox *>()) {
        const QSignalBlocker quiet(box);
        box->setChecked(carried.contains(box->objectName()));
    }
}

void RungForm::refreshRoles(const QJsonObject &rung, RungKind kind)
{
    const QStringList roles = textsIn(rung[u"roles"]);
    if (rolesIn(static_cast<QLineEdit *>(m_fields[u"roles"_s]->editor())->text()) != roles)
        setText(m_fields[u"roles"_s], roles.join(u", "_s));
    const QString known = (domain::knownRoles() + QStringList{u"best"_s}).join(u", "_s);
    m_fields[u"roles"_s]->setHint(kind == RungKind::Ensemble || kind == RungKind::Collaborate
                                      ? tr("All of them, in this order: %1. One named twice is asked twice.").arg(known)
                                      : tr("The first plays: %1.").arg(known));
}

} // namespace stepladder::ui
