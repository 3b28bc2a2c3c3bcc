// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/projector.h"

#include <QDataStream>
#include <QIODevice>

namespace stepladder::journal {

using namespace Qt::StringLiterals;
using domain::ErrorKind;
using domain::Result;

namespace {

constexpr quint8 kFormat = 1;

/// Bytes and not JSON: 1,000 steps with 13,000 attempts are to be read in a part of 50 ms.
class Writer
{
public:
    Writer()
        : m_stream(&m_bytes, QIODevice::WriteOnly)
    {
        m_stream.setVersion(QDataStream::Qt_6_0);
        m_stream << kFormat;
    }
    Writer &operator<<(const QString &text)
    {
        m_stream << text.toUtf8();
        return *this;
    }
    Writer &operator<<(int number)
    {
        m_stream << qint32(number);
        return *this;
    }
    Writer &operator<<(qint64 number)
    {
        m_stream << number;
        return *this;
    }
    Writer &operator<<(double number)
    {
        m_stream << number;
        return *this;
    }
    QByteArray bytes() const { return m_bytes; }

private:
    QByteArray m_bytes;
    QDataStream m_stream;
};

class Reader
{
public:
    explicit Reader(const QByteArray &bytes)
        : m_stream(bytes)
    {
        quint8 format = 0;
        m_stream.setVersion(QDataStream::Qt_6_0);
        m_stream >> format;
        if (format != kFormat)
            m_stream.setStatus(QDataStream::ReadCorruptData);
    }
    Reader &operator>>(QString &text)
    {
        QByteArray utf8;
        m_stream >> utf8;
        text = QString::fromUtf8(utf8);
        return *this;
    }
    Reader &operator>>(int &number)
    {
        qint32 value = 0;
        m_stream >> value;
        number = value;
        return *this;
    }
    Reader &operator>>(qint64 &number)
    {
        m_stream >> number;
        return *this;
    }
    Reader &operator>>(double &number)
    {
        m_stream >> number;
        return *this;
    }
    bool good() const { return m_stream.status() == QDataStream::Ok; }
    Result<void> result() const
    {
        if (good())
            return {};
        return domain::fail(ErrorKind::Corrupt, u"a projection cannot be read"_s);
    }

private:
    QDataStream m_stream;
};

} // namespace

QByteArray encode(const StepRecord &record)
{
    const StepView &v = record.view;
    Writer out;
    out << v.id << v.title << v.file << int(v.state) << v.epoch << v.attempts << v.score << v.cost << v.strategy
        << v.reason << v.commit << v.startedMs << v.endedMs << v.request << int(record.attempts.size());
    for (const AttemptState &a : record.attempts) {
        out << a.number << a.epoch << a.rung << a.kind << a.model << a.state << a.score << a.summary << a.cost
            << a.startedMs << a.endedMs << a.verdictSeq << a.startedSeq;
    }
    return out.bytes();
}

Result<StepRecord> decodeStep(const QByteArray &bytes)
{
    StepRecord record;
    StepView &v = record.view;
    Reader in(bytes);
    int state = 0;
    int count = 0;
    in >> v.id >> v.title >> v.file >> state >> v.epoch >> v.attempts >> v.score >> v.cost >> v.strategy >> v.reason
        >> v.commit >> v.startedMs >> v.endedMs >> v.request >> count;
    if (state < 0 || state > int(domain::StepState::Skipped) || count < 0)
        return domain::fail(ErrorKind::Corrupt, u"the projection of a step cannot be read"_s);
    v.state = domain::StepState(state);
    for (int i = 0; i < count && in.good(); ++i) {
        AttemptState a;
        a.step = v.id;
        in >> a.number >> a.epoch >> a.rung >> a.kind >> a.model >> a.state >> a.score >> a.summary >> a.cost
            >> a.startedMs >> a.endedMs >> a.verdictSeq >> a.startedSeq;
        record.attempts.append(std::move(a));
    }
    return in.result().map([&record] { return std::move(record); });
}

QByteArray encodeRun(const RunView &run)
{
    Writer out;
    const domain::StepCounts &c = run.counts;
    out << int(run.status) << run.reason << run.attempts << run.spent << run.reserved << run.paidCalls << c.accepted
        << c.acceptedByPerson << c.unproven << c.stubbed << c.unchanged << c.skipped << c.waiting << c.blocked
        << c.pending;
    return out.bytes();
}

Result<void> decodeRun(const QByteArray &bytes, RunView *run)
{
    Reader in(bytes);
    int status = 0;
    domain::StepCounts &c = run->counts;
    in >> status >> run->reason >> run->attempts >> run->spent >> run->reserved >> run->paidCalls >> c.accepted
        >> c.acceptedByPerson >> c.unproven >> c.stubbed >> c.unchanged >> c.skipped >> c.waiting >> c.blocked
        >> c.pending;
    if (status < 0 || status > int(domain::RunStatus::Failed))
        return domain::fail(ErrorKind::Corrupt, u"the projection of the run cannot be read"_s);
    run->status = domain::RunStatus(status);
    return in.result();
}

QByteArray encodeHead(const RunView &run)
{
    Writer out;
    out << run.task << run.language << run.workspace << run.branch << run.createdMs;
    return out.bytes();
}

Result<void> decodeHead(const QByteArray &bytes, RunView *run)
{
    Reader in(bytes);
    in >> run->task >> run->language >> run->workspace >> run->branch >> run->createdMs;
    return in.result();
}

} // namespace stepladder::journal
