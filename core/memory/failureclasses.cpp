// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "memory/failureclasses.h"

#include <QHash>
#include <QRegularExpression>

namespace stepladder::memory {

using namespace Qt::StringLiterals;
using domain::IssueSource;

namespace {

/// A word in a message, in any case. The first four are the seed's.
struct Keyword
{
    const char16_t *text;
    const char16_t *name;
};
constexpr Keyword kKeywords[] = {
    {u"null", u"null_handling"},
    {u"async", u"async_pattern"},
    {u"injection", u"dependency_injection"},
    {u"cancellation", u"cancellation_token"},
    {u"unable to resolve service", u"dependency_injection"},
    {u"no service for type", u"dependency_injection"},
    {u"'nonetype' object", u"null_handling"},
};

/// Diagnostic IDs: a prefix and a range of numbers.
struct IdRange
{
    const char16_t *prefix;
    int first;
    int last;
    const char16_t *name;
};
constexpr IdRange kIds[] = {
    {u"CS", 8597, 8670, u"null_handling"},
    {u"CS", 8762, 8777, u"null_handling"},
    {u"CA", 1062, 1062, u"null_handling"},
    {u"CS", 1983, 1983, u"async_pattern"},
    {u"CS", 1988, 1998, u"async_pattern"},
    {u"CS", 4001, 4037, u"async_pattern"},
    {u"XUNIT", 1030, 1031, u"async_pattern"},
    {u"XUNIT", 1051, 1051, u"cancellation_token"},
    {u"CA", 2016, 2016, u"cancellation_token"},
    {u"CA", 1068, 1068, u"cancellation_token"},
    {u"CS", 12, 12, u"missing_reference"},
    {u"CS", 103, 103, u"missing_reference"},
    {u"CS", 234, 234, u"missing_reference"},
    {u"CS", 246, 246, u"missing_reference"},
    {u"CS", 400, 400, u"missing_reference"},
    {u"CS", 117, 117, u"member_missing"},
    {u"CS", 1061, 1061, u"member_missing"},
    {u"CS", 1929, 1929, u"member_missing"},
    {u"CS", 19, 30, u"type_mismatch"},
    {u"CS", 266, 266, u"type_mismatch"},
    {u"CS", 411, 411, u"type_mismatch"},
    {u"CS", 1503, 1503, u"type_mismatch"},
    {u"CS", 1501, 1502, u"wrong_arguments"},
    {u"CS", 1729, 1729, u"wrong_arguments"},
    {u"CS", 1739, 1739, u"wrong_arguments"},
    {u"CS", 7036, 7036, u"wrong_arguments"},
    {u"CS", 1001, 1044, u"syntax_error"},
    {u"CS", 1056, 1056, u"syntax_error"},
    {u"CS", 1073, 1073, u"syntax_error"},
    {u"CS", 1513, 1529, u"syntax_error"},
    {u"CS", 8124, 8124, u"syntax_error"},
    {u"CS", 534, 535, u"interface_not_implemented"},
    {u"CS", 737, 738, u"interface_not_implemented"},
    {u"CS", 161, 161, u"missing_return"},
    {u"CS", 126, 127, u"missing_return"},
    {u"CS", 101, 102, u"duplicate_definition"},
    {u"CS", 111, 111, u"duplicate_definition"},
    {u"CS", 128, 128, u"duplicate_definition"},
    {u"CS", 136, 136, u"duplicate_definition"},
    {u"CS", 50, 61, u"accessibility"},
    {u"CS", 122, 122, u"accessibility"},
    {u"CS", 115, 115, u"override_mismatch"},
    {u"CS", 506, 508, u"override_mismatch"},
    {u"CS", 120, 120, u"static_and_instance"},
    {u"CS", 176, 176, u"static_and_instance"},
    {u"CS", 165, 165, u"unassigned_variable"},
    {u"CS", 177, 177, u"unassigned_variable"},
    {u"CS", 200, 200, u"read_only"},
    {u"CS", 191, 191, u"read_only"},
    {u"CS", 8852, 8852, u"read_only"},
    {u"CS", 1591, 1591, u"missing_documentation"},
    {u"CA", 1063, 1063, u"resource_disposal"},
    {u"CA", 1816, 1816, u"resource_disposal"},
    {u"CA", 2000, 2000, u"resource_disposal"},
    {u"CA", 2213, 2215, u"resource_disposal"},
    {u"NU", 1000, 1999, u"package_reference"},
    {u"NETSDK", 1000, 1999, u"build_configuration"},
    {u"MSB", 1000, 9999, u"build_configuration"},
};

/// Names of exceptions and of Python's errors, as an ID or as a word in a message.
struct Exception
{
    const char16_t *type;
    const char16_t *name;
};
constexpr Exception kExceptions[] = {
    {u"SyntaxError", u"syntax_error"},
    {u"IndentationError", u"syntax_error"},
    {u"TabError", u"syntax_error"},
    {u"NameError", u"missing_reference"},
    {u"UnboundLocalError", u"unassigned_variable"},
    {u"ImportError", u"missing_reference"},
    {u"ModuleNotFoundError", u"missing_reference"},
    {u"AttributeError", u"member_missing"},
    {u"MissingMethodException", u"member_missing"},
    {u"MissingMemberException", u"member_missing"},
    {u"TypeError", u"type_mismatch"},
    {u"InvalidCastException", u"type_mismatch"},
    {u"ValueError", u"invalid_value"},
    {u"FormatException", u"invalid_value"},
    {u"ArgumentException", u"invalid_value"},
    {u"UnicodeDecodeError", u"invalid_value"},
    {u"JSONDecodeError", u"invalid_value"},
    {u"JsonException", u"invalid_value"},
    {u"KeyError", u"missing_element"},
    {u"IndexError", u"missing_element"},
    {u"StopIteration", u"missing_element"},
    {u"KeyNotFoundException", u"missing_element"},
    {u"IndexOutOfRangeException", u"missing_element"},
    {u"ArgumentOutOfRangeException", u"missing_element"},
    {u"ZeroDivisionError", u"arithmetic"},
    {u"OverflowError", u"arithmetic"},
    {u"DivideByZeroException", u"arithmetic"},
    {u"OverflowException", u"arithmetic"},
    {u"FileNotFoundError", u"file_access"},
    {u"PermissionError", u"file_access"},
    {u"FileNotFoundException", u"file_access"},
    {u"DirectoryNotFoundException", u"file_access"},
    {u"UnauthorizedAccessException", u"file_access"},
    {u"RecursionError", u"endless_recursion"},
    {u"StackOverflowException", u"endless_recursion"},
    {u"TimeoutError", u"timeout"},
    {u"TimeoutException", u"timeout"},
    {u"NotImplementedError", u"not_implemented"},
    {u"NotImplementedException", u"not_implemented"},
    {u"NullReferenceException", u"null_handling"},
    {u"ArgumentNullException", u"null_handling"},
    {u"InvalidOperationException", u"invalid_operation"},
    {u"ObjectDisposedException", u"resource_disposal"},
    {u"OperationCanceledException", u"cancellation_token"},
    {u"TaskCanceledException", u"cancellation_token"},
    {u"CancelledError", u"cancellation_token"},
    {u"AssertionError", u"assertion_failed"},
};

/// What an issue is of where nothing else tells.
struct Fallback
{
    IssueSource source;
    const char16_t *name;
};
constexpr Fallback kFallbacks[] = {
    {IssueSource::Test, u"assertion_failed"},  {IssueSource::Run, u"run_aborted"},
    {IssueSource::Coverage, u"low_coverage"},  {IssueSource::Pattern, u"missing_pattern"},
    {IssueSource::Answer, u"unusable_answer"}, {IssueSource::Path, u"path_not_allowed"},
};

void addById(const QString &id, QStringList &classes)
{
    static const QRegularExpression form(u"^([A-Za-z]+)0*([0-9]{1,6})$"_s);
    const auto match = form.match(id);
    if (!match.hasMatch())
        return;
    const QString prefix = match.captured(1).toUpper();
    const int number = match.captured(2).toInt();
    for (const IdRange &range : kIds) {
        if (prefix == range.prefix && number >= range.first && number <= range.last)
            classes.append(QString::fromUtf16(range.name));
    }
}

void addByException(const QString &text, QStringList &classes)
{
    static const QHash<QString, QString> names = [] {
        QHash<QString, QString> result;
        for (const Exception &exception : kExceptions)
            result.insert(QString::fromUtf16(exception.type), QString::fromUtf16(exception.name));
        return result;
    }();
    static const QRegularExpression word(u"\\b[A-Z][A-Za-z]*(?:Error|Exception|Iteration)\\b"_s);
    for (auto it = word.globalMatch(text); it.hasNext();) {
        const auto found = names.constFind(it.next().captured());
        if (found != names.constEnd())
            classes.append(*found);
    }
}

} // namespace

QStringList failureClasses(const domain::Issue &issue)
{
    QStringList classes;
    for (const Keyword &keyword : kKeywords) {
        if (issue.message.contains(QStringView(keyword.text), Qt::CaseInsensitive))
            classes.append(QString::fromUtf16(keyword.name));
    }
    addById(issue.id, classes);
    addByException(issue.id, classes);
    addByException(issue.message, classes);
    for (const Fallback &fallback : kFallbacks) {
        if (classes.isEmpty() && fallback.source == issue.source && issue.severity == domain::Severity::Error)
            classes.append(QString::fromUtf16(fallback.name));
    }
    return classes;
}

} // namespace stepladder::memory
