// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/answers/answerlanguage.h"

#include <QHash>
#include <QSet>
#include <QStringList>

namespace stepladder::engine {

using namespace Qt::StringLiterals;

namespace {

/// A language, the family within which tags are mixed up harmlessly, its other names, and its files' extensions.
struct Language
{
    const char16_t *name;
    const char16_t *family;
    const char16_t *aliases;
    const char16_t *extensions;
};

constexpr Language kLanguages[] = {
    {u"csharp", u"csharp", u"cs c# csharp10 csharp11 csharp12", u"cs csx"},
    {u"python", u"python", u"py python3 py3 python2", u"py pyi pyw"},
    {u"javascript", u"web-script", u"js jsx node mjs", u"js jsx mjs cjs"},
    {u"typescript", u"web-script", u"ts tsx", u"ts tsx mts cts"},
    {u"java", u"java", u"", u"java"},
    {u"kotlin", u"kotlin", u"kt kts", u"kt kts"},
    {u"go", u"go", u"golang", u"go"},
    {u"rust", u"rust", u"rs", u"rs"},
    {u"c", u"c", u"", u"c h"},
    {u"cpp", u"c", u"c++ cc cxx hpp h", u"cc cpp cxx hh hpp hxx"},
    {u"vb", u"vb", u"vbnet vb.net visualbasic", u"vb"},
    {u"fsharp", u"fsharp", u"fs f#", u"fs fsi fsx"},
    {u"ruby", u"ruby", u"rb", u"rb"},
    {u"php", u"php", u"", u"php"},
    {u"swift", u"swift", u"", u"swift"},
    {u"scala", u"scala", u"", u"scala"},
    {u"sql", u"sql", u"tsql postgresql mysql sqlite", u"sql"},
    {u"shell", u"shell", u"sh bash zsh console shell-session shellsession terminal", u"sh bash zsh fish"},
    {u"powershell", u"shell", u"ps1 pwsh cmd bat batch", u"ps1 psm1 bat cmd"},
    {u"json", u"json", u"jsonc json5", u"json jsonc"},
    {u"yaml", u"yaml", u"yml", u"yaml yml"},
    {u"toml", u"ini", u"", u"toml"},
    {u"ini", u"ini", u"cfg conf properties", u"ini cfg editorconfig"},
    {u"xml", u"markup", u"csproj msbuild xaml svg", u"xml csproj fsproj vbproj props targets sln slnx resx xaml svg"},
    {u"html", u"markup", u"htm razor cshtml blazor", u"html htm razor cshtml vue svelte"},
    {u"css", u"css", u"scss less sass", u"css scss less sass"},
    {u"markdown", u"prose", u"md", u"md markdown"},
    {u"text", u"prose", u"txt plain plaintext rst", u"txt rst tex"},
    {u"proto", u"proto", u"protobuf", u"proto"},
    {u"diff", u"diff", u"patch", u"diff patch"},
    {u"cmake", u"cmake", u"", u"cmake"},
    {u"dockerfile", u"dockerfile", u"docker", u"dockerfile"},
    {u"makefile", u"makefile", u"make", u"mk"},
};

struct Tables
{
    QHash<QString, QString> names;
    QHash<QString, QString> families;
    QHash<QString, QString> extensions;
};

const Tables &tables()
{
    static const Tables built = [] {
        Tables result;
        for (const Language &language : kLanguages) {
            const QString name = QString::fromUtf16(language.name);
            result.names.insert(name, name);
            result.families.insert(name, QString::fromUtf16(language.family));
            for (const QString &alias : QString::fromUtf16(language.aliases).split(u' ', Qt::SkipEmptyParts))
                result.names.insert(alias, name);
            for (const QString &extension : QString::fromUtf16(language.extensions).split(u' ', Qt::SkipEmptyParts))
                result.extensions.insert(extension, name);
        }
        return result;
    }();
    return built;
}

QString fileName(const QString &path)
{
    return path.mid(path.lastIndexOf(u'/') + 1);
}

QString extensionOf(const QString &path)
{
    const QString name = fileName(path);
    const auto dot = name.lastIndexOf(u'.');
    return dot < 0 ? QString() : name.mid(dot + 1).toLower();
}

} // namespace

QString canonicalLanguage(const QString &name)
{
    const QString lower = name.toLower();
    return tables().names.value(lower, lower);
}

bool isLanguageTag(const QString &word)
{
    static const QSet<QString> further = {u"asp.net"_s, u".net"_s, u"node.js"_s, u"vue.js"_s, u"next.js"_s};
    return tables().names.contains(word.toLower()) || further.contains(word.toLower());
}

QString languageOfFile(const QString &path)
{
    const QString name = fileName(path).toLower();
    if (name == u"cmakelists.txt")
        return u"cmake"_s;
    return name.contains(u'.') ? tables().extensions.value(extensionOf(name)) : tables().names.value(name);
}

bool foreignLanguage(const QString &tag, const QString &expected)
{
    const QString given = tables().families.value(canonicalLanguage(tag));
    const QString wanted = tables().families.value(canonicalLanguage(expected));
    // A block tagged as prose is often just untagged code, and prose may be written in any language.
    return !given.isEmpty() && !wanted.isEmpty() && given != wanted && given != u"prose" && wanted != u"prose";
}

bool hasFileName(const QString &path)
{
    static const QSet<QString> names = {u"makefile"_s, u"dockerfile"_s, u"license"_s, u"readme"_s, u"cmakelists.txt"_s};
    static const QSet<QString> further = {u"ipynb"_s, u"gradle"_s, u"lua"_s, u"jl"_s,  u"ex"_s,
                                          u"exs"_s,   u"hs"_s,     u"pl"_s,  u"qml"_s, u"qrc"_s,
                                          u"csv"_s,   u"tsv"_s,    u"cfg"_s, u"tf"_s,  u"gitignore"_s};
    const QString extension = extensionOf(path);
    return names.contains(fileName(path).toLower()) || tables().extensions.contains(extension)
        || further.contains(extension);
}

} // namespace stepladder::engine
