// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/request.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder::domain;

class TestRequest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesBackAsItWas();
    void anAnswerComesBackAsItWas();
    void everyWordComesBack();
    void onlyTheRightAnswersFit_data();
    void onlyTheRightAnswersFit();
    void extendingAndSnoozingAreNotFinal();
};

namespace {

QJsonObject recorded(const QJsonObject &json)
{
    return QJsonDocument::fromJson(QJsonDocument(json).toJson(QJsonDocument::Compact)).object();
}

constexpr int kAnswers = int(AnswerKind::LocalOnly) + 1;
constexpr int kRequests = int(RequestKind::Consent) + 1;

} // namespace

void TestRequest::comesBackAsItWas()
{
    const Request request{.id = u"run-1.3"_s,
                          .run = u"run-1"_s,
                          .step = u"a"_s,
                          .kind = RequestKind::Budget,
                          .title = u"More?"_s,
                          .question = u"The cap is reached."_s,
                          .details = {{u"spent"_s, 1.5}},
                          .createdMs = 1'800'000'000'123,
                          .deadlineMs = 1'800'000'100'456};
    QVERIFY(requestFromJson(recorded(toJson(request))) == request);
}

void TestRequest::anAnswerComesBackAsItWas()
{
    const Answer answer{.request = u"run-1.3"_s,
                        .kind = AnswerKind::Code,
                        .text = u"because"_s,
                        .content = QByteArray("\x00\xff\r\nclass A", 11),
                        .acceptAsIs = true,
                        .amountMicroUsd = 12'500'001,
                        .durationMs = 86'400'000,
                        .by = u"me"_s,
                        .takenMs = 1'800'000'000'123};
    QVERIFY(answerFromJson(recorded(toJson(answer))) == answer);
}

void TestRequest::everyWordComesBack()
{
    for (int i = 0; i < kAnswers; ++i)
        QCOMPARE(answerKindFromString(toString(AnswerKind(i))), std::optional(AnswerKind(i)));
    for (int i = 0; i < kRequests; ++i)
        QCOMPARE(requestKindFromString(toString(RequestKind(i))), std::optional(RequestKind(i)));
    QCOMPARE(answerKindFromString(u"pray"), std::nullopt);
    QCOMPARE(requestKindFromString(u""), std::nullopt);
    QCOMPARE(toString(RequestState::Withdrawn), u"withdrawn"_s);
}

void TestRequest::onlyTheRightAnswersFit_data()
{
    using A = AnswerKind;
    QTest::addColumn<RequestKind>("request");
    QTest::addColumn<QList<AnswerKind>>("fitting");
    const QList<A> always = {A::Extend, A::Snooze};
    QTest::newRow("guidance") << RequestKind::Guidance
                              << always + QList<A>{A::Guidance, A::Example, A::Code, A::Stub, A::Skip, A::Again};
    QTest::newRow("approval") << RequestKind::Approval
                              << always + QList<A>{A::Code, A::Approve, A::Reject, A::Stub, A::Skip};
    QTest::newRow("amendment") << RequestKind::Amendment << always + QList<A>{A::Approve, A::Reject};
    QTest::newRow("budget") << RequestKind::Budget << always + QList<A>{A::Amount, A::LocalOnly, A::Stub};
    QTest::newRow("consent") << RequestKind::Consent << always + QList<A>{A::Approve, A::Reject};
}

void TestRequest::onlyTheRightAnswersFit()
{
    QFETCH(RequestKind, request);
    QFETCH(QList<AnswerKind>, fitting);
    for (int i = 0; i < kAnswers; ++i)
        QVERIFY2(fits(AnswerKind(i), request) == fitting.contains(AnswerKind(i)), qPrintable(toString(AnswerKind(i))));
}

void TestRequest::extendingAndSnoozingAreNotFinal()
{
    for (int i = 0; i < kAnswers; ++i) {
        const Answer answer{.kind = AnswerKind(i)};
        QCOMPARE(answer.final(), AnswerKind(i) != AnswerKind::Extend && AnswerKind(i) != AnswerKind::Snooze);
    }
}

QTEST_GUILESS_MAIN(TestRequest)
#include "tst_request.moc"
