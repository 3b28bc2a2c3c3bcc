// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/judging/testownership.h"

#include "toolchain/csharp/csharpsource.h"

#include <QRegularExpression>

#include <algorithm>

namespace stepladder::engine {

using namespace Qt::StringLiterals;

namespace {

/// Without the arguments of a generic type or of a fixture.
QString bareName(const QString &className)
{
    const auto arguments = className.indexOf(QRegularExpression(u"[`<(]"_s));
    return arguments < 0 ? className : className.left(arguments);
}

QString simpleName(const QString &className)
{
    return bareName(className).section(u'.', -1).section(u'+', -1);
}

QString namespaceOf(const QString &className)
{
    const QString name = bareName(className);
    return name.left(std::max<qsizetype>(0, name.lastIndexOf(u'.')));
}

} // namespace

TestOwnership::TestOwnership(QString path, const QByteArray &content)
    : m_path(std::move(path))
{
    if (m_path.endsWith(u".py"_s)) {
        m_module = m_path.chopped(3).replace(u'/', u'.');
        return;
    }
    static const QRegularExpression declaration(u"\\b(?:class|record|struct)\\s+([A-Za-z_]\\w*)"_s);
    // A class that only a comment or a text names is declared elsewhere: its tests are not this file's.
    const QString text = QString::fromUtf8(content);
    const bool csharp = m_path.endsWith(u".cs"_s);
    const QString code = csharp ? toolchain::maskCSharp(text) : text;
    auto it = declaration.globalMatch(code);
    while (it.hasNext())
        m_classes.append(it.next().captured(1));
    static const QRegularExpression space(u"\\bnamespace\\s+([A-Za-z_][\\w.]*)"_s);
    for (auto spaces = space.globalMatch(csharp ? code : QString()); spaces.hasNext();)
        m_namespaces.append(spaces.next().captured(1));
}

bool TestOwnership::owns(const domain::TestCase &test) const
{
    if (!test.file.isEmpty())
        return test.file == m_path || test.file.endsWith(u'/' + m_path);
    if (!m_module.isEmpty()) {
        // pytest's class names are module paths from its root folder, which may be a folder below the workspace.
        const QString &name = test.className;
        return name == m_module || name.startsWith(m_module + u'.') || m_module.endsWith(u'.' + name)
            || (name.contains(u'.') && m_module.endsWith(u'.' + name.section(u'.', 0, -2)));
    }
    if (!m_classes.contains(simpleName(test.className)))
        return false;
    // Two files may declare classes of one name: whose namespace it is tells them apart.
    const QString space = namespaceOf(test.className);
    return m_namespaces.isEmpty() || space.isEmpty()
        || std::any_of(m_namespaces.begin(), m_namespaces.end(), [&space](const QString &declared) {
               return space == declared || space.endsWith(u'.' + declared);
           });
}

bool TestOwnership::ownsKey(const QString &key) const
{
    const auto colon = key.indexOf(u':');
    return colon >= 0 && owns({.name = key.mid(colon + 1), .className = key.left(colon)});
}

QString testMethod(const domain::TestCase &test)
{
    // Some runners begin a name with its class.
    const auto from = test.name.startsWith(test.className) ? test.className.size() : 0;
    static const QRegularExpression parameters(u"[(\\[]"_s);
    const auto end = test.name.indexOf(parameters, from);
    return test.className + u':' + (end < 0 ? test.name : test.name.left(end).trimmed());
}

} // namespace stepladder::engine
