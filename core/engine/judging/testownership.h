// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "domain/evidence.h"

#include <QByteArray>
#include <QString>

namespace stepladder::engine {

/// Which test cases come from a test file. Runners say it rarely, so it is read off the file: the classes a C# file
/// declares, the module a Python file is.
class TestOwnership
{
public:
    TestOwnership(QString path, const QByteArray &content);

    bool owns(const domain::TestCase &test) const;
    /// As owns(), by what TestCase::key() says of class and name.
    bool ownsKey(const QString &key) const;
    QString path() const { return m_path; }

private:
    QString m_path;
    QString m_module; ///< "tests.test_money" of tests/test_money.py; empty for other languages
    QStringList m_classes; ///< simple names of declared classes
    QStringList m_namespaces; ///< as declared, without those they are nested in
};

/// The part of a test's key that theory rows and parameters share; a fixture's own parameters stay.
QString testMethod(const domain::TestCase &test);

} // namespace stepladder::engine
