// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guidance/guidancepage.h"

#include "engine/control/trycode.h"
#include "guidance/requests.h"
#include "ui/guidance/alikebox.h"
#include "ui/guidance/guidancedigest.h"
#include "ui/guidance/guidancefields.h"
#include "ui/guidance/helpevidence.h"
#include "ui/run/elsewhere.h"
#include "ui/run/openrun.h"
#include "ui/tests/problemsmodel.h"
#include "ui/theme/plainlabel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

namespace stepladder::ui {

using namespace Qt::StringLiterals;
using domain::AnswerKind;

namespace {

constexpr int kTickMs = 10'000;
constexpr qint64 kHourMs = 3'600'000;

} // namespace

GuidancePage::GuidancePage(domain::Request request, OpenRun &run, const Theme &theme, QWidget *parent)
    : AnswerPage(std::move(request), parent)
    , m_run(run)
    , m_theme(theme)
    , m_deadlineMs(m_request.deadlineMs)
{
    setObjectName(u"guidancePage"_s);
    auto *halves = new QSplitter(Qt::Horizontal);
    halves->setChildrenCollapsible(false);
    halves->addWidget(answerHalf());
    m_digest = new GuidanceDigest(m_request, theme);
    halves->addWidget(m_digest);
    halves->setStretchFactor(0, 4);
    halves->setStretchFactor(1, 3);
    m_content = halves;
    m_elsewhere = plainText(u"pageElsewhere"_s, tr("This question stands in a window of its own."));
    m_elsewhere->setAlignment(Qt::AlignCenter);
    m_elsewhere->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_content);
    column->addWidget(m_elsewhere);

    auto *copy = new QPushButton(tr("Copy as &Markdown"));
    copy->setObjectName(u"copyDigest"_s);
    copy->setFlat(true);
    copy->setToolTip(tr("The question with all that was tried, for another chat"));
    connect(copy, &QPushButton::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(guidance::toMarkdown(m_request, m_run.clock().nowMs()));
        showRefusal(tr("Copied. Paste a Reply takes what the other chat answers."));
    });
    m_digest->setCornerWidget(copy);
    connect(m_digest, &GuidanceDigest::wordsChosen, m_fields, &GuidanceFields::addWords);
    connect(m_digest, &GuidanceDigest::placeChosen, this, [this](const QString &file, int line) {
        if (file == m_request.details[u"file"].toString())
            m_fields->goToLine(line);
        else
            m_run.selection().goTo(file, line);
    });
    connect(m_fields, &GuidanceFields::modeChanged, this, &GuidancePage::showMode);
    connect(m_fields, &GuidanceFields::said, this, &GuidancePage::showRefusal);
    connect(m_fields, &GuidanceFields::kept, this, [this](bool onDisk) {
        m_kept->setText(onDisk ? tr("draft kept") : tr("The draft cannot be written to disk."));
    });
    connect(&theme, &Theme::changed, this, &GuidancePage::showTimeLeft);
    connect(&m_ticking, &QTimer::timeout, this, &GuidancePage::showTimeLeft);
    m_ticking.start(kTickMs);
    showTimeLeft();
    showMode();
    readEvidence();
}

GuidancePage::~GuidancePage()
{
    delete m_window;
}

QWidget *GuidancePage::answerHalf()
{
    auto *half = new QWidget;
    auto *column = new QVBoxLayout(half);
    column->setContentsMargins(m_theme.space(3), m_theme.space(3), m_theme.space(3), m_theme.space(3));
    column->setSpacing(m_theme.space(2));
    addHead(*column);
    m_fields = new GuidanceFields(m_request, m_theme, m_run.locations().state + u"/drafts"_s);
    column->addWidget(m_fields, 1);
    m_message = plainText(u"requestMessage"_s);
    m_message->hide();
    column->addWidget(m_message);
    addButtons(*column);
    return half;
}

