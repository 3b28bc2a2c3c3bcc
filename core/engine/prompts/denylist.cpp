// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/prompts/denylist.h"

#include "models/secretscan.h"

#include <QDir>
#include <QFile>

namespace stepladder::engine {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kLargestDotenv = 256 * 1024;

const QStringList &secretNames()
{
    static const QStringList names = {
        u".env"_s,         u".env.*"_s,      u"*.env"_s,    u".envrc"_s,   u"*.pem"_s,    u"*.key"_s,
        u"*.pfx"_s,        u"*.p12"_s,       u"*.p8"_s,     u"*.ppk"_s,    u"*.jks"_s,    u"*.keystore"_s,
        u"*.kdbx"_s,       u"*.gpg"_s,       u"*.asc"_s,    u"id_rsa"_s,   u"id_dsa"_s,   u"id_ecdsa"_s,
        u"id_ed25519"_s,   u".netrc"_s,      u".pgpass"_s,  u".npmrc"_s,   u".pypirc"_s,  u".git-credentials"_s,
        u".htpasswd"_s,    u".ssh"_s,        u".aws"_s,     u".azure"_s,   u".gnupg"_s,   u"secrets.json"_s,
        u"secrets.yaml"_s, u"secrets.yml"_s, u".secrets"_s, u"*.tfvars"_s, u"*.tfstate"_s};
    return names;
}

/// Examples without values are there to be read.
const QStringList &harmlessNames()
{
    static const QStringList names = {u".env.example"_s, u".env.sample"_s, u".env.template"_s, u".env.dist"_s};
    return names;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(kLargestDotenv) : QByteArray();
}

} // namespace

DenyList::DenyList()
    : DenyList(secretNames(), harmlessNames())
{
}

DenyList::DenyList(const QStringList &denied, const QStringList &allowed)
    : m_denied(denied)
    , m_allowed(allowed)
{
}

DenyList DenyList::of(const QString &workspace)
{
    QStringList denied = secretNames();
    QStringList allowed = harmlessNames();
    for (const QString &row : QString::fromUtf8(contentOf(workspace + u"/.stepladderignore"_s)).split(u'\n')) {
        const QString glob = row.trimmed();
        if (glob.startsWith(u'!'))
            allowed.append(glob.mid(1));
        else if (!glob.isEmpty() && !glob.startsWith(u'#'))
            denied.append(glob);
    }
    return DenyList(denied, allowed);
}

bool DenyList::denies(const QString &path) const
{
    const QByteArray bytes = QFile::encodeName(QDir::cleanPath(path));
    return m_denied.matches(bytes) && !m_allowed.matches(bytes);
}

QHash<QString, QString> DenyList::secretsOf(const QString &workspace)
{
    QHash<QString, QString> secrets;
    QStringList folders = QDir(workspace).entryList(QDir::Dirs | QDir::NoSymLinks | QDir::NoDotAndDotDot);
    folders.prepend(QString());
    for (const QString &folder : std::as_const(folders)) {
        const QString prefix = folder.isEmpty() ? folder : folder + u'/';
        for (const QString &name : QDir(workspace + u'/' + folder)
                                       .entryList({u".env"_s, u".env.*"_s, u"*.env"_s, u".envrc"_s},
                                                  QDir::Files | QDir::Hidden | QDir::NoSymLinks)) {
            if (!harmlessNames().contains(name))
                secrets.insert(models::secretsOfDotenv(contentOf(workspace + u'/' + prefix + name), prefix + name));
        }
    }
    return secrets;
}

} // namespace stepladder::engine
