// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace stepladder::journal {

/// Where the version of a subject at an entry lies in the table of projections: 2^40 entries, 2^22 subjects.
constexpr int kSeqBits = 40;
constexpr qint64 kMaxSeq = (qint64(1) << kSeqBits) - 1;
constexpr qint64 placeOf(qint64 subject, qint64 seq)
{
    return (subject << kSeqBits) + seq;
}

/// Subjects with their last state up to a moment (bound twice), in the order of subjects: one seek each.
inline const QString kLastStates =
    QStringLiteral("SELECT id,(SELECT state FROM projection WHERE place BETWEEN id<<40 AND (id<<40)+? "
                   "ORDER BY place DESC LIMIT 1) FROM subject WHERE first_seq<=? ORDER BY id");

} // namespace stepladder::journal