void GuidancePage::addHead(QVBoxLayout &column)
{
    auto *title = plainText(u"requestTitle"_s, m_request.title);
    QFont font = title->font();
    font.setBold(true);
    font.setPointSizeF(font.pointSizeF() * 1.2);
    title->setFont(font);
    auto *row = new QHBoxLayout;
    row->addWidget(title, 1);
    m_detach = new QPushButton(tr("&Detach"));
    m_detach->setObjectName(u"detachPage"_s);
    connect(m_detach, &QPushButton::clicked, this, [this] { setDetached(!isDetached()); });
    row->addWidget(m_detach, 0, Qt::AlignTop);
    column.addLayout(row);
    column.addWidget(plainText(u"requestQuestion"_s, m_request.question));

    auto *time = new QHBoxLayout;
    m_left = new QLabel;
    m_left->setObjectName(u"timeLeft"_s);
    time->addWidget(m_left);
    const auto fill = [this](const QPushButton &button, AnswerKind kind,
                             std::initializer_list<std::pair<QString, qint64>> times) {
        for (const auto &[text, ms] : times)
            button.menu()->addAction(
                text, this, [this, kind, ms = ms] { send({.request = m_request.id, .kind = kind, .durationMs = ms}); });
    };
    QPushButton *extend = addMenu(*time, tr("More &Time"), u"answer_extend"_s);
    extend->setVisible(m_deadlineMs > 0);
    fill(*extend, AnswerKind::Extend,
         {{tr("4 hours"), 4 * kHourMs}, {tr("A day"), 24 * kHourMs}, {tr("3 days"), 72 * kHourMs}});
    QPushButton *snooze = addMenu(*time, tr("&Later"), u"answer_snooze"_s);
    snooze->setToolTip(tr("It is not counted as waiting for you until then. The deadline stays."));
    fill(*snooze, AnswerKind::Snooze,
         {{tr("In an hour"), kHourMs}, {tr("In 4 hours"), 4 * kHourMs}, {tr("Tomorrow"), 24 * kHourMs}});
    time->addStretch(1);
    column.addLayout(time);
}

void GuidancePage::addButtons(QVBoxLayout &column)
{
    m_alike = new AlikeBox(m_request, m_run);
    connect(m_alike, &AlikeBox::said, this, &GuidancePage::showRefusal);
    column.addWidget(m_alike);
    auto *typed = new QHBoxLayout;
    m_send = addButton(*typed, {}, u"answer_send"_s);
    m_send->setDefault(true);
    connect(m_send, &QPushButton::clicked, this, [this] { sendTyped(false); });
    m_try = addButton(*typed, tr("Tr&y It"), u"answer_try"_s);
    m_try->setToolTip(tr("Builds and tests it as it stands, and shows what came of it. Nothing is decided."));
    connect(m_try, &QPushButton::clicked, this, &GuidancePage::tryTyped);
    m_asItIs = addButton(*typed, tr("Accept as It &Is"), u"answer_as_it_is"_s);
    m_asItIs->setToolTip(tr("Taken whatever build and tests say, which are kept with it. It needs a reason."));
    connect(m_asItIs, &QPushButton::clicked, this, [this] { sendTyped(true); });
    m_kept = new QLabel;
    m_kept->setObjectName(u"draftKept"_s);
    m_kept->setForegroundRole(QPalette::PlaceholderText);
    typed->addWidget(m_kept);
    typed->addStretch(1);
    column.addLayout(typed);

    auto *decisions = new QHBoxLayout;
    connect(addButton(*decisions, tr("S&tub It"), u"answer_stub"_s), &QPushButton::clicked, this,
            [this] { send({.request = m_request.id, .kind = AnswerKind::Stub}); });
    connect(addButton(*decisions, tr("S&kip It"), u"answer_skip"_s), &QPushButton::clicked, this,
            [this] { send({.request = m_request.id, .kind = AnswerKind::Skip}); });
    QPushButton *again = addMenu(*decisions, tr("Again &With"), u"answer_again"_s);
    again->setToolTip(tr("The whole ladder once more, with another model"));
    const QJsonArray models = m_request.details[u"models"].toArray();
    for (const auto &model : models)
        again->menu()->addAction(model.toString(), this, [this, id = model.toString()] {
            send({.request = m_request.id, .kind = AnswerKind::Again, .text = id});
        });
    again->setVisible(!models.isEmpty());
    m_close = new QPushButton(tr("&Close It"));
    m_close->setObjectName(u"closeAnswered"_s);
    m_close->hide();
    connect(m_close, &QPushButton::clicked, this, [this] {
        m_dismissed = true;
        m_fields->removeDrafts();
        Q_EMIT dismissed();
    });
    decisions->addWidget(m_close);
    decisions->addStretch(1);
    column.addLayout(decisions);
}

