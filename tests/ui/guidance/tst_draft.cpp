// SPDX-FileCopyrightText: 2026 The Stepladder authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guidance/draft.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace stepladder::ui;

class TstDraft : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsTypedIsThereAgain();
    void anEmptyOneLeavesNoFile();
    void aFolderThatCannotBeMadeIsSaid();
};

void TstDraft::whatIsTypedIsThereAgain()
{
    const QTemporaryDir dir;
    QVERIFY(Draft(dir.filePath(u"drafts"_s), u"r.1"_s).keep(u"mark it\nÄ"_s));
    QCOMPARE(Draft(dir.filePath(u"drafts"_s), u"r.1"_s).read(), u"mark it\nÄ"_s);
    QVERIFY(Draft(dir.filePath(u"drafts"_s), u"r.2"_s).read().isEmpty());
}

void TstDraft::anEmptyOneLeavesNoFile()
{
    const QTemporaryDir dir;
    const Draft draft(dir.path(), u"r.1"_s);
    QVERIFY(draft.keep(u"x"_s));
    QVERIFY(draft.keep({}));
    QVERIFY(QDir(dir.path()).isEmpty());
}

void TstDraft::aFolderThatCannotBeMadeIsSaid()
{
    QVERIFY(!Draft(u"/proc/none/drafts"_s, u"r.1"_s).keep(u"x"_s));
}

QTEST_GUILESS_MAIN(TstDraft)
#include "tst_draft.moc"
