// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/chatmodel.h"

#include <QHash>
#include <QStringList>

namespace stepladder::models {

/// A prompt before it leaves the machine, and back: what looks like a secret (private keys, tokens of known makers,
/// passwords in addresses and assignments) and what is known to be one stands as a mark in what is sent, and where the
/// answer holds the mark the secret stands again, so that a file keeps what the model never saw. One for each call; the
/// same secret has the same mark in all messages.
class SecretScan
{
public:
    /// \p known: values that are secrets whatever they look like, with what each is called.
    explicit SecretScan(QHash<QString, QString> known = {});

    /// \p request with its messages cleaned.
    ChatRequest cleaned(ChatRequest request);
    QString cleaned(const QString &text) { return clean(text); }
    /// What was taken out, "2 × GitHub token", in the order found.
    QStringList withheld() const;
    /// \p answer with the secrets where their marks stand; inside a JSON text when \p escaped.
    QString restored(QString answer, bool escaped) const;

private:
    struct Found
    {
        QString secret;
        QString what;
        int count = 0;
    };
    QString clean(const QString &text);
    void withhold(QString &text, const QString &secret, const QString &what);
    QString markFor(const QString &secret, const QString &what);

    const QHash<QString, QString> m_known;
    QList<Found> m_found;
};

/// Values of a dotenv file that are secrets by their name or their looks, with what each is called.
QHash<QString, QString> secretsOfDotenv(const QByteArray &text, const QString &file);

} // namespace stepladder::models