QPushButton *GuidancePage::addButton(QHBoxLayout &row, const QString &text, const QString &name)
{
    auto *button = new QPushButton(text);
    button->setObjectName(name);
    button->setAutoDefault(false);
    row.addWidget(button);
    m_buttons.append(button);
    return button;
}

QPushButton *GuidancePage::addMenu(QHBoxLayout &row, const QString &text, const QString &name)
{
    QPushButton *button = addButton(row, text, name);
    button->setMenu(new QMenu(button));
    button->menu()->setObjectName(name + u"_menu"_s);
    return button;
}

/// One's own code begins with the best attempt, whole, with what tools said of its lines; without one with the file as
/// the run has it.
void GuidancePage::readEvidence()
{
    auto *evidence = new HelpEvidence(m_request, m_run, this);
    connect(evidence, &HelpEvidence::bestRead, this, [this](const CodeAnswer &code, const AttemptRecord &record) {
        m_digest->showBest(record, m_run.moment().run.workspace);
        if (code.code)
            m_fields->setStart(*code.code, code.remarks, code.missedLines);
    });
    connect(evidence, &HelpEvidence::fileRead, this,
            [this](const QByteArray &content) { m_fields->setStart(content, {}, {}); });
    connect(evidence, &HelpEvidence::trialRead, this, &GuidancePage::showTrial);
    connect(evidence, &HelpEvidence::failed, this, &GuidancePage::showRefusal);
    evidence->read();
}

/// The run builds and tests what is typed; what came of it is in its journal.
void GuidancePage::tryTyped()
{
    m_fields->keep();
    const QByteArray code = m_fields->code();
    if (code.trimmed().isEmpty())
        return showRefusal(tr("There is no code yet."));
    m_try->setEnabled(false);
    showRefusal(tr("It is built and tested as soon as the run has read it."));
    elsewhere(
        this,
        [locations = m_run.locations(), &clock = m_run.clock(), request = m_request, code] {
            return engine::tryCode(locations, clock, request, code, qEnvironmentVariable("USER"));
        },
        [this](const domain::Result<void> &taken) {
            if (taken)
                return;
            m_try->setEnabled(true);
            showRefusal(taken.error().message);
        });
}

void GuidancePage::showTrial(const TrialRecord &trial)
{
    const bool asItStands = trial.code == m_fields->code();
    m_try->setEnabled(trial.record.judged && !(m_sent && m_sent->final()));
    if (!trial.record.judged) {
        m_digest->showTrial(tr("It is being built and tested."), {}, m_run.moment().run.workspace);
        return;
    }
    const domain::Verdict &verdict = trial.record.verdict;
    const bool holds = verdict.passed || verdict.unproven;
    QString said = tr("%1: %2").arg(holds ? tr("It holds") : tr("It does not hold"), verdict.summary.trimmed());
    if (!asItStands)
        said += u'\n' + tr("What is typed now was changed since.");
    m_digest->showTrial(said, trial.record, m_run.moment().run.workspace);
    showRefusal({});
    if (!asItStands)
        return;
    QList<CodeRemark> remarks;
    for (const Problem &problem : problemsOf(trial.record)) {
        if (problem.file == m_request.details[u"file"].toString() && problem.line > 0)
            remarks.append({problem.severity, problem.line, 0, problem.message});
    }
    m_fields->setRemarks(remarks);
}

/// What is typed goes along: with an example, with code, and as the reason where code is taken as it is.
void GuidancePage::sendTyped(bool asItIs)
{
    domain::Answer answer = m_fields->answer();
    answer.acceptAsIs = asItIs;
    if (asItIs && answer.text.isEmpty())
        return showRefusal(tr("To accept it as it is, say why below the code: the reason is kept with it."));
    const QString empty = answer.kind == AnswerKind::Guidance && answer.text.isEmpty()
        ? tr("Nothing is typed yet: say what would help.")
        : answer.kind == AnswerKind::Example && answer.content.trimmed().isEmpty() ? tr("There is no example yet.")
        : answer.kind == AnswerKind::Code && answer.content.trimmed().isEmpty()    ? tr("There is no code yet.")
                                                                                   : QString();
    if (!empty.isEmpty())
        return showRefusal(empty);
    send(answer);
}

void GuidancePage::send(const domain::Answer &answer)
{
    m_fields->keep();
    m_sent = answer;
    Q_EMIT answered(answer);
}

void GuidancePage::showMode()
{
    const auto mode = m_fields->mode();
    using Mode = GuidanceFields::Mode;
    m_send->setText(mode == Mode::Guidance      ? tr("&Send Guidance")
                        : mode == Mode::Example ? tr("&Send Example")
                                                : tr("&Send Code"));
    m_send->setToolTip(mode == Mode::Code ? tr("It is built and tested. What holds is accepted; what does not comes "
                                               "back, or goes with your words into the next attempt.")
                                          : tr("It goes into the next attempt, which is built and tested."));
    for (QPushButton *ofCode : {m_try, m_asItIs})
        ofCode->setVisible(mode == Mode::Code);
    m_alike->setServing(mode != Mode::Code);
}

void GuidancePage::setDeadline(qint64 deadlineMs)
{
    m_deadlineMs = deadlineMs;
    showTimeLeft();
}

void GuidancePage::showTimeLeft()
{
    const qint64 now = m_run.clock().nowMs();
    const bool soon = m_deadlineMs > 0 && m_deadlineMs - now < kHourMs;
    m_left->setText(guidance::remainingText(m_deadlineMs, now));
    m_left->setStyleSheet(u"color: %1;"_s.arg(m_theme.color(soon ? Role::Fail : Role::Waiting).name()));
    m_left->setToolTip(m_deadlineMs > 0 ? tr("Unanswered, the step becomes a stub on %1.")
                                              .arg(QLocale().toString(QDateTime::fromMSecsSinceEpoch(m_deadlineMs),
                                                                      QLocale::ShortFormat))
                                        : QString());
}

void GuidancePage::showRefusal(const QString &message)
{
    m_message->setText(message);
    m_message->setVisible(!message.isEmpty());
}

void GuidancePage::showSent()
{
    if (m_sent && !m_sent->final())
        return showRefusal(m_sent->kind == AnswerKind::Snooze
                               ? tr("It waits for you again later.")
                               : tr("More time is given as soon as the run has read it."));
    m_taken = true;
    showRefusal(tr("Sent. The step goes on as soon as the run has read it."));
    for (QPushButton *button : std::as_const(m_buttons))
        button->setEnabled(false);
    m_fields->setEnabled(false);
    m_fields->removeDrafts();
    if (m_sent)
        m_alike->send(*m_sent);
}

bool GuidancePage::lingers()
{
    if (m_taken || m_dismissed || m_fields->isEmpty())
        return false;
    m_fields->keep();
    m_ticking.stop();
    m_left->hide();
    for (QPushButton *button : std::as_const(m_buttons))
        button->setEnabled(false);
    m_close->show();
    showRefusal(tr("This question was answered elsewhere, or is not asked any more. What you typed is still here."));
    return true;
}

void GuidancePage::setDetached(bool detached)
{
    if (detached == isDetached())
        return;
    m_detach->setText(detached ? tr("Put &Back") : tr("&Detach"));
    m_elsewhere->setVisible(detached);
    if (detached) {
        m_window = new OwnWindow(m_content, m_request.title, m_theme, window());
        connect(m_window, &OwnWindow::leaving, this, [this] { setDetached(false); });
        m_window->resize(m_theme.space(300), m_theme.space(190));
        m_window->show();
        return;
    }
    layout()->addWidget(m_content);
    m_content->show();
    m_window->disconnect(this);
    m_window->hide();
    m_window->deleteLater();
    m_window.clear();
}

} // namespace stepladder::ui
